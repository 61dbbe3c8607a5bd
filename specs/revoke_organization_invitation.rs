//! `POST /organizations/{organization_id}/invitations/{invitation_id}/revoke`

use clerk_invite::{
    OrganizationId, OrganizationInvitation, OrganizationInvitationId, UserId, endpoint,
};

/// Revokes an invitation to an organization, so that the person can no longer join with it.
///
/// Only a pending invitation can be revoked.
///
/// ```
/// # use clerk_invite::{CreateOrganizationInvitation, InvitationStatus, RevokeOrganizationInvitation};
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let fake = clerk_invite::FakeClerk::start().await?;
/// # let clerk = fake.client();
/// # let request = CreateOrganizationInvitation::new("org_123", "a@example.com", "org:member");
/// # let id = clerk.create_organization_invitation(request).await?.id;
/// let request = RevokeOrganizationInvitation::new("org_123", id).requesting_user_id("user_1");
/// let invitation = clerk.revoke_organization_invitation(request).await?;
/// assert_eq!(invitation.status, Some(InvitationStatus::Revoked));
/// # Ok(())
/// # }
/// ```
///
/// [Clerk's page](https://clerk.com/docs/reference/backend-api/tag/organization-invitations/POST/organizations/%7Borganization_id%7D/invitations/%7Binvitation_id%7D/revoke);
/// operation `RevokeOrganizationInvitation` of the Backend API.
#[endpoint(
    POST,
    "/organizations/{organization_id}/invitations/{invitation_id}/revoke",
    client_method(revoke_organization_invitation)
)]
#[returns(OrganizationInvitation)]
pub struct RevokeOrganizationInvitation {
    /// The id of the organization.
    pub organization_id: OrganizationId,
    /// The id of the invitation.
    pub invitation_id: OrganizationInvitationId,
    /// The user in whose name it is revoked. Must be an administrator of the organization.
    pub requesting_user_id: Option<UserId>,
}
