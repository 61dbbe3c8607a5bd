//! Settings that can differ from call to call.

use crate::client::retry::RetryPolicy;
use crate::transport::body_limits::BodyLimits;
use crate::transport::timeouts::Timeouts;

/// The settings of one call.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Settings {
    pub(crate) timeouts: Timeouts,
    pub(crate) limits: BodyLimits,
    pub(crate) retry: RetryPolicy,
    /// The call neither waits for the rate budget nor counts in it.
    pub(crate) without_rate_budget: bool,
}
