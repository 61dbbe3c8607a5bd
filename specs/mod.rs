//! The endpoints, one file each.
//!
//! # Adding an endpoint
//!
//! 1. Write `specs/<operation>.rs`, named after the operation: the declaration and its docs,
//!    nothing else. An existing file is the best template; the grammar is in the docs of
//!    [`#[endpoint]`](macro@crate::endpoint).
//! 2. Add its `pub mod` line below.
//!
//! There is no step 3: the request, its serializer and `Client::<operation>` are there. Every
//! mistake in the declaration is a compile error at the word that is wrong.

pub mod create_invitation;
pub mod create_invitation_bulk;
pub mod create_organization_invitation_bulk;
