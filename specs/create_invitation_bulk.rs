//! `POST /invitations/bulk`

use clerk_invite::{CreateInvitation, Invitation, endpoint};

/// Invites up to ten people to the application in one request.
///
/// All or nothing: if one of the addresses is refused
/// ([`is_duplicate`](clerk_invite::Error::is_duplicate)), nobody is invited.
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
