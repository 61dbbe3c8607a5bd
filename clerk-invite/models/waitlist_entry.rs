//! The result of a waitlist operation.

use serde::{Deserialize, Serialize};

use crate::models::Invitation;
use crate::values::enums::WaitlistEntryStatus;
use crate::values::string_types::{EmailAddress, WaitlistEntryId};
use crate::values::timestamp::Timestamp;

/// Somebody on the waitlist.
///
/// [Clerk's page](https://clerk.com/docs/reference/backend/types/backend-waitlist-entry); schema
/// `WaitlistEntry` of the Backend API.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct WaitlistEntry {
    /// The kind of object: `waitlist_entry`.
    #[serde(default)]
    pub object: String,
    /// Its id: `wle_…`.
    pub id: WaitlistEntryId,
    /// Who is waiting.
    pub email_address: EmailAddress,
    /// Its state.
    pub status: WaitlistEntryStatus,
    /// Whether a batch is at work on it: nothing else can be done with it until then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_locked: Option<bool>,
    /// The invitation, once the person is invited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invitation: Option<Invitation>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}
