//! `POST /invitations`

use clerk_invite::{EmailAddress, Invitation, Metadata, RedirectUrl, TemplateSlug, endpoint};

/// Invites one person to the application by email.
///
/// Refused ([`is_duplicate`](clerk_invite::Error::is_duplicate)) if the address already has a pending
/// invitation or belongs to a user, unless `ignore_existing` is set.
///
/// ```
/// # use clerk_invite::{CreateInvitation, InvitationStatus};
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let fake = clerk_invite::FakeClerk::start().await?;
/// # let clerk = fake.client();
/// let request = CreateInvitation::new("invite@example.com")
///     .redirect_url("https://www.example.com/my-sign-up")
///     .expires_in_days(7);
/// let invitation = clerk.create_invitation(request).await?;
/// assert_eq!(invitation.status, InvitationStatus::Pending);
/// # Ok(())
/// # }
/// ```
///
/// [Clerk's page](https://clerk.com/docs/reference/backend-api/tag/invitations/POST/invitations); operation
/// `CreateInvitation` of the Backend API.
#[endpoint(POST, "/invitations", client_method(create_invitation), rate_limit = "100/hour")]
#[returns(Invitation)]
pub struct CreateInvitation {
    /// The address to invite.
    pub email_address: EmailAddress,
    /// The public metadata that the person gets when they sign up. Readable from the frontend and the
    /// backend, writable from the backend only.
    pub public_metadata: Option<Metadata>,
    /// The destination of the link in the email: a full URL, or a path. Required for a sign-up page of
    /// your own; by default, Clerk's page.
    pub redirect_url: Option<RedirectUrl>,
    /// `false` keeps Clerk from sending the email. Defaults to `true`.
    pub notify: Option<bool>,
    /// `true` also invites an address that already has an invitation or belongs to a user. Defaults to
    /// `false`: such a request is refused.
    pub ignore_existing: Option<bool>,
    /// The number of days for which the invitation can be accepted: 1 to 365. Defaults to 30.
    #[range(min = 1, max = 365)]
    pub expires_in_days: Option<u32>,
    /// The email template. Defaults to [`TemplateSlug::Invitation`].
    pub template_slug: Option<TemplateSlug>,
}
