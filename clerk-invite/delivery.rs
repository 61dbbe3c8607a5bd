//! Whether a failed call was carried out.

use http::StatusCode;

/// Whether a call that failed was carried out: whether the invitation may be out.
///
/// | what happened | delivery |
/// |---|---|
/// | the request is invalid; no connection: DNS, TCP, TLS | [`NotSent`](Self::NotSent) |
/// | Clerk answered 4xx, 429 included, but not 408 | [`Rejected`](Self::Rejected) |
/// | the connection broke or the time ran out behind the connect; 408, 5xx, 3xx | [`Unknown`](Self::Unknown) |
/// | Clerk answered 2xx, but its body could not be read | [`Accepted`](Self::Accepted) |
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
