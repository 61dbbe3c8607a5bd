//! Entries of the waitlist.

use serde::{Deserialize, Serialize};

use crate::models::Invitation;
use crate::models::text_or_empty::{empty, text_or_empty};
use crate::values::enums::WaitlistEntryStatus;
use crate::values::string_types::{EmailAddress, WaitlistEntryId};
use crate::values::timestamp::Timestamp;

/// An entry of the waitlist.
///
/// [Clerk's page](https://clerk.com/docs/reference/backend/types/backend-waitlist-entry); schema
/// `WaitlistEntry` of the Backend API.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct WaitlistEntry {
    /// The object's type: `waitlist_entry`.
    #[serde(default = "empty", deserialize_with = "text_or_empty")]
    pub object: String,
    /// The id: `wle_…`.
    pub id: WaitlistEntryId,
    /// The waiting person's address.
    pub email_address: EmailAddress,
    /// The status; empty (`Other`) if Clerk sent none.
    #[serde(default = "empty", deserialize_with = "text_or_empty")]
    pub status: WaitlistEntryStatus,
    /// `true` while a batch operation works on the entry. Until that ends, other operations on the
    /// entry are refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_locked: Option<bool>,
    /// The invitation, once the person has been invited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invitation: Option<Invitation>,
    /// The time of creation.
    pub created_at: Timestamp,
    /// The time of the last change.
    pub updated_at: Timestamp,
}
