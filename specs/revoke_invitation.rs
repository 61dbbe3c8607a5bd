//! `POST /invitations/{invitation_id}/revoke`

use clerk_invite::{Invitation, InvitationId, endpoint};

/// Revokes an invitation to the application, so that its link no longer works.
///
/// The person can still sign up in the usual way. Revoking an invitation that has already been
/// accepted or revoked is refused.
///
/// ```
/// # use clerk_invite::{CreateInvitation, InvitationStatus};
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let fake = clerk_invite::FakeClerk::start().await?;
/// # let clerk = fake.client();
/// let invitation = clerk.create_invitation(CreateInvitation::new("a@example.com")).await?;
/// let invitation = clerk.revoke_invitation(invitation.id).await?;
/// assert_eq!(invitation.status, InvitationStatus::Revoked);
/// # Ok(())
/// # }
/// ```
///
/// [Clerk's page](https://clerk.com/docs/reference/backend-api/tag/invitations/POST/invitations/%7Binvitation_id%7D/revoke);
/// operation `RevokeInvitation` of the Backend API.
#[endpoint(POST, "/invitations/{invitation_id}/revoke", client_method(revoke_invitation))]
#[returns(Invitation)]
pub struct RevokeInvitation {
    /// The id of the invitation.
    pub invitation_id: InvitationId,
}
