//! The declarations of the endpoints, one file each.
//!
//! # Adding an endpoint
//!
//! 1. Write `specs/<operation>.rs`, named after the operation: the declaration and its docs,
//!    nothing else. An existing file is the best template; the grammar is in the docs of
//!    [`#[endpoint]`](macro@clerk_invite::endpoint).
//! 2. Add its `pub mod` line below.
//!
//! There is no step 3. The request, its serializer and `Client::<operation>` now exist, the request is
//! re-exported from the crate's root, and [`ENDPOINTS`](clerk_invite::ENDPOINTS) lists it. Every mistake
//! in the declaration is a compile error at the wrong word.
//!
//! Some declarations need changes elsewhere:
//!
//! - The table of endpoints in the README: paste the output of
//!   `cargo run -p clerk-invite-tools --bin endpoints`. A test compares the two.
//! - A response type that the crate does not have: a file in `clerk-invite/models/`, its `mod` line
//!   there, and its re-export in `lib.rs`.
//! - An operation that Clerk's `OpenAPI` file does not list: a line with its reason in
//!   `tools/src/drift/allowed.rs`.
//! - `FakeClerk`: a variant of `fake/operation.rs`, a line of `fake/routes/table.rs`, the function in
//!   `fake/operations/`, and the row in the docs of `fake/mod.rs`.

pub mod create_invitation;
pub mod create_invitation_bulk;
pub mod create_organization_invitation;
pub mod create_organization_invitation_bulk;
pub mod create_waitlist_entry;
pub mod create_waitlist_entry_bulk;
pub mod delete_invitation;
pub mod delete_waitlist_entry;
pub mod get_organization_invitation;
pub mod invite_waitlist_entry;
pub mod list_instance_organization_invitations;
pub mod list_invitations;
pub mod list_organization_invitations;
pub mod list_user_organization_invitations;
pub mod list_waitlist_entries;
pub mod reject_waitlist_entry;
pub mod revoke_invitation;
pub mod revoke_organization_invitation;
