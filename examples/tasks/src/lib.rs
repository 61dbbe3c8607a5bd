//! Code as a service might have it: it invites colleagues to an organization. Its tests, in `tests/`, show
//! how to test such code with `FakeClerk`.

use clerk_invite::{Client, CreateOrganizationInvitation, Delivery, Error};

/// The outcome, as far as the people who use the service care.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The invitation is out.
    Invited,
    /// There was one before, or the person is a member.
    InvitedBefore,
    /// Perhaps the invitation is out: somebody has to look.
    PerhapsInvited,
}

/// Invites a colleague to an organization.
///
/// # Errors
///
/// Nobody was invited.
pub async fn invite_colleague(
    clerk: &Client,
    organization_id: &str,
    email_address: &str,
) -> Result<Outcome, Error> {
    let request = CreateOrganizationInvitation::new(organization_id, email_address, "org:member");
    let Err(error) = clerk.create_organization_invitation(request).await else {
        return Ok(Outcome::Invited);
    };
    match error.delivery() {
        Delivery::Accepted => Ok(Outcome::Invited),
        Delivery::Rejected if error.is_duplicate() => Ok(Outcome::InvitedBefore),
        Delivery::Unknown => Ok(Outcome::PerhapsInvited),
        Delivery::NotSent | Delivery::Rejected => Err(error),
    }
}
