//! The running server, and its state as tests see it.

use std::fmt;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard};

use tokio::net::TcpListener;
use tokio::sync::Notify;
use tokio::task::JoinHandle;

use crate::client::Client;
use crate::fake::records::{
    CreatedInvitation, CreatedWaitlistEntry, KnownMember, KnownUser, ReceivedRequest,
};
use crate::fake::server::dispatch::SECRET_KEY;
use crate::fake::server::listener::accept;
use crate::fake::server::respond::deliver_late_requests;
use crate::fake::store::state::State;
use crate::lock::lock;

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

    /// The only secret key that is accepted, `sk_test_fake_clerk_opens_nothing`. Its form tells secret
    /// scanners that it is not a real one.
    pub const SECRET_KEY: &'static str = SECRET_KEY;

    /// Binds a free port on `127.0.0.1` and starts to serve it. Needs a tokio runtime with IO and
    /// time enabled.
    ///
    /// # Errors
    ///
    /// The operating system has no port to give, or the client cannot be built.
    pub async fn start() -> io::Result<Self> {
        Self::start_on(0).await
    }

    /// Binds a given port of `127.0.0.1`; 0 is a free one.
    ///
    /// # Errors
    ///
    /// The operating system does not give this port, or the client cannot be built.
    pub async fn start_on(port: u16) -> io::Result<Self> {
        Self::start_at(SocketAddr::from(([127, 0, 0, 1], port))).await
    }

    /// Binds a given address and port; port 0 is a free one.
    ///
    /// An address other than loopback lets other machines and containers in, and
    /// [`SECRET_KEY`](Self::SECRET_KEY) is public. With `0.0.0.0` or `[::]`, which stand for all
    /// addresses of this machine, [`base_url`](Self::base_url) and [`client`](Self::client) use the
    /// loopback address.
    ///
    /// # Errors
    ///
    /// The operating system does not give this address, or the client cannot be built.
    pub async fn start_at(address: SocketAddr) -> io::Result<Self> {
        let listener = TcpListener::bind(address).await?;
        let base_url = format!("http://{}/v1", reachable(listener.local_addr()?));
        let client = Client::builder(Self::SECRET_KEY).base_url(&base_url).allow_http(true).build();
        let client = client.map_err(io::Error::other)?;
        let state = Arc::new(Mutex::new(State::new(Self::ORGANIZATION_ID)));
        let arrived = lock(&state).arrived();
        let accepting = tokio::spawn(accept(listener, Arc::clone(&state)));
        Ok(Self { base_url, client, state, arrived, accepting })
    }

    /// Returns a client that talks to it, with its key: every call gives a clone of the same one.
    #[must_use]
    pub fn client(&self) -> Client {
        self.client.clone()
    }

    /// Returns the URL to use in place of `https://api.clerk.com/v1`: `http://127.0.0.1:PORT/v1`.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// Returns the secret key to authorize with, [`SECRET_KEY`](Self::SECRET_KEY).
    #[must_use]
    pub fn secret_key(&self) -> &str {
        Self::SECRET_KEY
    }

    /// Returns every request that arrived whole, in order, as far as they are
    /// [kept](Self::keep_received). That includes requests that were refused, that had a
    /// [`Fault`](crate::fake::Fault), and whose response is still held back.
    #[must_use]
    pub fn received(&self) -> Vec<ReceivedRequest> {
        self.state().received.kept()
    }

    /// Returns the request with this index among all that ever arrived, counted from 0. Waits until
    /// it has arrived, so that a test need not ask again and again. Can be dropped while it waits.
    ///
    /// If that request is no longer [kept](Self::keep_received), it returns the oldest one that is. With
    /// none kept, it does not return.
    pub async fn nth_received(&self, index: usize) -> ReceivedRequest {
        loop {
            // Before the look, so that nothing can arrive unnoticed after it.
            let arrived = self.arrived.notified();
            let next_late = {
                let state = self.state();
                if let Some(request) = state.received.nth(index) {
                    return request.clone();
                }
                state.late.next().and_then(|time| state.clock.until(time))
            };
            match next_late {
                Some(wait) => {
                    // Either way it looks again.
                    let _ = tokio::time::timeout(wait, arrived).await;
                }
                None => arrived.await,
            }
        }
    }

    /// Returns every invitation in the order of creation, whatever its status is. Deleted ones are left
    /// out.
    #[must_use]
    pub fn invitations(&self) -> Vec<CreatedInvitation> {
        self.state().created()
    }

    /// Counts the invitations that this address ever got, to the application and to organizations,
    /// whatever their status is, deleted ones too. Case does not matter.
    #[must_use]
    pub fn invitations_to(&self, email_address: &str) -> usize {
        self.state().invitations_to(email_address)
    }

    /// Returns every entry of the waitlist in the order of creation. Deleted ones are left out.
    #[must_use]
    pub fn waitlist_entries(&self) -> Vec<CreatedWaitlistEntry> {
        self.state().created_waitlist_entries()
    }

    /// Returns every user in the order of creation.
    #[must_use]
    pub fn users(&self) -> Vec<KnownUser> {
        self.state().known_users()
    }

    /// Returns the user with this address, in whatever case, or `None` if there is none.
    #[must_use]
    pub fn user(&self, email_address: &str) -> Option<KnownUser> {
        self.state().known_user(email_address)
    }

    /// Returns every member of this organization in the order of joining. Without such an organization
    /// there are none.
    #[must_use]
    pub fn members(&self, organization_id: &str) -> Vec<KnownMember> {
        self.state().known_members(organization_id)
    }

    /// Locks the state, after receiving the late requests whose time has come.
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        deliver_late_requests(&self.state);
        lock(&self.state)
    }

    /// Wakes the tests that wait for a request, after a change to the clock.
    pub(crate) fn wake(&self) {
        self.arrived.notify_waiters();
    }
}

/// Returns an address that a client on this machine can connect to.
fn reachable(mut bound: SocketAddr) -> SocketAddr {
    if bound.ip().is_unspecified() {
        bound.set_ip(match bound.ip() {
            IpAddr::V4(_) => Ipv4Addr::LOCALHOST.into(),
            IpAddr::V6(_) => Ipv6Addr::LOCALHOST.into(),
        });
    }
    bound
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
            .field("received", &self.state().received.count())
            .finish_non_exhaustive()
    }
}
