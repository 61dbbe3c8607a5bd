//! `GET /users/{user_id}/organization_invitations`

use clerk_invite::{InvitationStatus, OrganizationInvitation, Page, UserId, endpoint};

/// Lists the organization invitations of one user.
///
/// Each names its organization in `public_organization_data`.
///
/// ```
/// # use clerk_invite::{ListUserOrganizationInvitations};
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let fake = clerk_invite::FakeClerk::start().await?;
/// # let clerk = fake.client();
/// # let user_id = fake.add_user("a@example.com");
/// let request = ListUserOrganizationInvitations::new(user_id);
/// for invitation in clerk.list_user_organization_invitations(request).await? {
///     println!("{:?}: {}", invitation.public_organization_data, invitation.role);
/// }
/// # Ok(())
/// # }
/// ```
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
