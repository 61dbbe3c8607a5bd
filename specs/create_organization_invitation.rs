//! `POST /organizations/{organization_id}/invitations`

use clerk_invite::{
    EmailAddress, Metadata, OrganizationId, OrganizationInvitation, RedirectUrl, UserId, endpoint,
};

/// Invites one person to join an organization by email.
///
/// Refused ([`is_duplicate`](clerk_invite::Error::is_duplicate)) if the address already has a pending
/// invitation to the organization or belongs to a member.
///
/// ```
/// # use clerk_invite::{CreateOrganizationInvitation};
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let fake = clerk_invite::FakeClerk::start().await?;
/// # let clerk = fake.client();
/// let request = CreateOrganizationInvitation::new("org_123", "a@example.com", "org:member")
///     .inviter_user_id("user_1");
/// let invitation = clerk.create_organization_invitation(request).await?;
/// assert_eq!(invitation.role, "org:member");
/// # Ok(())
/// # }
/// ```
///
/// [Clerk's page](https://clerk.com/docs/reference/backend-api/tag/organization-invitations/POST/organizations/%7Borganization_id%7D/invitations);
/// operation `CreateOrganizationInvitation` of the Backend API.
#[endpoint(
    POST,
    "/organizations/{organization_id}/invitations",
    client_method(create_organization_invitation),
    rate_limit = "250/hour"
)]
#[returns(OrganizationInvitation)]
pub struct CreateOrganizationInvitation {
    /// The organization that the invited person will join.
    pub organization_id: OrganizationId,
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
