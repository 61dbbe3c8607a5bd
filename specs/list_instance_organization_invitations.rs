//! `GET /organization_invitations`

use clerk_invite::{Identifier, InvitationStatus, OrganizationInvitation, Page, endpoint};

/// Lists the invitations to all organizations of the instance, the newest first.
///
/// Each says which organization it is to (`public_organization_data`).
///
/// [Clerk's page](https://clerk.com/docs/reference/backend-api/tag/organization-invitations/GET/organization_invitations);
/// operation `ListInstanceOrganizationInvitations` of the Backend API.
#[endpoint(GET, "/organization_invitations", client_method(list_instance_organization_invitations))]
#[returns(Page<OrganizationInvitation>)]
pub struct ListInstanceOrganizationInvitations {
    /// What they are ordered by: `created_at` or `email_address`, with a `-` in front for
    /// descending. If not set, `-created_at`.
    pub order_by: Option<String>,
    /// Only those in one of these states.
    pub status: Option<Vec<InvitationStatus>>,
    /// Only those whose address holds this.
    pub query: Option<Identifier>,
    /// How many at most: 1 to 500. If not set, 10.
    #[range(min = 1, max = 500)]
    pub limit: Option<u32>,
    /// How many to skip. If not set, none.
    #[range(min = 0)]
    pub offset: Option<u32>,
}
