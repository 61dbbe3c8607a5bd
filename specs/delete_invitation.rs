//! `DELETE /invitations/{invitation_id}`

use clerk_invite::{DeletedObject, InvitationId, endpoint};

/// Deletes an invitation to the application.
///
/// Revoking keeps the invitation in Clerk's lists; deleting is for requests to erase personal data.
/// Clerk's JavaScript SDK has this operation (3.25.0 does, 3.20.1 does not); Clerk's `OpenAPI` file
/// does not list it yet.
///
/// Operation `DeleteInvitation` of the Backend API.
#[endpoint(DELETE, "/invitations/{invitation_id}", client_method(delete_invitation))]
#[returns(DeletedObject)]
pub struct DeleteInvitation {
    /// The id of the invitation.
    pub invitation_id: InvitationId,
}
