//! `GET /invitations`

use clerk_invite::{Identifier, Invitation, InvitationStatus, Page, endpoint};

/// Lists the invitations to the application, newest first by default.
///
/// Without a `status`, revoked invitations are not listed.
///
/// ```
/// # use clerk_invite::{CreateInvitation, InvitationStatus, ListInvitations};
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let fake = clerk_invite::FakeClerk::start().await?;
/// # let clerk = fake.client();
/// # clerk.create_invitation(CreateInvitation::new("a@example.com")).await?;
/// let pending = ListInvitations::new().status(InvitationStatus::Pending).limit(100);
/// for invitation in clerk.list_invitations(pending).await? {
///     println!("{} {}", invitation.id, invitation.email_address);
/// }
/// # Ok(())
/// # }
/// ```
///
/// [Clerk's page](https://clerk.com/docs/reference/backend-api/tag/invitations/GET/invitations); operation
/// `ListInvitations` of the Backend API.
#[endpoint(GET, "/invitations", client_method(list_invitations))]
#[returns(Page<Invitation>)]
pub struct ListInvitations {
    /// Lists only those with this status.
    pub status: Option<InvitationStatus>,
    /// Lists only those whose address contains this text, or whose id it is.
    pub query: Option<Identifier>,
    /// The sort key: `created_at`, `email_address` or `expires_at`, with a leading `-` for descending
    /// order. Defaults to `-created_at`.
    pub order_by: Option<String>,
    /// `true` returns the total as well. By default Clerk sends a bare list.
    pub paginated: Option<bool>,
    /// The maximum number of items: 1 to 500. Defaults to 10.
    #[range(min = 1, max = 500)]
    pub limit: Option<u32>,
    /// The number of items to skip. Defaults to 0.
    #[range(min = 0)]
    pub offset: Option<u64>,
}
