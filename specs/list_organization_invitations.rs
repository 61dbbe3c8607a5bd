//! `GET /organizations/{organization_id}/invitations`

use clerk_invite::{
    EmailAddress, InvitationStatus, OrganizationId, OrganizationInvitation, Page, endpoint,
};

/// Lists the invitations to an organization, newest first by default.
///
/// Invitations created through one of the organization's domains are not listed.
///
/// ```
/// # use clerk_invite::{InvitationStatus, ListOrganizationInvitations};
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let fake = clerk_invite::FakeClerk::start().await?;
/// # let clerk = fake.client();
/// let request = ListOrganizationInvitations::new("org_123")
///     .status([InvitationStatus::Pending, InvitationStatus::Accepted]);
/// let page = clerk.list_organization_invitations(request).await?;
/// println!("{} of {:?}", page.items.len(), page.total);
/// # Ok(())
/// # }
/// ```
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
    /// The id of the organization.
    pub organization_id: OrganizationId,
    /// Lists only invitations with one of these statuses.
    pub status: Option<Vec<InvitationStatus>>,
    /// Lists only those to this address.
    pub email_address: Option<EmailAddress>,
    /// The sort key: `created_at` or `email_address`, with a leading `-` for descending order.
    /// Defaults to `-created_at`.
    pub order_by: Option<String>,
    /// The maximum number of items: 1 to 500. Defaults to 10.
    #[range(min = 1, max = 500)]
    pub limit: Option<u32>,
    /// The number of items to skip. Defaults to 0.
    #[range(min = 0)]
    pub offset: Option<u64>,
}
