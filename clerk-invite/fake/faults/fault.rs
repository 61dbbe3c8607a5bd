//! Faults of a call.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderValue, StatusCode};
use tokio::sync::watch;

/// A fault of one call.
///
/// Some faults happen *in front of* Clerk: the request arrives whole, but nothing is checked (not
/// even the key), counted for the rate limit, or carried out. The others happen *behind* it: the
/// request is carried out as without the fault, and only the response suffers.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// In front: the connection is closed without a response.
    LoseRequest,
    /// Behind: the connection is closed without a response.
    LoseResponse,
    /// In front: the connection is reset (TCP RST).
    ResetRequest,
    /// Behind: the connection is reset (TCP RST) without a response.
    ResetResponse,
    /// In front: a response with this status, meant to be a 5xx, and a body of Clerk's shape.
    ServerErrorBefore(StatusCode),
    /// Behind: a response with this status, meant to be a 5xx, and a body of Clerk's shape, in place
    /// of the actual one.
    ServerErrorAfter(StatusCode),
    /// In front: a 429 with this `Retry-After`, or without one.
    TooManyRequests {
        /// The header's value, sent as it is.
        retry_after: Option<HeaderValue>,
    },
    /// Behind: the response's head with the `Content-Length` of the whole body, then the first half
    /// of the body; then the connection is closed.
    TruncateResponse,
    /// Behind: the response is sent this much later, by tokio's clock: a test that has paused that one
    /// does not wait, and [`FakeClerk::advance`](crate::fake::FakeClerk::advance) has no effect.
    DelayResponse(Duration),
    /// The connection is closed without a response, and the request arrives this much later, by the
    /// fake's clock, when the client has given up. Only then is it
    /// [received](crate::fake::FakeClerk::received), checked, counted and carried out as any other.
    DeliverLate(Duration),
    /// Behind: the response is this old, as one from a cache. It has an `Age` in seconds, its `Date`
    /// is that much earlier, and a list trails by as much.
    ServeFromCache(Duration),
    /// Behind: the response is sent when the gate is opened.
    HoldResponse(ResponseGate),
}

/// Keeps responses back until a test opens it: see [`Fault::HoldResponse`].
///
/// Clones are the same gate. A gate that is never opened, even one whose other clones are dropped,
/// keeps the response until the fake is dropped, which closes the connection.
#[derive(Clone)]
pub struct ResponseGate {
    opened: Arc<watch::Sender<bool>>,
}

impl ResponseGate {
    /// Returns a closed gate.
    #[must_use]
    pub fn new() -> Self {
        Self { opened: Arc::new(watch::Sender::new(false)) }
    }

    /// Opens the gate for the responses that wait and for all later ones.
    pub fn open(&self) {
        self.opened.send_replace(true);
    }

    pub(crate) async fn wait(&self) {
        // Fails only without a sender, and `self` holds it.
        let _ = self.opened.subscribe().wait_for(|opened| *opened).await;
    }
}

impl Default for ResponseGate {
    fn default() -> Self {
        Self::new()
    }
}

/// Equal if they are clones of one gate.
impl PartialEq for ResponseGate {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.opened, &other.opened)
    }
}

impl Eq for ResponseGate {}

impl fmt::Debug for ResponseGate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseGate").field("opened", &*self.opened.borrow()).finish()
    }
}
