//! The running server, and the views of its state.

use std::fmt;
use std::io;
use std::sync::{Arc, Mutex};

use tokio::net::TcpListener;
use tokio::sync::Notify;
use tokio::task::JoinHandle;

use crate::client::Client;
use crate::fake::records::{CreatedInvitation, CreatedWaitlistEntry, ReceivedRequest};
use crate::fake::server::dispatch::SECRET_KEY;
use crate::fake::server::listener::accept;
use crate::fake::store::state::State;
use crate::lock::lock;

/// A running stand-in for Clerk's Backend API.
///
/// Every instance has its own port, state and log. It serves HTTP/1.1 with keep-alive until it is
/// dropped; dropping it closes the port and every open connection.
pub struct FakeClerk {
    base_url: String,
    client: Client,
    pub(crate) state: Arc<Mutex<State>>,
    arrived: Arc<Notify>,
    accepting: JoinHandle<()>,
}

impl FakeClerk {
    /// The id of the one organization that exists from the start.
    pub const ORGANIZATION_ID: &'static str = "org_123";

    /// The only secret key it accepts, `sk_test_fake_clerk_opens_nothing`. Made up, and shaped so that no secret scanner takes it for
    /// a real one.
    pub const SECRET_KEY: &'static str = SECRET_KEY;

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
        let accepting = tokio::spawn(accept(listener, Arc::clone(&state)));
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
    /// that had a [`Fault`](crate::fake::Fault). One whose answer is still held back is here already.
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

    /// Every invitation that was created, in order, accepted and revoked ones too: deleted ones are
    /// gone.
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
