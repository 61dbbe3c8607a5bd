//! The operations that `FakeClerk` serves.

pub(crate) mod call;
pub(crate) mod invitations;
pub(crate) mod listing;
pub(crate) mod organization_invitations;
pub(crate) mod responses;
pub(crate) mod user_responses;
pub(crate) mod users;
pub(crate) mod waitlist_entries;
