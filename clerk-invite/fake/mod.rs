//! A stand-in for Clerk's Backend API that tests can talk to over a real socket.
//!
//! On a loopback port, [`FakeClerk`] serves every operation on invitations and on the waitlist that
//! is not deprecated, with Clerk's status codes, error codes and answer shapes:
//!
//! | operation | request |
//! |---|---|
//! | list invitations | `GET /v1/invitations` |
//! | create one invitation | `POST /v1/invitations` |
//! | create up to 10 invitations | `POST /v1/invitations/bulk` |
//! | revoke an invitation | `POST /v1/invitations/{invitation_id}/revoke` |
//! | list the invitations to all organizations | `GET /v1/organization_invitations` |
//! | list the invitations to an organization | `GET /v1/organizations/{organization_id}/invitations` |
//! | create one organization invitation | `POST /v1/organizations/{organization_id}/invitations` |
//! | create up to 10 organization invitations | `POST /v1/organizations/{organization_id}/invitations/bulk` |
//! | get an organization invitation | `GET /v1/organizations/{organization_id}/invitations/{invitation_id}` |
//! | revoke an organization invitation | `POST /v1/organizations/{organization_id}/invitations/{invitation_id}/revoke` |
//! | list a user's organization invitations | `GET /v1/users/{user_id}/organization_invitations` |
//! | list the waitlist | `GET /v1/waitlist_entries` |
//! | put somebody on the waitlist | `POST /v1/waitlist_entries` |
//! | put up to 50 on the waitlist | `POST /v1/waitlist_entries/bulk` |
//! | delete a waitlist entry | `DELETE /v1/waitlist_entries/{waitlist_entry_id}` |
//! | invite somebody from the waitlist | `POST /v1/waitlist_entries/{waitlist_entry_id}/invite` |
//! | reject somebody on the waitlist | `POST /v1/waitlist_entries/{waitlist_entry_id}/reject` |
//!
//! What one request changes, the next one sees. Where Clerk's documents are silent: addresses are
//! ordered without regard to case; who was never invited comes before all others in the order of
//! `invited_at`; of a parameter that must not be repeated the last one counts, and unknown ones are
//! not looked at; revoking an invitation leaves the waitlist entry that it came from invited.
//!
//! No email leaves it. Ids, trace ids and accept URLs are made up; the sentences in `message` and
//! `long_message` are its own, so match on `code`. It does not check what only a dashboard knows:
//! that a role exists, that a user may invite or revoke, that a redirect URL is allowed.
//!
//! What a test can do beside sending requests:
//!
//! | to | use |
//! |---|---|
//! | make people and organizations exist | [`add_user`](FakeClerk::add_user), [`add_member`](FakeClerk::add_member), [`add_organization`](FakeClerk::add_organization) |
//! | accept an invitation | [`accept`](FakeClerk::accept) |
//! | see what came of it | [`invitations_to`](FakeClerk::invitations_to), [`invitations`](FakeClerk::invitations), [`waitlist_entries`](FakeClerk::waitlist_entries) |
//! | see what was received, or wait for it | [`received`](FakeClerk::received), [`nth_received`](FakeClerk::nth_received) |
//! | let time pass | [`advance`](FakeClerk::advance) |
//! | set the rate limits, which are Clerk's at first | [`set_rate_limit`](FakeClerk::set_rate_limit), [`set_rate_window`](FakeClerk::set_rate_window), [`remove_rate_limits`](FakeClerk::remove_rate_limits) |
//! | make calls fail | [`inject`](FakeClerk::inject), [`inject_on_call`](FakeClerk::inject_on_call), [`inject_at_random`](FakeClerk::inject_at_random) |
//!
//! ```
//! use clerk_invite::fake::FakeClerk;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use clerk_invite::CreateInvitation;
//!
//! let fake = FakeClerk::start().await?;
//! fake.client().create_invitation(CreateInvitation::new("new@example.com")).await?;
//! assert_eq!(fake.invitations_to("new@example.com"), 1);
//! # Ok(())
//! # }
//! ```

pub(crate) mod created;
pub(crate) mod faults;
pub(crate) mod operation;
pub(crate) mod operations;
pub(crate) mod received;
pub(crate) mod refusals;
pub(crate) mod requests;
pub(crate) mod routes;
pub(crate) mod server;
pub(crate) mod store;
mod test_controls;

use std::fmt;
use std::io;
use std::sync::{Arc, Mutex};

use tokio::net::TcpListener;
use tokio::sync::Notify;
use tokio::task::JoinHandle;

use crate::client::Client;

pub use self::created::{CreatedInvitation, CreatedWaitlistEntry};
pub use self::faults::fault::{Fault, Gate};
pub use self::faults::script::RandomFaults;
pub use self::operation::Operation;
pub use self::received::ReceivedRequest;
pub use self::store::rate_limits::RateWindow;
use self::store::state::{State, lock};

/// A running stand-in for Clerk's Backend API.
///
/// Every instance has its own port, state and log. It serves HTTP/1.1 with keep-alive until it is
/// dropped; dropping it closes the port and every open connection.
pub struct FakeClerk {
    base_url: String,
    client: Client,
    state: Arc<Mutex<State>>,
    arrived: Arc<Notify>,
    accepting: JoinHandle<()>,
}

impl FakeClerk {
    /// The id of the one organization that exists from the start.
    pub const ORGANIZATION_ID: &'static str = "org_123";

    /// The only secret key it accepts. Made up, and shaped so that no secret scanner takes it for
    /// a real one.
    pub const SECRET_KEY: &'static str = "sk_test_fake_clerk_opens_nothing";

    /// Binds a free port on `127.0.0.1` and starts to serve it. Needs a tokio runtime with IO and
    /// time enabled.
    ///
    /// # Errors
    ///
    /// What the operating system says when it has no port to give, or why there can be no client.
    pub async fn start() -> io::Result<Self> {
        Self::start_on(0).await
    }

    /// The same on a given port of `127.0.0.1`; 0 is a free one.
    ///
    /// # Errors
    ///
    /// What the operating system says when it does not give this port, or why there can be no
    /// client.
    pub async fn start_on(port: u16) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", port)).await?;
        let base_url = format!("http://{}/v1", listener.local_addr()?);
        let client = Client::builder(Self::SECRET_KEY).base_url(&base_url).build();
        let client = client.map_err(io::Error::other)?;
        let state = Arc::new(Mutex::new(State::new(Self::ORGANIZATION_ID)));
        let arrived = lock(&state).arrived();
        let accepting = tokio::spawn(server::listener::accept(listener, Arc::clone(&state)));
        Ok(Self { base_url, client, state, arrived, accepting })
    }

    /// A client that talks to it, with its key: every call gives a clone of the same one.
    #[must_use]
    pub fn client(&self) -> Client {
        self.client.clone()
    }

    /// What to use in place of `https://api.clerk.com/v1`: `http://127.0.0.1:PORT/v1`.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// The secret key to authorize with, [`SECRET_KEY`](Self::SECRET_KEY).
    #[must_use]
    pub fn secret_key(&self) -> &str {
        Self::SECRET_KEY
    }

    /// Every request that arrived whole, in the order they arrived; also those that were refused or
    /// that had a [`Fault`]. One whose answer is still held back is here already.
    #[must_use]
    pub fn received(&self) -> Vec<ReceivedRequest> {
        lock(&self.state).received().to_vec()
    }

    /// The request at this index of [`received`](Self::received), counted from 0. Waits until it has
    /// arrived, so that a test need not ask again and again. Can be dropped while it waits.
    pub async fn nth_received(&self, index: usize) -> ReceivedRequest {
        loop {
            // Before the look, so that nothing can arrive unnoticed after it.
            let arrived = self.arrived.notified();
            if let Some(request) = lock(&self.state).received().get(index) {
                return request.clone();
            }
            arrived.await;
        }
    }

    /// Every invitation that was created, in order, whatever has become of it.
    #[must_use]
    pub fn invitations(&self) -> Vec<CreatedInvitation> {
        lock(&self.state).created()
    }

    /// How many invitations this address has got, to the application and to organizations
    /// together, whatever has become of them. Case does not matter.
    #[must_use]
    pub fn invitations_to(&self, email_address: &str) -> usize {
        lock(&self.state).invitations_to(email_address)
    }

    /// Every entry that is on the waitlist, in the order of their creation: deleted ones are gone.
    #[must_use]
    pub fn waitlist_entries(&self) -> Vec<CreatedWaitlistEntry> {
        lock(&self.state).created_waitlist_entries()
    }
}

impl Drop for FakeClerk {
    fn drop(&mut self) {
        // The task owns the listener and the connections: they go with it.
        self.accepting.abort();
    }
}

/// Shows counts only: addresses are personal data, and test logs travel.
impl fmt::Debug for FakeClerk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FakeClerk")
            .field("base_url", &self.base_url)
            .field("received", &lock(&self.state).received().len())
            .finish_non_exhaustive()
    }
}
