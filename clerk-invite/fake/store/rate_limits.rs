//! Rate limits: counts the calls of each operation.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use crate::endpoint::rate_limit::RateLimit;
use crate::fake::operation::Operation;

/// The way in which the calls of a period are counted. Clerk does not document its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum RateWindow {
    /// A call counts for one period: no period, wherever it starts, has more calls than the limit.
    #[default]
    Sliding,
    /// The first call opens a window of one period, and its end clears all calls at once. Around that
    /// end, up to twice the limit can pass in a short time.
    Fixed,
}

#[derive(Default)]
pub(crate) struct Limits {
    pub(crate) window: RateWindow,
    /// The limits that a test has set; `None` for no limit.
    set: BTreeMap<Operation, Option<RateLimit>>,
    none: bool,
    /// The times of the calls that count, the oldest first.
    calls: BTreeMap<Operation, VecDeque<Duration>>,
}

impl Limits {
    pub(crate) fn set(&mut self, operation: Operation, limit: Option<RateLimit>) {
        self.set.insert(operation, limit);
    }

    pub(crate) fn remove(&mut self) {
        self.set.clear();
        self.none = true;
    }

    fn of(&self, operation: Operation) -> Option<RateLimit> {
        let unset = || if self.none { None } else { operation.rate_limit() };
        self.set.get(&operation).copied().unwrap_or_else(unset)
    }

    /// Counts one call, made `now`.
    ///
    /// # Errors
    ///
    /// The limit is reached. The call does not count; the error is the time until one is allowed.
    pub(crate) fn count(&mut self, operation: Operation, now: Duration) -> Result<(), Duration> {
        let limit = self.of(operation);
        let calls = self.calls.entry(operation).or_default();
        let Some(RateLimit { requests, per }) = limit else {
            // A limit that is set later starts from zero.
            calls.clear();
            return Ok(());
        };
        let is_over = |call: &Duration| call.saturating_add(per) <= now;
        match self.window {
            RateWindow::Sliding => {
                let over = calls.iter().take_while(|call| is_over(call)).count();
                calls.drain(..over);
            }
            RateWindow::Fixed if calls.front().is_some_and(is_over) => calls.clear(),
            RateWindow::Fixed => {}
        }
        let requests = usize::try_from(requests).unwrap_or(usize::MAX);
        // After a limit was lowered, more calls than it allows may count.
        let Some(too_many) = calls.len().checked_sub(requests) else {
            calls.push_back(now);
            return Ok(());
        };
        let in_the_way = match self.window {
            RateWindow::Sliding => calls.get(too_many),
            RateWindow::Fixed => calls.front(),
        };
        let free = in_the_way.map(|call| call.saturating_add(per).saturating_sub(now));
        // A limit of zero calls has none that expires.
        Err(free.unwrap_or(per))
    }
}
