//! What Clerk answers with.
//!
//! Every field that any of Clerk's documents, schemas or SDKs calls optional or nullable is an
//! `Option`; fields and enum values that this version does not know are no error: an invitation
//! that has been sent must never look like one that has not.
//!
//! They serialise as Clerk writes them, to be kept or handed on: mind that the link of an invitation
//! lets whoever reads it accept.

mod deleted_object;
mod invitation;
mod organization_invitation;
mod waitlist_entry;

pub use deleted_object::DeletedObject;
pub use invitation::Invitation;
pub use organization_invitation::{
    OrganizationInvitation, PublicInviterData, PublicOrganizationData,
};
pub use waitlist_entry::WaitlistEntry;
