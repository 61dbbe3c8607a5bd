//! Timeouts of an attempt.

use std::time::Duration;

/// The timeouts of an attempt. A call is one attempt, unless a retry policy allows more.
///
/// | timeout | by default | delivery when it runs out |
/// |---|---|---|
/// | `connect` | 10 s | [`NotSent`](crate::Delivery::NotSent) |
/// | `read` | 30 s | [`Unknown`](crate::Delivery::Unknown) before the head of the response, by its status after it |
/// | `total` | 60 s | `NotSent` before a connection takes the request, then as for `read` |
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Timeouts {
    /// The time until a connection takes the request: DNS, TCP and TLS.
    pub connect: Duration,
    /// The longest silence of the server after a connection took the request.
    pub read: Duration,
    /// The time until the last byte of the response.
    pub total: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            read: Duration::from_secs(30),
            total: Duration::from_secs(60),
        }
    }
}

impl Timeouts {
    /// Returns these timeouts with another [`connect`](Self::connect).
    #[must_use]
    pub fn connect(self, connect: Duration) -> Self {
        Self { connect, ..self }
    }

    /// Returns these timeouts with another [`read`](Self::read).
    #[must_use]
    pub fn read(self, read: Duration) -> Self {
        Self { read, ..self }
    }

    /// Returns these timeouts with another [`total`](Self::total).
    #[must_use]
    pub fn total(self, total: Duration) -> Self {
        Self { total, ..self }
    }
}
