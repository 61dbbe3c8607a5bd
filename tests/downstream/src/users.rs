//! Users and the allow-list.

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
    /// Reserved, and not verified yet.
    pub reserved: bool,
}

/// The verification status of an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(crate = "clerk_invite::serde", rename_all = "snake_case")]
pub enum IdentificationStatus {
    /// Verified.
    Verified,
    /// Reserved for the user until it is verified.
    Reserved,
    /// Not verified.
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
    /// The status it gets. If not set, verified.
    pub identification_status: Option<IdentificationStatus>,
    /// Notifies the user. If not set, no.
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
