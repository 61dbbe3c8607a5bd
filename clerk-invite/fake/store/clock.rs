//! The fake's own time: it runs with tokio's, and a test can move it.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::time::Instant;

/// The end of the year 9999, where HTTP dates end.
const END: Duration = Duration::from_secs(253_402_300_799);

/// Times are counted from the start of 1970, in UTC.
pub(crate) struct Clock {
    began: Duration,
    /// Tokio's instant, not the standard library's: it stands still while a test pauses the time.
    since: Instant,
    moved: Duration,
}

impl Clock {
    /// Starts at the system's time, which it does not look at again: a correction of that would
    /// move the rate windows.
    pub(crate) fn start() -> Self {
        let began = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Self { began, since: Instant::now(), moved: Duration::ZERO }
    }

    pub(crate) fn advance(&mut self, by: Duration) {
        self.moved = self.moved.saturating_add(by);
    }

    pub(crate) fn now(&self) -> Duration {
        let unmoved = self.began.saturating_add(self.since.elapsed());
        unmoved.saturating_add(self.moved).min(END)
    }

    pub(crate) fn unix_millis(&self) -> i64 {
        i64::try_from(self.now().as_millis()).unwrap_or(i64::MAX)
    }

    /// For the header `Date`.
    pub(crate) fn http_date(&self) -> String {
        httpdate::fmt_http_date(UNIX_EPOCH + self.now())
    }
}
