//! The `tracing` events of a call. They hold names, times and statuses, and never an address, an id or
//! the key.

use std::time::Duration;

use http::StatusCode;

use crate::error::Error;
use crate::error::delivery::Delivery;

/// At INFO: the call is sent again, after a wait.
pub(crate) fn retry(operation: &'static str, error: &Error, wait: Duration) {
    let reason = error.error_type();
    let wait_ms = millis(wait);
    if error.status() == Some(StatusCode::TOO_MANY_REQUESTS) {
        tracing::info!(
            clerk.operation = operation,
            error.type = reason,
            wait_ms,
            "waiting for Clerk's Retry-After"
        );
    } else {
        tracing::info!(clerk.operation = operation, error.type = reason, wait_ms, "sending again");
    }
}

/// At WARN: the call may or may not have been carried out.
pub(crate) fn failed(operation: &'static str, error: &Error) {
    if error.delivery() == Delivery::Unknown {
        tracing::warn!(
            clerk.operation = operation,
            error.type = error.error_type(),
            trace_id = error.shown_trace_id(),
            "the call may or may not have been carried out"
        );
    }
}

fn millis(wait: Duration) -> u64 {
    u64::try_from(wait.as_millis()).unwrap_or(u64::MAX)
}
