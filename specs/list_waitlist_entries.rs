//! `GET /waitlist_entries`

use clerk_invite::{Identifier, Page, WaitlistEntry, WaitlistEntryStatus, endpoint};

/// Lists the entries of the waitlist, newest first by default.
///
/// ```
/// # use clerk_invite::{ListWaitlistEntries, WaitlistEntryStatus};
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let fake = clerk_invite::FakeClerk::start().await?;
/// # let clerk = fake.client();
/// let waiting = ListWaitlistEntries::new().status(WaitlistEntryStatus::Pending);
/// let page = clerk.list_waitlist_entries(waiting).await?;
/// println!("{} of {:?}", page.items.len(), page.total);
/// # Ok(())
/// # }
/// ```
///
/// [Clerk's page](https://clerk.com/docs/reference/backend-api/tag/waitlist-entries/GET/waitlist_entries);
/// operation `ListWaitlistEntries` of the Backend API.
#[endpoint(GET, "/waitlist_entries", client_method(list_waitlist_entries))]
#[returns(Page<WaitlistEntry>)]
pub struct ListWaitlistEntries {
    /// Lists only those whose address contains this text, or whose id it is.
    pub query: Option<Identifier>,
    /// Lists only those with this status.
    pub status: Option<WaitlistEntryStatus>,
    /// The sort key: `created_at`, `email_address` or `invited_at`, with a leading `-` for descending
    /// order. Defaults to `-created_at`.
    pub order_by: Option<String>,
    /// The maximum number of items: 1 to 500. Defaults to 10.
    #[range(min = 1, max = 500)]
    pub limit: Option<u32>,
    /// The number of items to skip. Defaults to 0.
    #[range(min = 0)]
    pub offset: Option<u64>,
}
