//! `DELETE /invitations/{invitation_id}`

use clerk_invite::{DeletedObject, InvitationId, endpoint};

/// Deletes an invitation to the application.
///
/// Revoking keeps the invitation in Clerk's lists; deleting is for requests to erase personal data.
/// Clerk's JavaScript SDK has this operation (3.25.0 does, 3.20.1 does not); Clerk's `OpenAPI` file
/// does not list it yet.
///
/// ```
/// # use clerk_invite::{CreateInvitation};
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let fake = clerk_invite::FakeClerk::start().await?;
/// # let clerk = fake.client();
/// let invitation = clerk.create_invitation(CreateInvitation::new("a@example.com")).await?;
/// let deleted = clerk.delete_invitation(invitation.id).await?;
/// assert!(deleted.deleted);
/// # Ok(())
/// # }
/// ```
///
/// Operation `DeleteInvitation` of the Backend API.
#[endpoint(DELETE, "/invitations/{invitation_id}", client_method(delete_invitation))]
#[returns(DeletedObject)]
pub struct DeleteInvitation {
    /// The id of the invitation.
    pub invitation_id: InvitationId,
}
