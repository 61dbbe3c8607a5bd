//! `POST /invitations`

use clerk_invite::{EmailAddress, Invitation, Metadata, TemplateSlug, endpoint};

/// Invites one person to the application by email.
///
/// Refused ([`is_duplicate`](clerk_invite::Error::is_duplicate)) if the address has a pending invitation
/// or belongs to a user already, unless `ignore_existing` is set.
///
/// [Clerk's page](https://clerk.com/docs/reference/backend-api/tag/invitations/POST/invitations); operation
/// `CreateInvitation` of the Backend API.
#[endpoint(POST, "/invitations", client_method(create_invitation), rate_limit = "100/hour")]
#[returns(Invitation)]
pub struct CreateInvitation {
    /// Who is invited.
    pub email_address: EmailAddress,
    /// Becomes the person's public metadata when they sign up. Readable from frontend and backend,
    /// written from the backend only.
    pub public_metadata: Option<Metadata>,
    /// Where the link in the email leads: a full URL, or a path. Needed for a sign-up page of your
    /// own; otherwise Clerk's is taken.
    pub redirect_url: Option<String>,
    /// Whether Clerk sends the email. If not set, it does.
    pub notify: Option<bool>,
    /// Whether to invite although the address has an invitation, or belongs to a user, already. If
    /// not set, such a request is refused.
    pub ignore_existing: Option<bool>,
    /// How many days the invitation can be accepted: 1 to 365. If not set, 30.
    #[range(min = 1, max = 365)]
    pub expires_in_days: Option<u32>,
    /// The email template. If not set, [`TemplateSlug::Invitation`].
    pub template_slug: Option<TemplateSlug>,
}
