//! The state behind the operations.

pub(crate) mod address;
pub(crate) mod catalog;
pub(crate) mod clock;
pub(crate) mod eligibility;
pub(crate) mod ids;
pub(crate) mod invitations;
pub(crate) mod ordered;
pub(crate) mod people;
pub(crate) mod rate_limits;
pub(crate) mod received;
pub(crate) mod state;
pub(crate) mod waitlist;
