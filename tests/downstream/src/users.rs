//! Users, and who may become one.

use clerk_invite::serde::{Deserialize, Serialize};
use clerk_invite::{endpoint, DeletedObject, EmailAddress, UserId};

/// An email address of a user.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(crate = "clerk_invite::serde")]
pub struct UserEmailAddress {
    /// Its id: `idn_…`.
    pub id: Option<String>,
    /// The address.
    pub email_address: EmailAddress,
    /// Whether it is only reserved.
    pub reserved: bool,
}

/// Whether an address has been verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(crate = "clerk_invite::serde", rename_all = "snake_case")]
pub enum IdentificationStatus {
    /// It has.
    Verified,
    /// It is kept for the user until it is.
    Reserved,
    /// It has not.
    Unverified,
}

/// Replaces all email addresses of a user by one, which becomes the primary one.
///
/// Operation `ReplaceUserEmailAddress`.
#[endpoint(PUT, "/users/{user_id}/email_address", rate_limit = "1000/10s")]
#[returns(UserEmailAddress)]
pub struct ReplaceUserEmailAddress {
    /// The user.
    pub user_id: UserId,
    /// The address.
    pub email_address: EmailAddress,
    /// Whether it counts as verified. If not set, it does.
    pub identification_status: Option<IdentificationStatus>,
    /// Whether the user is told. If not set, no.
    pub notify_primary_email_address_changed: Option<bool>,
}

/// Takes an identifier off the allow-list.
///
/// Operation `DeleteAllowlistIdentifier`.
#[endpoint(DELETE, "/allowlist_identifiers/{identifier_id}")]
#[returns(DeletedObject)]
pub struct DeleteAllowlistIdentifier {
    /// The entry.
    pub identifier_id: String,
}
