//! The outcome of a call that failed.

use http::StatusCode;

/// The outcome of a call that failed: whether the invitation may be out.
///
/// | what happened | delivery |
/// |---|---|
/// | the request is invalid | [`NotSent`](Self::NotSent) |
/// | no connection: DNS, TCP, TLS, or not in time | [`NotSent`](Self::NotSent) |
/// | a connection, but the client's send check said no | [`NotSent`](Self::NotSent) |
/// | 4xx, 429 included, but not 408 | [`Rejected`](Self::Rejected) |
/// | a connection that was closed, reset or silent, or a response that is not HTTP | [`Unknown`](Self::Unknown) |
/// | 3xx, 408, 5xx | [`Unknown`](Self::Unknown) |
/// | 2xx that is not Clerk's: its body is HTML or not JSON at all, as behind a captive portal or a wrong base URL | [`Unknown`](Self::Unknown) |
/// | 2xx whose body is JSON or empty, but not what was expected, or is too large, broken off or too slow | [`Accepted`](Self::Accepted) |
///
/// A 2xx is not Clerk's if its content type is another than JSON and its body is not the result, or
/// if it has no content type, or the right one, and a body that does not begin as JSON. An empty
/// body is the success of a declaration with `#[returns(())]`.
///
/// Giving up and a connection taking the request exclude each other atomically, so `NotSent` is
/// certain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Delivery {
    /// Nothing of the request left this machine. Sending it again is safe.
    NotSent,
    /// Clerk refused it: nothing was carried out. Sending the same again gets the same response,
    /// unless it was a rate limit, which passes.
    Rejected,
    /// It may have been carried out, or still be. Sending it again may invite twice: look first whether
    /// the invitation is there, a few minutes later, since it can arrive late:
    ///
    /// ```
    /// # async fn example(clerk: clerk_invite::Client) -> Result<(), clerk_invite::Error> {
    /// # use clerk_invite::ListInvitations;
    /// let listed = clerk.list_invitations(ListInvitations::new().query("invite@example.com")).await?;
    /// let is_there = listed.items.iter().any(|it| it.email_address == "invite@example.com");
    /// # Ok(())
    /// # }
    /// ```
    Unknown,
    /// It was carried out; only Clerk's response could not be read. Never send it again.
    Accepted,
}

impl Delivery {
    /// Returns the delivery of a response with this status.
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
