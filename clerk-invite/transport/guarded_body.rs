//! A request body that records whether a connection has taken it: the basis of
//! [`Delivery`](crate::Delivery).
//!
//! hyper asks a body for its end when a connection takes the request, and writes nothing before. Giving up
//! and taking exclude each other atomically, so `NotSent` is certain.
//!
//! The caller may have a last check, which is asked in the same step as the taking.
//!
//! The body cannot be cloned, so no layer below can send it a second time.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use tokio::sync::Notify;

const WAITING: u8 = 0;
const TAKEN: u8 = 1;
const ABANDONED: u8 = 2;
const REFUSED: u8 = 3;

/// A caller's last check before a request is written.
pub(crate) type SendCheck = Arc<dyn Fn() -> bool + Send + Sync>;

/// The sender's handle: records the taking, and prevents it once the request is given up or the
/// check refuses it.
#[derive(Clone, Default)]
pub(crate) struct SendGuard(Arc<State>);

#[derive(Default)]
struct State {
    stage: AtomicU8,
    taken: Notify,
    check: Option<SendCheck>,
}

impl SendGuard {
    pub(crate) fn new(check: Option<SendCheck>) -> Self {
        Self(Arc::new(State { check, ..State::default() }))
    }

    /// Gives the request up. Returns true if no connection has taken it, and none ever will; false
    /// if it is, or may be, on its way.
    pub(crate) fn abandon(&self) -> bool {
        self.step(ABANDONED) != TAKEN
    }

    /// Returns true if a connection came for the request, and the check refused it.
    pub(crate) fn is_refused(&self) -> bool {
        self.0.stage.load(Ordering::SeqCst) == REFUSED
    }

    /// Waits until a connection takes the request.
    pub(crate) async fn taken(&self) {
        self.0.taken.notified().await;
    }

    /// Marks the request as taken by a connection. Returns false if it was given up before, or is
    /// refused.
    fn take(&self) -> bool {
        // Asked once: what is taken is on its way.
        let waiting = || self.0.stage.load(Ordering::SeqCst) == WAITING;
        if self.0.check.as_ref().is_some_and(|check| waiting() && !check()) {
            self.step(REFUSED);
        }
        let before = self.step(TAKEN);
        if before == WAITING {
            self.0.taken.notify_one();
        }
        matches!(before, WAITING | TAKEN)
    }

    /// Leaves `WAITING`, once, and returns the state before.
    fn step(&self, to: u8) -> u8 {
        let swap = self.0.stage.compare_exchange(WAITING, to, Ordering::SeqCst, Ordering::SeqCst);
        swap.unwrap_or_else(|before| before)
    }
}

/// The body that the connection reads.
pub(crate) struct GuardedBody {
    bytes: Bytes,
    guard: SendGuard,
}

impl GuardedBody {
    pub(crate) fn new(bytes: Bytes, guard: SendGuard) -> Self {
        Self { bytes, guard }
    }
}

/// The request was given up before a connection took it, or refused when one did.
#[derive(Debug)]
pub(crate) struct Abandoned;

impl std::fmt::Display for Abandoned {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the request was given up")
    }
}

impl std::error::Error for Abandoned {}

impl Body for GuardedBody {
    type Data = Bytes;
    type Error = Abandoned;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Abandoned>>> {
        let this = self.get_mut();
        if !this.guard.take() {
            return Poll::Ready(Some(Err(Abandoned)));
        }
        let bytes = std::mem::take(&mut this.bytes);
        Poll::Ready((!bytes.is_empty()).then(|| Ok(Frame::data(bytes))))
    }

    /// Returns true for an empty body; a connection calls this first.
    ///
    /// A request that was given up claims a body of unknown length, so that the connection asks for
    /// the body next, gets an error and closes with nothing written.
    fn is_end_stream(&self) -> bool {
        self.guard.take() && self.bytes.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        if matches!(self.guard.0.stage.load(Ordering::SeqCst), ABANDONED | REFUSED) {
            SizeHint::default()
        } else {
            SizeHint::with_exact(self.bytes.len() as u64)
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU8, Ordering};

    use http_body::Body;

    use super::{GuardedBody, SendGuard};

    #[test]
    fn what_is_taken_cannot_be_given_up() {
        let guard = SendGuard::default();
        let body = GuardedBody::new("x".into(), guard.clone());
        assert!(!body.is_end_stream());
        assert!(!guard.abandon());
        assert_eq!(body.size_hint().exact(), Some(1));
    }

    #[test]
    fn what_is_given_up_cannot_be_taken() {
        let guard = SendGuard::default();
        let body = GuardedBody::new("".into(), guard.clone());
        assert!(guard.abandon());
        assert!(!body.is_end_stream());
        assert_eq!(body.size_hint().exact(), None);
        assert!(guard.abandon());
    }

    #[test]
    fn the_check_is_asked_once_and_its_answer_stands() {
        for answer in [true, false] {
            let asked = Arc::new(AtomicU8::new(0));
            let seen = Arc::clone(&asked);
            let guard = SendGuard::new(Some(Arc::new(move || {
                // The second time it would say the opposite.
                (seen.fetch_add(1, Ordering::SeqCst) == 0) == answer
            })));
            let body = GuardedBody::new("".into(), guard.clone());
            assert_eq!(body.is_end_stream(), answer);
            assert_eq!(body.is_end_stream(), answer);
            assert_eq!((guard.is_refused(), guard.abandon()), (!answer, !answer));
            assert_eq!(asked.load(Ordering::SeqCst), 1);
        }
    }
}
