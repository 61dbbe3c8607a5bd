//! Invitations to the application.

use serde::{Deserialize, Serialize};

use crate::models::text_or_empty::{empty, text_or_empty};
use crate::values::enums::InvitationStatus;
use crate::values::metadata::Metadata;
use crate::values::string_types::{EmailAddress, InvitationId, InvitationUrl};
use crate::values::timestamp::Timestamp;

/// An invitation to the application.
///
/// [Clerk's page](https://clerk.com/docs/reference/backend/types/backend-invitation); schema
/// `Invitation` of the Backend API.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Invitation {
    /// The object's type: `invitation`.
    #[serde(default = "empty", deserialize_with = "text_or_empty")]
    pub object: String,
    /// The id: `inv_…`.
    pub id: InvitationId,
    /// The invited person's address.
    pub email_address: EmailAddress,
    /// The public metadata that the person gets when they sign up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_metadata: Option<Metadata>,
    /// The status; empty (`Other`) if Clerk sent none.
    #[serde(default = "empty", deserialize_with = "text_or_empty")]
    pub status: InvitationStatus,
    /// `true` if it has been revoked. Only some responses contain it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked: Option<bool>,
    /// The link that accepts the invitation. Only some responses contain it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<InvitationUrl>,
    /// The time from which it can no longer be accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Timestamp>,
    /// The time of creation.
    pub created_at: Timestamp,
    /// The time of the last change.
    pub updated_at: Timestamp,
}
