//! The objects that Clerk returns.
//!
//! Every field that any of Clerk's documents, schemas or SDKs calls optional or nullable is an
//! `Option`. Unknown fields and enum values are not errors: an invitation that has been sent must
//! never look like one that has not.
//!
//! The models serialize in Clerk's own format. This includes the link of an invitation, with which
//! anybody can accept it.

mod deleted_object;
mod invitation;
mod organization_invitation;
mod text_or_empty;
mod waitlist_entry;

pub use deleted_object::DeletedObject;
pub use invitation::Invitation;
pub use organization_invitation::{
    OrganizationInvitation, PublicInviterData, PublicOrganizationData,
};
pub use waitlist_entry::WaitlistEntry;
