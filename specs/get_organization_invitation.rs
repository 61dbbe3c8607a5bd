//! `GET /organizations/{organization_id}/invitations/{invitation_id}`

use clerk_invite::{OrganizationId, OrganizationInvitation, OrganizationInvitationId, endpoint};

/// Gets one invitation to an organization.
///
/// ```
/// # use clerk_invite::{CreateOrganizationInvitation};
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let fake = clerk_invite::FakeClerk::start().await?;
/// # let clerk = fake.client();
/// # let request = CreateOrganizationInvitation::new("org_123", "a@example.com", "org:member");
/// # let id = clerk.create_organization_invitation(request).await?.id;
/// let invitation = clerk.get_organization_invitation("org_123", id).await?;
/// assert_eq!(invitation.email_address.as_str(), "a@example.com");
/// # Ok(())
/// # }
/// ```
///
/// [Clerk's page](https://clerk.com/docs/reference/backend-api/tag/organization-invitations/GET/organizations/%7Borganization_id%7D/invitations/%7Binvitation_id%7D);
/// operation `GetOrganizationInvitation` of the Backend API.
#[endpoint(
    GET,
    "/organizations/{organization_id}/invitations/{invitation_id}",
    client_method(get_organization_invitation)
)]
#[returns(OrganizationInvitation)]
pub struct GetOrganizationInvitation {
    /// The id of the organization.
    pub organization_id: OrganizationId,
    /// The id of the invitation.
    pub invitation_id: OrganizationInvitationId,
}
