//! `POST /waitlist_entries/{waitlist_entry_id}/invite`

use clerk_invite::{WaitlistEntry, WaitlistEntryId, endpoint};

/// Invites somebody from the waitlist to the application by email.
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
