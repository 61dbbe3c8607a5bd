//! `POST /waitlist_entries/{waitlist_entry_id}/reject`

use clerk_invite::{WaitlistEntry, WaitlistEntryId, endpoint};

/// Rejects an entry of the waitlist.
///
/// ```
/// # use clerk_invite::{CreateWaitlistEntry, WaitlistEntryStatus};
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let fake = clerk_invite::FakeClerk::start().await?;
/// # let clerk = fake.client();
/// let entry = clerk.create_waitlist_entry(CreateWaitlistEntry::new("a@example.com")).await?;
/// let entry = clerk.reject_waitlist_entry(entry.id).await?;
/// assert_eq!(entry.status, WaitlistEntryStatus::Rejected);
/// # Ok(())
/// # }
/// ```
///
/// [Clerk's page](https://clerk.com/docs/reference/backend-api/tag/waitlist-entries/POST/waitlist_entries/%7Bwaitlist_entry_id%7D/reject);
/// operation `RejectWaitlistEntry` of the Backend API.
#[endpoint(
    POST,
    "/waitlist_entries/{waitlist_entry_id}/reject",
    client_method(reject_waitlist_entry)
)]
#[returns(WaitlistEntry)]
pub struct RejectWaitlistEntry {
    /// The id of the entry.
    pub waitlist_entry_id: WaitlistEntryId,
}
