//! The properties by which stored objects are listed.

use crate::fake::store::address::Address;
use crate::values::timestamp::Timestamp;

/// An object that can be listed.
pub(crate) trait Listed {
    fn id(&self) -> &str;
    fn address(&self) -> &Address;
    fn has_status(&self, statuses: &[&str], now: Timestamp) -> bool;
    /// The time that is ordered by, if it has come.
    fn time(&self, order_by: OrderBy) -> Option<Timestamp>;
}

/// The keys that a list can be ordered by.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum OrderBy {
    CreatedAt,
    EmailAddress,
    ExpiresAt,
    InvitedAt,
}

impl OrderBy {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::CreatedAt => "created_at",
            Self::EmailAddress => "email_address",
            Self::ExpiresAt => "expires_at",
            Self::InvitedAt => "invited_at",
        }
    }
}
