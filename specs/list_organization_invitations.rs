//! `GET /organizations/{organization_id}/invitations`

use clerk_invite::{
    EmailAddress, InvitationStatus, OrganizationId, OrganizationInvitation, Page, endpoint,
};

/// Lists the invitations to an organization, the newest first.
///
/// Those that came of one of the organization's domains are not among them.
///
/// [Clerk's page](https://clerk.com/docs/reference/backend-api/tag/organization-invitations/GET/organizations/%7Borganization_id%7D/invitations);
/// operation `ListOrganizationInvitations` of the Backend API.
#[endpoint(
    GET,
    "/organizations/{organization_id}/invitations",
    client_method(list_organization_invitations)
)]
#[returns(Page<OrganizationInvitation>)]
pub struct ListOrganizationInvitations {
    /// The organization.
    pub organization_id: OrganizationId,
    /// Only those in one of these states.
    pub status: Option<Vec<InvitationStatus>>,
    /// Only those to this address.
    pub email_address: Option<EmailAddress>,
    /// What they are ordered by: `created_at` or `email_address`, with a `-` in front for
    /// descending. If not set, `-created_at`.
    pub order_by: Option<String>,
    /// How many at most: 1 to 500. If not set, 10.
    #[range(min = 1, max = 500)]
    pub limit: Option<u32>,
    /// How many to skip. If not set, none.
    #[range(min = 0)]
    pub offset: Option<u32>,
}
