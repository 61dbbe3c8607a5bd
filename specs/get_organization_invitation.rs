//! `GET /organizations/{organization_id}/invitations/{invitation_id}`

use clerk_invite::{OrganizationId, OrganizationInvitation, OrganizationInvitationId, endpoint};

/// Gets one invitation to an organization.
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
