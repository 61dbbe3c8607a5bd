//! `POST /organizations/{organization_id}/invitations/bulk`

use clerk_invite::{
    EmailAddress, Metadata, OrganizationId, OrganizationInvitation, RedirectUrl, UserId, endpoint,
    params,
};

/// Invites up to ten people to join an organization in one request.
///
/// All or nothing: if one of the addresses is refused
/// ([`is_duplicate`](clerk_invite::Error::is_duplicate)), nobody is invited.
///
/// ```
/// # use clerk_invite::{NewOrganizationInvitation};
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let fake = clerk_invite::FakeClerk::start().await?;
/// # let clerk = fake.client();
/// let people = [
///     NewOrganizationInvitation::new("a@example.com", "org:admin"),
///     NewOrganizationInvitation::new("b@example.com", "org:member"),
/// ];
/// let invitations = clerk.create_organization_invitation_bulk("org_123", people).await?;
/// assert_eq!(invitations.len(), 2);
/// # Ok(())
/// # }
/// ```
///
/// [Clerk's page](https://clerk.com/docs/reference/backend-api/tag/organization-invitations/POST/organizations/%7Borganization_id%7D/invitations/bulk);
/// operation `CreateOrganizationInvitationBulk` of the Backend API.
#[endpoint(
    POST,
    "/organizations/{organization_id}/invitations/bulk",
    client_method(create_organization_invitation_bulk),
    rate_limit = "50/hour",
    max_items = 10
)]
#[returns(Vec<OrganizationInvitation>)]
pub struct CreateOrganizationInvitationBulk {
    /// The organization that the invited people will join.
    pub organization_id: OrganizationId,
    /// The invitations: the whole request body.
    #[body]
    pub invitations: Vec<NewOrganizationInvitation>,
}

/// One invitation to an organization.
#[params]
pub struct NewOrganizationInvitation {
    /// The address to invite.
    pub email_address: EmailAddress,
    /// The key of the role that the person will get: `org:admin`, `org:member`, or one of your own.
    pub role: String,
    /// The user in whose name the invitation is sent. Must be an administrator of the organization.
    pub inviter_user_id: Option<UserId>,
    /// The public metadata that the membership gets. Readable from the frontend and the backend,
    /// writable from the backend only.
    pub public_metadata: Option<Metadata>,
    /// The private metadata that the membership gets. Readable and writable from the backend only.
    pub private_metadata: Option<Metadata>,
    /// The destination of the link in the email: a full URL, or a path.
    pub redirect_url: Option<RedirectUrl>,
    /// The number of days for which the invitation can be accepted: 1 to 365. Defaults to 30.
    #[range(min = 1, max = 365)]
    pub expires_in_days: Option<u32>,
    /// `false` keeps Clerk from sending the email. Defaults to `true`.
    pub notify: Option<bool>,
}
