//! Whether a failed call was carried out.

use http::StatusCode;

/// Whether a call that failed was carried out: whether the invitation may be out.
///
/// | what happened | delivery |
/// |---|---|
/// | the request is invalid | [`NotSent`](Self::NotSent) |
/// | no connection: DNS, TCP, TLS, or not in time | [`NotSent`](Self::NotSent) |
/// | 4xx, 429 included, but not 408 | [`Rejected`](Self::Rejected) |
/// | a connection that was closed, reset or silent, or said what is no HTTP | [`Unknown`](Self::Unknown) |
/// | 3xx, 408, 5xx | [`Unknown`](Self::Unknown) |
/// | 2xx, but its body is malformed, not what was expected, too large, broken off or too slow | [`Accepted`](Self::Accepted) |
///
/// Decided from what happened on the connection: the request is given up in one step with asking
/// whether a connection has taken it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Delivery {
    /// Nothing of the request left this machine. Sending it again is safe.
    NotSent,
    /// Clerk answered no: nothing was carried out. Sending the same again gets the same answer,
    /// unless it was a rate limit, which passes.
    Rejected,
    /// It may have been carried out. Sending it again may invite twice: look first whether the
    /// invitation is there.
    Unknown,
    /// It was carried out; only Clerk's answer could not be read. Never send it again.
    Accepted,
}

impl Delivery {
    /// What an answer with this status says.
    pub(crate) fn of(status: StatusCode) -> Self {
        if status.is_success() {
            Self::Accepted
        } else if status.is_client_error() && status != StatusCode::REQUEST_TIMEOUT {
            Self::Rejected
        } else {
            Self::Unknown
        }
    }
}
