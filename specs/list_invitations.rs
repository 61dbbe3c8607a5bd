//! `GET /invitations`

use clerk_invite::{Identifier, Invitation, InvitationStatus, Page, endpoint};

/// Lists the invitations to the application, the newest first.
///
/// Without a `status`, revoked ones are left out.
///
/// [Clerk's page](https://clerk.com/docs/reference/backend-api/tag/invitations/GET/invitations); operation
/// `ListInvitations` of the Backend API.
#[endpoint(GET, "/invitations", client_method(list_invitations))]
#[returns(Page<Invitation>)]
pub struct ListInvitations {
    /// Only those in this state.
    pub status: Option<InvitationStatus>,
    /// Only those whose address holds this, or whose id it is.
    pub query: Option<Identifier>,
    /// What they are ordered by: `created_at`, `email_address` or `expires_at`, with a `-` in front
    /// for descending. If not set, `-created_at`.
    pub order_by: Option<String>,
    /// Whether to answer with the total as well. If not set, Clerk sends a bare list.
    pub paginated: Option<bool>,
    /// How many at most: 1 to 500. If not set, 10.
    #[range(min = 1, max = 500)]
    pub limit: Option<u32>,
    /// How many to skip. If not set, none.
    #[range(min = 0)]
    pub offset: Option<u32>,
}
