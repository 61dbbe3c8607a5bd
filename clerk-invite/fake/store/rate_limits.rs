//! How many calls of an operation are let through, and when the next one is.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use crate::endpoint::rate_limit::RateLimit;
use crate::fake::operation::Operation;

/// How the calls of a rate limit's period are counted. Clerk does not say which way it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum RateWindow {
    /// A call counts until one period after it: in no period, wherever it starts, do more calls
    /// pass than the limit.
    #[default]
    Sliding,
    /// A call that finds no window open opens one, which lasts one period; when it ends, all of
    /// its calls are forgotten at once. Around that end, up to twice the limit can pass in a short
    /// time.
    Fixed,
}

#[derive(Default)]
pub(crate) struct Limits {
    pub(crate) window: RateWindow,
    /// What a test has set: `None` is no limit at all.
    set: BTreeMap<Operation, Option<RateLimit>>,
    none: bool,
    /// When the calls that count were made, the oldest first.
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
    /// There are too many already, so this one does not count: ask again after this time.
    pub(crate) fn count(&mut self, operation: Operation, now: Duration) -> Result<(), Duration> {
        let limit = self.of(operation);
        let calls = self.calls.entry(operation).or_default();
        let Some(RateLimit { requests, per }) = limit else {
            // Whoever sets a limit later starts from nothing.
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
        // A limit that was lowered may have more calls behind it than it allows.
        let Some(too_many) = calls.len().checked_sub(requests) else {
            calls.push_back(now);
            return Ok(());
        };
        let in_the_way = match self.window {
            RateWindow::Sliding => calls.get(too_many),
            RateWindow::Fixed => calls.front(),
        };
        let free = in_the_way.map(|call| call.saturating_add(per).saturating_sub(now));
        // Nothing is in the way of a limit of no calls at all.
        Err(free.unwrap_or(per))
    }
}
