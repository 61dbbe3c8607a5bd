//! `GET /waitlist_entries`

use clerk_invite::{Identifier, Page, WaitlistEntry, WaitlistEntryStatus, endpoint};

/// Lists who is on the waitlist, the newest first.
///
/// [Clerk's page](https://clerk.com/docs/reference/backend-api/tag/waitlist-entries/GET/waitlist_entries);
/// operation `ListWaitlistEntries` of the Backend API.
#[endpoint(GET, "/waitlist_entries", client_method(list_waitlist_entries))]
#[returns(Page<WaitlistEntry>)]
pub struct ListWaitlistEntries {
    /// Only those whose address holds this, or whose id it is.
    pub query: Option<Identifier>,
    /// Only those in this state.
    pub status: Option<WaitlistEntryStatus>,
    /// What they are ordered by: `created_at`, `email_address` or `invited_at`, with a `-` in front
    /// for descending. If not set, `-created_at`.
    pub order_by: Option<String>,
    /// How many at most: 1 to 500. If not set, 10.
    #[range(min = 1, max = 500)]
    pub limit: Option<u32>,
    /// How many to skip. If not set, none.
    #[range(min = 0)]
    pub offset: Option<u32>,
}
