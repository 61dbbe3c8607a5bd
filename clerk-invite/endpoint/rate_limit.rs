//! Documented rate limits.

use std::time::Duration;

/// A documented rate limit: at most `requests` calls in any `per`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct RateLimit {
    /// How many calls.
    pub requests: u32,
    /// In how long a time.
    pub per: Duration,
}

impl RateLimit {
    /// At most `requests` calls in any `per`.
    #[must_use]
    pub const fn new(requests: u32, per: Duration) -> Self {
        Self { requests, per }
    }
}
