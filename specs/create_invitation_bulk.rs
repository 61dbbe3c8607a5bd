//! `POST /invitations/bulk`

use clerk_invite::{CreateInvitation, Invitation, endpoint};

/// Invites up to ten people to the application in one request.
///
/// All or nothing: if one of the addresses is refused
/// ([`is_duplicate`](clerk_invite::Error::is_duplicate)), nobody is invited.
///
/// ```
/// # use clerk_invite::{CreateInvitation};
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let fake = clerk_invite::FakeClerk::start().await?;
/// # let clerk = fake.client();
/// let request = ["a@example.com", "b@example.com"].map(CreateInvitation::new);
/// let invitations = clerk.create_invitation_bulk(request).await?;
/// assert_eq!(invitations.len(), 2);
/// # Ok(())
/// # }
/// ```
///
/// [Clerk's page](https://clerk.com/docs/reference/backend-api/tag/invitations/POST/invitations/bulk);
/// operation `CreateBulkInvitations` of the Backend API.
#[endpoint(
    POST,
    "/invitations/bulk",
    client_method(create_invitation_bulk),
    rate_limit = "25/hour",
    max_items = 10
)]
#[returns(Vec<Invitation>)]
pub struct CreateInvitationBulk {
    /// The invitations: the whole request body.
    #[body]
    pub invitations: Vec<CreateInvitation>,
}
