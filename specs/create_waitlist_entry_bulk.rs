//! `POST /waitlist_entries/bulk`

use clerk_invite::{CreateWaitlistEntry, WaitlistEntry, endpoint};

/// Adds up to fifty people to the waitlist in one request.
///
/// For an address that is already on it, the existing entry is returned. A request that contains the
/// same address twice is refused.
///
/// ```
/// # use clerk_invite::{CreateWaitlistEntry};
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let fake = clerk_invite::FakeClerk::start().await?;
/// # let clerk = fake.client();
/// let people = ["a@example.com", "b@example.com"].map(CreateWaitlistEntry::new);
/// let entries = clerk.create_waitlist_entry_bulk(people).await?;
/// assert_eq!(entries.len(), 2);
/// # Ok(())
/// # }
/// ```
///
/// [Clerk's page](https://clerk.com/docs/reference/backend-api/tag/waitlist-entries/POST/waitlist_entries/bulk);
/// operation `CreateBulkWaitlistEntries` of the Backend API.
#[endpoint(
    POST,
    "/waitlist_entries/bulk",
    client_method(create_waitlist_entry_bulk),
    max_items = 50
)]
#[returns(Vec<WaitlistEntry>)]
pub struct CreateWaitlistEntryBulk {
    /// The entries: the whole request body.
    #[body]
    pub entries: Vec<CreateWaitlistEntry>,
}
