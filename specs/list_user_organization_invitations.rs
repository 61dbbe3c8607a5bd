//! `GET /users/{user_id}/organization_invitations`

use clerk_invite::{InvitationStatus, OrganizationInvitation, Page, UserId, endpoint};

/// Lists the invitations of one user to organizations.
///
/// Each says which organization it is to (`public_organization_data`).
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
    /// The user who is invited.
    pub user_id: UserId,
    /// Only those in this state.
    pub status: Option<InvitationStatus>,
    /// How many at most: 1 to 500. If not set, 10.
    #[range(min = 1, max = 500)]
    pub limit: Option<u32>,
    /// How many to skip. If not set, none.
    #[range(min = 0)]
    pub offset: Option<u32>,
}
