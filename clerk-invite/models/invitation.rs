//! The result of an application invitation.

use serde::{Deserialize, Serialize};

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
    /// The kind of object: `invitation`.
    #[serde(default)]
    pub object: String,
    /// Its id: `inv_…`.
    pub id: InvitationId,
    /// Who is invited.
    pub email_address: EmailAddress,
    /// What becomes the person's public metadata when they sign up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_metadata: Option<Metadata>,
    /// Its state.
    pub status: InvitationStatus,
    /// Whether it was taken back; sent with some answers only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked: Option<bool>,
    /// The link that accepts it; sent with some answers only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<InvitationUrl>,
    /// When it can no longer be accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}
