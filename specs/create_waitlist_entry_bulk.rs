//! `POST /waitlist_entries/bulk`

use clerk_invite::{CreateWaitlistEntry, WaitlistEntry, endpoint};

/// Adds up to fifty people to the waitlist in one request.
///
/// For an address that is already on it, the existing entry is returned. A request that contains the
/// same address twice is refused.
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
