//! `POST /waitlist_entries/{waitlist_entry_id}/invite`

use clerk_invite::{WaitlistEntry, WaitlistEntryId, endpoint};

/// Invites somebody from the waitlist to the application by email.
///
/// ```
/// # use clerk_invite::{CreateWaitlistEntry, InviteWaitlistEntry, WaitlistEntryStatus};
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let fake = clerk_invite::FakeClerk::start().await?;
/// # let clerk = fake.client();
/// let entry = clerk.create_waitlist_entry(CreateWaitlistEntry::new("a@example.com")).await?;
/// let entry = clerk.invite_waitlist_entry(InviteWaitlistEntry::new(entry.id)).await?;
/// assert_eq!(entry.status, WaitlistEntryStatus::Invited);
/// # Ok(())
/// # }
/// ```
///
/// [Clerk's page](https://clerk.com/docs/reference/backend-api/tag/waitlist-entries/POST/waitlist_entries/%7Bwaitlist_entry_id%7D/invite);
/// operation `InviteWaitlistEntry` of the Backend API.
#[endpoint(
    POST,
    "/waitlist_entries/{waitlist_entry_id}/invite",
    client_method(invite_waitlist_entry)
)]
#[returns(WaitlistEntry)]
pub struct InviteWaitlistEntry {
    /// The id of the entry.
    pub waitlist_entry_id: WaitlistEntryId,
    /// `true` also invites an address that already has an invitation or belongs to a user. Defaults to
    /// `false`: such a request is refused.
    pub ignore_existing: Option<bool>,
}
