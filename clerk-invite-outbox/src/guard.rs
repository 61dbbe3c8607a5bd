//! The guard: a call that waited too long after its claim is not sent.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::clock::{Clock, Local};
use crate::plan::GUARD;
use crate::store::Store;
use crate::store::call::Call;

/// The time in which one call may begin to be sent, by this machine's clocks, sleep included.
#[derive(Clone)]
pub(crate) struct Guard {
    clock: Clock,
    claimed: Local,
    is_on: bool,
    refused: Arc<AtomicBool>,
}

impl Guard {
    pub(crate) fn new(store: &Store, call: &Call) -> Self {
        let (clock, claimed) = (store.clock.clone(), call.claimed.local);
        Self { clock, claimed, is_on: store.rules.guard, refused: Arc::default() }
    }

    /// Returns what is left of the time; `None` if it is over.
    pub(crate) fn left(&self) -> Option<Duration> {
        let waited = if self.is_on { self.clock.local().since(self.claimed) } else { 0 };
        let left = u64::try_from(GUARD - waited).ok().filter(|left| *left > 0);
        left.map(Duration::from_millis)
    }

    /// Returns whether a request may be written now. For the moment at which a connection is there:
    /// until then the machine may have slept.
    pub(crate) fn allows(&self) -> bool {
        let allows = self.left().is_some();
        self.refused.fetch_or(!allows, Ordering::SeqCst);
        allows
    }

    /// Returns whether a connection was there too late.
    pub(crate) fn has_refused(&self) -> bool {
        self.refused.load(Ordering::SeqCst)
    }
}
