//! A stand-in for Clerk's Backend API that tests can talk to over a real socket.
//!
//! [`FakeClerk`] serves three operations on a loopback port, with Clerk's status codes, error codes
//! and answer shapes:
//!
//! | operation | request |
//! |---|---|
//! | create one invitation | `POST /v1/invitations` |
//! | create up to 10 invitations | `POST /v1/invitations/bulk` |
//! | create up to 10 organization invitations | `POST /v1/organizations/{organization_id}/invitations/bulk` |
//!
//! No email leaves it. Ids, trace ids and accept URLs are made up; the sentences in `message` and
//! `long_message` are its own, so match on `code`. It does not check what only a dashboard knows:
//! that a role exists, that the inviter may invite, that a redirect URL is allowed.
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

mod answers;
mod body;
mod errors;
mod fields;
mod handle;
mod params;
mod received;
mod route;
mod server;
mod state;

use std::fmt;
use std::io;
use std::sync::{Arc, Mutex};

use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::Client;

pub use self::received::ReceivedRequest;
use self::state::{State, lock};

/// A running stand-in for Clerk's Backend API.
///
/// Every instance has its own port, state and log. It serves HTTP/1.1 with keep-alive until it is
/// dropped; dropping it closes the port and every open connection.
pub struct FakeClerk {
    base_url: String,
    client: Client,
    state: Arc<Mutex<State>>,
    accepting: JoinHandle<()>,
}

impl FakeClerk {
    /// The id of the one organization that exists from the start.
    pub const ORGANIZATION_ID: &'static str = "org_123";

    /// The only secret key it accepts. Made up, and shaped so that no secret scanner takes it for
    /// a real one.
    pub const SECRET_KEY: &'static str = "sk_test_fake_clerk_opens_nothing";

    /// Binds a free port on `127.0.0.1` and starts to serve it. Needs a tokio runtime with IO
    /// enabled.
    ///
    /// # Errors
    ///
    /// What the operating system says when it has no port to give, or why there can be no client.
    pub async fn start() -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let base_url = format!("http://{}/v1", listener.local_addr()?);
        let client = Client::builder(Self::SECRET_KEY).base_url(&base_url).build();
        let client = client.map_err(io::Error::other)?;
        let state = Arc::new(Mutex::new(State::new(Self::ORGANIZATION_ID)));
        let accepting = tokio::spawn(server::accept(listener, Arc::clone(&state)));
        Ok(Self { base_url, client, state, accepting })
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

    /// Makes an organization with this id exist.
    pub fn add_organization(&self, organization_id: &str) {
        lock(&self.state).add_organization(organization_id);
    }

    /// Makes this address belong to a user: inviting it to the application is
    /// `form_identifier_exists`, unless the item says `ignore_existing`.
    pub fn add_user(&self, email_address: &str) {
        lock(&self.state).add_user(email_address);
    }

    /// Makes this address a member of this organization, which exists from then on: inviting it
    /// there is `already_a_member_in_organization`.
    pub fn add_member(&self, organization_id: &str, email_address: &str) {
        lock(&self.state).add_member(organization_id, email_address);
    }

    /// Every request that arrived whole, in the order they were answered, the refused ones
    /// included.
    #[must_use]
    pub fn received(&self) -> Vec<ReceivedRequest> {
        lock(&self.state).received().to_vec()
    }

    /// How many pending invitations this address has, to the application and to organizations
    /// together. Case does not matter.
    #[must_use]
    pub fn invitations_to(&self, email_address: &str) -> usize {
        lock(&self.state).invitations_to(email_address)
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
