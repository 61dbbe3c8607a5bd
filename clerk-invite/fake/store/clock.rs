//! The fake's clock. It runs with tokio's; a test can move and stop it.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::time::Instant;

use crate::values::timestamp::Timestamp;

/// The end of the year 9999, where HTTP dates end.
const END: Duration = Duration::from_secs(253_402_300_799);

/// A clock that counts from the Unix epoch.
pub(crate) struct Clock {
    /// The time at which it was started or stopped.
    began: Duration,
    /// The instant at which it was started; `None` while it is stopped. Tokio's, not the standard
    /// library's: it stands still while a test pauses the time.
    since: Option<Instant>,
    moved: Duration,
    /// The time of arrival of the late request that is being carried out.
    rewound: Option<Duration>,
}

impl Clock {
    /// Starts at the system's time, which is read only once: a correction would move the rate
    /// windows.
    pub(crate) fn start() -> Self {
        let began = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Self { began, since: Some(Instant::now()), moved: Duration::ZERO, rewound: None }
    }

    pub(crate) fn advance(&mut self, by: Duration) {
        self.moved = self.moved.saturating_add(by);
    }

    pub(crate) fn stop(&mut self) {
        self.began = self.elapsed();
        self.since = None;
    }

    pub(crate) fn resume(&mut self) {
        self.began = self.elapsed();
        self.since = Some(Instant::now());
    }

    fn elapsed(&self) -> Duration {
        self.began.saturating_add(self.since.map(|since| since.elapsed()).unwrap_or_default())
    }

    /// Shows this time until [`end_rewind`](Self::end_rewind).
    pub(crate) fn rewind(&mut self, to: Duration) {
        self.rewound = Some(to);
    }

    pub(crate) fn end_rewind(&mut self) {
        self.rewound = None;
    }

    pub(crate) fn now(&self) -> Duration {
        let running = || self.elapsed().saturating_add(self.moved).min(END);
        self.rewound.unwrap_or_else(running)
    }

    /// Returns the real time until the clock shows `time`; `None` while it is stopped.
    pub(crate) fn until(&self, time: Duration) -> Option<Duration> {
        self.since.map(|_| time.saturating_sub(self.now()))
    }
}

/// Formats a time for HTTP's headers.
pub(crate) fn http_date(time: Duration) -> String {
    httpdate::fmt_http_date(UNIX_EPOCH + time.min(END))
}

/// Converts a time to whole milliseconds.
pub(crate) fn timestamp(time: Duration) -> Timestamp {
    Timestamp::from_millis(i64::try_from(time.as_millis()).unwrap_or(i64::MAX))
}
