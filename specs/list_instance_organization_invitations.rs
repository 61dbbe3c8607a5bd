//! `GET /organization_invitations`

use clerk_invite::{Identifier, InvitationStatus, OrganizationInvitation, Page, endpoint};

/// Lists the invitations to all organizations of the instance, newest first by default.
///
/// Each names its organization in `public_organization_data`.
///
/// ```
/// # use clerk_invite::{ListInstanceOrganizationInvitations};
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let fake = clerk_invite::FakeClerk::start().await?;
/// # let clerk = fake.client();
/// let request = ListInstanceOrganizationInvitations::new().query("example.com");
/// let page = clerk.list_instance_organization_invitations(request).await?;
/// println!("{} of {:?}", page.items.len(), page.total);
/// # Ok(())
/// # }
/// ```
///
/// [Clerk's page](https://clerk.com/docs/reference/backend-api/tag/organization-invitations/GET/organization_invitations);
/// operation `ListInstanceOrganizationInvitations` of the Backend API.
#[endpoint(GET, "/organization_invitations", client_method(list_instance_organization_invitations))]
#[returns(Page<OrganizationInvitation>)]
pub struct ListInstanceOrganizationInvitations {
    /// The sort key: `created_at` or `email_address`, with a leading `-` for descending order.
    /// Defaults to `-created_at`.
    pub order_by: Option<String>,
    /// Lists only invitations with one of these statuses.
    pub status: Option<Vec<InvitationStatus>>,
    /// Lists only those whose address contains this text.
    pub query: Option<Identifier>,
    /// The maximum number of items: 1 to 500. Defaults to 10.
    #[range(min = 1, max = 500)]
    pub limit: Option<u32>,
    /// The number of items to skip. Defaults to 0.
    #[range(min = 0)]
    pub offset: Option<u64>,
}
