//! Faults of a call.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderValue, StatusCode};
use tokio::sync::watch;

/// A fault of one call.
///
/// Some faults happen *in front of* Clerk: the request arrives whole, but nothing is checked,
/// counted for the rate limit, or carried out, not even a check of the key. The others happen
/// *behind* it: everything has been done as without the fault, and only the response suffers.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// In front: the connection is closed without a response.
    LoseRequest,
    /// Behind: the connection is closed without a response.
    LoseResponse,
    /// In front: the connection is reset (TCP RST).
    ResetRequest,
    /// Behind: the connection is reset (TCP RST), and no response is sent before.
    ResetResponse,
    /// In front: this status, meant to be a 5xx, with a body of Clerk's shape.
    ServerErrorBefore(StatusCode),
    /// Behind: this status, meant to be a 5xx, with a body of Clerk's shape, in place of the
    /// response.
    ServerErrorAfter(StatusCode),
    /// In front: a 429 with this `Retry-After`, whatever it holds, or with none.
    TooManyRequests {
        /// The header's value, sent as it is.
        retry_after: Option<HeaderValue>,
    },
    /// Behind: the response's head with the `Content-Length` of the whole body, then the first half
    /// of the body; then the connection is closed.
    TruncateResponse,
    /// Behind: the response is sent this much later. Measured by tokio's clock, so a test that has
    /// paused it does not wait, and [`FakeClerk::advance`](crate::fake::FakeClerk::advance) is no help.
    DelayResponse(Duration),
    /// The connection is closed without a response, and the request arrives this much later by the
    /// fake's clock: it is then checked, counted and carried out as any other, and
    /// [`received`](crate::fake::FakeClerk::received). A client has given up by then.
    DeliverLate(Duration),
    /// Behind: the response is one that a cache has kept for this long. It has an `Age` in seconds,
    /// its `Date` is that much earlier, and a list trails by as much.
    ServeFromCache(Duration),
    /// Behind: the response is sent when the gate is opened.
    HoldResponse(ResponseGate),
}

/// Keeps responses back until a test opens it: see [`Fault::HoldResponse`].
///
/// Clones are the same gate. One that is never opened, even because all its other clones are gone,
/// keeps the response until the fake is dropped, which closes the connection.
#[derive(Clone)]
pub struct ResponseGate {
    opened: Arc<watch::Sender<bool>>,
}

impl ResponseGate {
    /// A closed gate.
    #[must_use]
    pub fn new() -> Self {
        Self { opened: Arc::new(watch::Sender::new(false)) }
    }

    /// Sends the responses that wait for it, and lets all later ones pass: it stays open.
    pub fn open(&self) {
        self.opened.send_replace(true);
    }

    pub(crate) async fn wait(&self) {
        // The sender, which `self` has, would have to be gone for this to fail.
        let _ = self.opened.subscribe().wait_for(|opened| *opened).await;
    }
}

impl Default for ResponseGate {
    fn default() -> Self {
        Self::new()
    }
}

/// The same gate, that is, a clone.
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
