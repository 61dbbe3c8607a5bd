//! The clock of a budget.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::time::Instant;

use crate::values::timestamp::Timestamp;

/// Times as durations since a fixed moment, a century before the budget was made.
///
/// Unlike with an `Instant`, adding up cannot panic, calls from before the budget have a time, and
/// tests are their own clock.
#[derive(Debug, Clone, Copy)]
pub(super) struct Clock {
    made_at: Instant,
}

const CENTURY: Duration = Duration::from_secs(100 * 365 * 86_400);

/// The longest pause that another client's report can impose, as of a `Retry-After`.
const MAX_PAUSE: Duration = Duration::from_secs(86_400);

impl Clock {
    pub(super) fn start() -> Self {
        Self { made_at: Instant::now() }
    }

    pub(super) fn now(&self) -> Duration {
        CENTURY.saturating_add(Instant::now().saturating_duration_since(self.made_at))
    }

    /// Returns the instant of a time, or `None` beyond the range of `Instant`.
    pub(super) fn instant(&self, at: Duration) -> Option<Instant> {
        self.made_at.checked_add(at.saturating_sub(CENTURY))
    }

    /// Returns the time of something that ended at that timestamp: now, if that is in the future.
    /// `None` if it is more than a century ago.
    pub(super) fn ended_at(&self, timestamp: Timestamp) -> Option<Duration> {
        let age = wall_clock().saturating_sub(since_epoch(timestamp));
        self.now().checked_sub(age)
    }

    /// Returns the time of a timestamp in the future, at most a day from now.
    pub(super) fn paused_until(&self, timestamp: Timestamp) -> Duration {
        let wait = since_epoch(timestamp).saturating_sub(wall_clock());
        self.now().saturating_add(wait.min(MAX_PAUSE))
    }
}

/// Returns the timestamp of `at`, as seen at `now`. Rounded up, so that a call never counts for less
/// than its period.
pub(super) fn timestamp(at: Duration, now: Duration) -> Timestamp {
    let wall_clock = wall_clock();
    let since_epoch = if at < now {
        wall_clock.saturating_sub(now.saturating_sub(at))
    } else {
        wall_clock.saturating_add(at.saturating_sub(now))
    };
    let millis = since_epoch.as_nanos().div_ceil(1_000_000);
    Timestamp::from_millis(i64::try_from(millis).unwrap_or(i64::MAX))
}

fn since_epoch(timestamp: Timestamp) -> Duration {
    Duration::from_millis(u64::try_from(timestamp.as_millis()).unwrap_or(0))
}

fn wall_clock() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
}
