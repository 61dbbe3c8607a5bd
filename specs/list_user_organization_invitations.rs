//! `GET /users/{user_id}/organization_invitations`

use clerk_invite::{InvitationStatus, OrganizationInvitation, Page, UserId, endpoint};

/// Lists the organization invitations of one user.
///
/// Each names its organization in `public_organization_data`.
///
/// [Clerk's page](https://clerk.com/docs/reference/backend-api/tag/users/GET/users/%7Buser_id%7D/organization_invitations);
/// operation `UsersGetOrganizationInvitations` of the Backend API.
#[endpoint(
    GET,
    "/users/{user_id}/organization_invitations",
    client_method(list_user_organization_invitations)
)]
#[returns(Page<OrganizationInvitation>)]
pub struct ListUserOrganizationInvitations {
    /// The id of the invited user.
    pub user_id: UserId,
    /// Lists only those with this status.
    pub status: Option<InvitationStatus>,
    /// The maximum number of items: 1 to 500. Defaults to 10.
    #[range(min = 1, max = 500)]
    pub limit: Option<u32>,
    /// The number of items to skip. Defaults to 0.
    #[range(min = 0)]
    pub offset: Option<u64>,
}
