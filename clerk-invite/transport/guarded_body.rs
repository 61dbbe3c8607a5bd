//! A request body that knows whether a connection has taken it.
//!
//! This is what [`Delivery`](crate::Delivery) is decided from: hyper asks a body whether it is
//! empty at the one moment when a connection takes the request, and writes nothing before. Until
//! then the request can be abandoned for certain, since one atomic step decides which came first.
//!
//! It cannot be copied either, so that no layer below us can send it a second time.

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

/// Our end: has it been taken, and if not, it never will be.
#[derive(Clone, Default)]
pub(crate) struct Watch(Arc<State>);

#[derive(Default)]
struct State {
    state: AtomicU8,
    taken: Notify,
}

impl Watch {
    /// Gives the request up. `true` if no connection had taken it, and none ever will; `false` if
    /// it is, or may be, on its way.
    pub(crate) fn abandon(&self) -> bool {
        self.step(ABANDONED) != TAKEN
    }

    /// Waits until a connection takes the request.
    pub(crate) async fn taken(&self) {
        self.0.taken.notified().await;
    }

    /// A connection takes the request. `false` if it was given up before.
    fn take(&self) -> bool {
        let before = self.step(TAKEN);
        if before == WAITING {
            self.0.taken.notify_one();
        }
        before != ABANDONED
    }

    /// Leaves `WAITING`, once. Returns the state before.
    fn step(&self, to: u8) -> u8 {
        let swap = self.0.state.compare_exchange(WAITING, to, Ordering::SeqCst, Ordering::SeqCst);
        swap.unwrap_or_else(|before| before)
    }
}

/// The connection's end.
pub(crate) struct WatchedBody {
    bytes: Bytes,
    watch: Watch,
}

impl WatchedBody {
    pub(crate) fn new(bytes: Bytes, watch: Watch) -> Self {
        Self { bytes, watch }
    }
}

/// The request was given up before a connection took it.
#[derive(Debug)]
pub(crate) struct Abandoned;

impl std::fmt::Display for Abandoned {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the request was given up")
    }
}

impl std::error::Error for Abandoned {}

impl Body for WatchedBody {
    type Data = Bytes;
    type Error = Abandoned;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Abandoned>>> {
        let this = self.get_mut();
        if !this.watch.take() {
            return Poll::Ready(Some(Err(Abandoned)));
        }
        let bytes = std::mem::take(&mut this.bytes);
        Poll::Ready((!bytes.is_empty()).then(|| Ok(Frame::data(bytes))))
    }

    /// The first thing a connection asks. A request that was given up pretends to have a body of
    /// unknown length, so that the next thing asked for is the body, which is an error: the
    /// connection closes with nothing of the request written.
    fn is_end_stream(&self) -> bool {
        self.watch.take() && self.bytes.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        if self.watch.0.state.load(Ordering::SeqCst) == ABANDONED {
            SizeHint::default()
        } else {
            SizeHint::with_exact(self.bytes.len() as u64)
        }
    }
}

#[cfg(test)]
mod tests {
    use http_body::Body;

    use super::{Watch, WatchedBody};

    #[test]
    fn what_is_taken_cannot_be_given_up() {
        let watch = Watch::default();
        let body = WatchedBody::new("x".into(), watch.clone());
        assert!(!body.is_end_stream());
        assert!(!watch.abandon());
        assert_eq!(body.size_hint().exact(), Some(1));
    }

    #[test]
    fn what_is_given_up_cannot_be_taken() {
        let watch = Watch::default();
        let body = WatchedBody::new("".into(), watch.clone());
        assert!(watch.abandon());
        assert!(!body.is_end_stream());
        assert_eq!(body.size_hint().exact(), None);
        assert!(watch.abandon());
    }
}
