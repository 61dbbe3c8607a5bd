//! The operations that `FakeClerk` serves.

pub(crate) mod answers;
pub(crate) mod call;
pub(crate) mod invitations;
pub(crate) mod listing;
pub(crate) mod organization_invitations;
pub(crate) mod waitlist_entries;
