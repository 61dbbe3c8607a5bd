//! How long the parts of an attempt may take.

use std::time::Duration;

/// How long the parts of an attempt may take: of a call, unless a retry policy makes more of one.
///
/// | timeout | by default | what ends there is |
/// |---|---|---|
/// | `connect` | 10 s | [`NotSent`](crate::Delivery::NotSent) |
/// | `read` | 30 s | [`Unknown`](crate::Delivery::Unknown) |
/// | `total` | 60 s | whichever of the two the call had come to |
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Timeouts {
    /// From the start until a connection takes the request: DNS, TCP and TLS.
    pub connect: Duration,
    /// The longest silence of the server, once the request is on its way.
    pub read: Duration,
    /// From the start to the last byte of the answer.
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
    /// The same with another [`connect`](Self::connect).
    #[must_use]
    pub fn connect(self, connect: Duration) -> Self {
        Self { connect, ..self }
    }

    /// The same with another [`read`](Self::read).
    #[must_use]
    pub fn read(self, read: Duration) -> Self {
        Self { read, ..self }
    }

    /// The same with another [`total`](Self::total).
    #[must_use]
    pub fn total(self, total: Duration) -> Self {
        Self { total, ..self }
    }
}
