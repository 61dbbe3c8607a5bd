//! `POST /waitlist_entries`

use clerk_invite::{EmailAddress, WaitlistEntry, endpoint};

/// Adds one person to the waitlist.
///
/// If the address is already on it, nothing changes, and the existing entry is returned.
///
/// ```
/// # use clerk_invite::{CreateWaitlistEntry};
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let fake = clerk_invite::FakeClerk::start().await?;
/// # let clerk = fake.client();
/// let entry = clerk.create_waitlist_entry(CreateWaitlistEntry::new("a@example.com")).await?;
/// let again = clerk.create_waitlist_entry(CreateWaitlistEntry::new("a@example.com")).await?;
/// assert_eq!(entry.id, again.id);
/// # Ok(())
/// # }
/// ```
///
/// [Clerk's page](https://clerk.com/docs/reference/backend-api/tag/waitlist-entries/POST/waitlist_entries);
/// operation `CreateWaitlistEntry` of the Backend API.
#[endpoint(POST, "/waitlist_entries", client_method(create_waitlist_entry))]
#[returns(WaitlistEntry)]
pub struct CreateWaitlistEntry {
    /// The address to add.
    pub email_address: EmailAddress,
    /// `false` keeps Clerk from sending a confirmation email. Defaults to `true`.
    pub notify: Option<bool>,
}
