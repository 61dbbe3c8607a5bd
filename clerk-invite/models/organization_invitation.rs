//! Invitations to organizations.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::models::text_or_empty::{empty, text_or_empty};
use crate::values::enums::InvitationStatus;
use crate::values::metadata::Metadata;
use crate::values::string_types::{
    EmailAddress, Identifier, InvitationUrl, OrganizationId, OrganizationInvitationId, UserId,
};
use crate::values::timestamp::Timestamp;

/// An invitation to an organization.
///
/// [Clerk's page](https://clerk.com/docs/reference/backend/types/backend-organization-invitation);
/// schema `OrganizationInvitation` of the Backend API.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct OrganizationInvitation {
    /// The object's type: `organization_invitation`.
    #[serde(default = "empty", deserialize_with = "text_or_empty")]
    pub object: String,
    /// The id: `orginv_…`.
    pub id: OrganizationInvitationId,
    /// The invited person's address.
    pub email_address: EmailAddress,
    /// The key of the role that the person will get, such as `org:admin`; empty if Clerk sent none.
    #[serde(default = "empty", deserialize_with = "text_or_empty")]
    pub role: String,
    /// The display name of the role.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role_name: Option<String>,
    /// The id of the organization.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization_id: Option<OrganizationId>,
    /// The user who sent the invitation, if it was a user.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inviter_id: Option<UserId>,
    /// Public data of the user who sent the invitation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_inviter_data: Option<PublicInviterData>,
    /// Public data of the organization. Only lists across organizations contain it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_organization_data: Option<PublicOrganizationData>,
    /// The status.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<InvitationStatus>,
    /// The public metadata that the membership gets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_metadata: Option<Metadata>,
    /// The private metadata that the membership gets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub private_metadata: Option<Metadata>,
    /// The link that accepts the invitation.
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

/// Public data of the user who sent an invitation; schema `OrganizationInvitationPublicUserData`.
///
/// `Debug` shows neither the name nor the picture.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PublicInviterData {
    /// The user's id.
    pub user_id: UserId,
    /// The user's first name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// The user's last name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// The URL of the user's picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image_url: Option<String>,
    /// `true` if the user has set a picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub has_image: Option<bool>,
    /// The user's identifier, usually an email address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identifier: Option<Identifier>,
}

impl fmt::Debug for PublicInviterData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PublicInviterData").field("user_id", &self.user_id).finish_non_exhaustive()
    }
}

/// Public data of an organization; schema `OrganizationInvitationPublicOrganizationData`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PublicOrganizationData {
    /// The organization's id.
    pub id: OrganizationId,
    /// The organization's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The organization's slug, its name in URLs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slug: Option<String>,
    /// The URL of the organization's picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image_url: Option<String>,
    /// `true` if the organization has set a picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub has_image: Option<bool>,
}
