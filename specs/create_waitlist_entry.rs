//! `POST /waitlist_entries`

use clerk_invite::{EmailAddress, WaitlistEntry, endpoint};

/// Puts one person on the waitlist.
///
/// If the address is on it already, nothing is changed, and the answer is the entry that is there.
///
/// [Clerk's page](https://clerk.com/docs/reference/backend-api/tag/waitlist-entries/POST/waitlist_entries);
/// operation `CreateWaitlistEntry` of the Backend API.
#[endpoint(POST, "/waitlist_entries", client_method(create_waitlist_entry))]
#[returns(WaitlistEntry)]
pub struct CreateWaitlistEntry {
    /// Who is to wait.
    pub email_address: EmailAddress,
    /// Whether Clerk sends an email that confirms it. If not set, it does.
    pub notify: Option<bool>,
}
