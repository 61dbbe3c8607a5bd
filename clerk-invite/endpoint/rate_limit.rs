//! Rate limits.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// A rate limit: at most `requests` calls in any window of length `per`, as Clerk documents it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RateLimit {
    /// The maximum number of calls in one window.
    pub requests: u32,
    /// The length of the window.
    pub per: Duration,
}

impl RateLimit {
    /// Creates a limit of `requests` calls in any window of length `per`.
    #[must_use]
    pub const fn new(requests: u32, per: Duration) -> Self {
        Self { requests, per }
    }
}
