//! `DELETE /waitlist_entries/{waitlist_entry_id}`

use clerk_invite::{DeletedObject, WaitlistEntryId, endpoint};

/// Removes an entry from the waitlist, if the person has not been invited yet.
///
/// ```
/// # use clerk_invite::{CreateWaitlistEntry};
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let fake = clerk_invite::FakeClerk::start().await?;
/// # let clerk = fake.client();
/// let entry = clerk.create_waitlist_entry(CreateWaitlistEntry::new("a@example.com")).await?;
/// let deleted = clerk.delete_waitlist_entry(entry.id).await?;
/// assert!(deleted.deleted);
/// # Ok(())
/// # }
/// ```
///
/// [Clerk's page](https://clerk.com/docs/reference/backend-api/tag/waitlist-entries/DELETE/waitlist_entries/%7Bwaitlist_entry_id%7D);
/// operation `DeleteWaitlistEntry` of the Backend API.
#[endpoint(DELETE, "/waitlist_entries/{waitlist_entry_id}", client_method(delete_waitlist_entry))]
#[returns(DeletedObject)]
pub struct DeleteWaitlistEntry {
    /// The id of the entry.
    pub waitlist_entry_id: WaitlistEntryId,
}
