//! The result of an organization invitation.

use serde::{Deserialize, Serialize};

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
    /// The kind of object: `organization_invitation`.
    #[serde(default)]
    pub object: String,
    /// Its id: `orginv_…`.
    pub id: OrganizationInvitationId,
    /// Who is invited.
    pub email_address: EmailAddress,
    /// The key of the role that the person will have: `org:admin`.
    pub role: String,
    /// The role's name, for people to read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role_name: Option<String>,
    /// The organization.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization_id: Option<OrganizationId>,
    /// Who invited, if it was a user.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inviter_id: Option<UserId>,
    /// What everybody may know of who invited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_inviter_data: Option<PublicInviterData>,
    /// What everybody may know of the organization; sent with the lists across organizations only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_organization_data: Option<PublicOrganizationData>,
    /// Its state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<InvitationStatus>,
    /// What becomes the membership's public metadata.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_metadata: Option<Metadata>,
    /// What becomes the membership's private metadata.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub private_metadata: Option<Metadata>,
    /// The link that accepts it.
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

/// What everybody may know of the user who invited; schema `OrganizationInvitationPublicUserData`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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
    /// The user's picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image_url: Option<String>,
    /// Whether the user has set a picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub has_image: Option<bool>,
    /// What identifies the user: usually an email address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identifier: Option<Identifier>,
}

/// What everybody may know of an organization; schema `OrganizationInvitationPublicOrganizationData`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PublicOrganizationData {
    /// The organization's id.
    pub id: OrganizationId,
    /// The organization's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The organization's name in URLs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slug: Option<String>,
    /// The organization's picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image_url: Option<String>,
    /// Whether the organization has set a picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub has_image: Option<bool>,
}
