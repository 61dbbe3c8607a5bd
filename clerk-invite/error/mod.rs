//! The one error of this crate.

pub(crate) mod api_error;
pub(crate) mod cause;
pub(crate) mod delivery;
mod error_body;
mod message;
mod named;
pub(crate) mod people;
pub(crate) mod quotations;
pub(crate) mod redact;
pub(crate) mod secrets;
pub(crate) mod sent_request;

use std::fmt;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use http::StatusCode;

use crate::endpoint::invalid_request::InvalidRequest;
use crate::error::api_error::{ApiError, ApiErrors};
use crate::error::cause::Cause;
use crate::error::delivery::Delivery;
use crate::error::named::Named;
use crate::error::sent_request::SentRequest;
use crate::values::string_types::EmailAddress;

/// The error of a call, or of making a client.
///
/// [`delivery`](Self::delivery) decides what to do; the other methods give details. Neither `Display` nor
/// `Debug` shows an address, an id, metadata or the key: Clerk's own words are shown without them, and
/// [`errors`](Self::errors) has them in full.
///
/// # What to do
///
/// | [`delivery`](Self::delivery) | and | then |
/// |---|---|---|
/// | [`NotSent`](Delivery::NotSent) | [`invalid_request`](Self::invalid_request) | correct the field that it names |
/// | | [`is_rate_limited`](Self::is_rate_limited) | wait for [`retry_after`](Self::retry_after), then send it again |
/// | | otherwise | nothing left this machine: correct the setup, or send it again |
/// | [`Rejected`](Delivery::Rejected) | [`is_duplicate`](Self::is_duplicate) | nothing: they are invited, members or users already. Of a list, nobody was invited: leave out [`rejected_items`](Self::rejected_items) and send the rest |
/// | | [`is_rate_limited`](Self::is_rate_limited) | wait for [`retry_after`](Self::retry_after), then send it again |
/// | | otherwise | read [`code`](Self::code) and [`errors`](Self::errors); the same request gets the same response |
/// | [`Unknown`](Delivery::Unknown) | | look whether the invitation is there, and send it again only if it is not |
/// | [`Accepted`](Delivery::Accepted) | | nothing: it was carried out, and only the response could not be read |
///
/// # Status of your own
///
/// A service that invites people for its own clients can respond with:
///
/// | error, by the first row that fits | [`code`](Self::code) | status |
/// |---|---|---|
/// | [`is_duplicate`](Self::is_duplicate) | Clerk's | 409 |
/// | [`is_rate_limited`](Self::is_rate_limited) | Clerk's, or `rate_budget_used_up` | 503, with [`retry_after_seconds`](Self::retry_after_seconds) as `Retry-After` |
/// | the request is invalid | `invalid_request` | 422 |
/// | Clerk refuses what was asked for: its status is 400, 409, 413 or 422 | Clerk's | 422 |
/// | Clerk refuses the key, the plan, the path or an id: any other [`Rejected`](Delivery::Rejected) | Clerk's | 500 |
/// | the client is set up or used wrongly | `invalid_config`, `wrong_runtime` | 500 |
/// | any other [`NotSent`](Delivery::NotSent) | `not_connected` | 503 |
/// | no response in time: [`is_timeout`](Self::is_timeout), and [`Unknown`](Delivery::Unknown) | `timeout` | 504 |
/// | any other [`Unknown`](Delivery::Unknown) | `connection_lost`, `not_clerk`, Clerk's, or none | 502 |
/// | [`Accepted`](Delivery::Accepted) | `unreadable_response` | 202 |
///
/// The example `axum` does so. What is 502 or 504 may have been carried out: neither your clients nor
/// a proxy should send it again unasked.
pub struct Error(Box<Inner>);

struct Inner {
    /// The declaration's name, or nothing while a client is made.
    operation: Option<&'static str>,
    kind: Kind,
}

// Only the client, behind its feature, makes some of them.
#[cfg_attr(not(feature = "client"), allow(dead_code))]
pub(crate) enum Kind {
    /// The key, the base URL or another setting of the client is wrong.
    Config(String),
    /// The request failed its checks.
    Invalid(InvalidRequest),
    /// The call was made where it cannot run.
    Runtime(&'static str),
    /// The client's own rate budget has no slot, and `next_slot_in` is too long to wait.
    RateBudget { next_slot_in: Option<Duration> },
    /// There is no response.
    Transport { cause: Cause, delivery: Delivery },
    /// A response that is not a success.
    Status {
        status: StatusCode,
        body: ApiErrors,
        retry_after: Option<Duration>,
        is_duplicate: bool,
        sent: Arc<SentRequest>,
        /// Whom `body` names of `sent`, looked for when somebody asks.
        named: OnceLock<Named>,
    },
    /// A success whose body could not be read.
    UnreadableBody {
        status: StatusCode,
        /// It can be Clerk's: JSON, or empty.
        is_clerks: bool,
        reason: String,
        trace_id: Option<String>,
        interrupted: bool,
        timeout: bool,
    },
}

impl Error {
    pub(crate) fn new(operation: Option<&'static str>, kind: Kind) -> Self {
        Self(Box::new(Inner { operation, kind }))
    }

    pub(crate) fn config(problem: impl Into<String>) -> Self {
        Self::new(None, Kind::Config(problem.into()))
    }

    pub(crate) fn invalid(operation: &'static str, invalid: InvalidRequest) -> Self {
        Self::new(Some(operation), Kind::Invalid(invalid))
    }

    #[cfg(feature = "client")]
    pub(crate) fn kind(&self) -> &Kind {
        &self.0.kind
    }

    /// OpenTelemetry's `error.type`: a status, or a word.
    #[cfg(feature = "client")]
    pub(crate) fn error_type(&self) -> &str {
        match &self.0.kind {
            Kind::Config(_) | Kind::Invalid(_) | Kind::Runtime(_) => "invalid_request",
            Kind::RateBudget { .. } => "rate_budget",
            Kind::Transport { .. } | Kind::UnreadableBody { .. } if self.is_timeout() => "timeout",
            Kind::Transport { delivery: Delivery::NotSent, .. } => "connect",
            Kind::Transport { .. } => "connection",
            Kind::Status { status, .. } => status.as_str(),
            Kind::UnreadableBody { .. } => "response_body",
        }
    }

    /// Returns whether the call was carried out. Ask this before you send anything again.
    #[must_use]
    pub fn delivery(&self) -> Delivery {
        match &self.0.kind {
            Kind::Config(_) | Kind::Invalid(_) | Kind::Runtime(_) | Kind::RateBudget { .. } => {
                Delivery::NotSent
            }
            Kind::Transport { delivery, .. } => *delivery,
            Kind::UnreadableBody { is_clerks: false, .. } => Delivery::Unknown,
            Kind::Status { status, .. } | Kind::UnreadableBody { status, .. } => {
                Delivery::of(*status)
            }
        }
    }

    /// Returns the status of the response, or `None` if there was none.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        match &self.0.kind {
            Kind::Status { status, .. } | Kind::UnreadableBody { status, .. } => Some(*status),
            _ => None,
        }
    }

    /// Returns Clerk's list of errors, in full; empty if there was no response, or none with a list.
    ///
    /// It may name people: think before you log it.
    #[must_use]
    pub fn errors(&self) -> &[ApiError] {
        match &self.0.kind {
            Kind::Status { body, .. } => &body.errors,
            _ => &[],
        }
    }

    /// Returns the people whom Clerk names, each once: of a duplicate, those who are invited already.
    ///
    /// They come from `meta.email_addresses` and `meta.identifiers`, as Clerk writes them, and from
    /// the messages, in which the addresses of the request are looked for, as the request writes
    /// them. Empty if Clerk names nobody.
    #[must_use]
    pub fn addresses(&self) -> Vec<EmailAddress> {
        self.named().map(|named| named.addresses.clone()).unwrap_or_default()
    }

    /// Returns the indexes of the items in the request's list that [`addresses`](Self::addresses)
    /// concern, in order: two of them if an address was in the list twice.
    ///
    /// Case, white space around an address and the spelling of its domain (Punycode) do not matter.
    /// Empty if the request's body is not a list, or if Clerk names nobody in it.
    ///
    /// ```
    /// # use clerk_invite::{Codec, CreateInvitation, CreateInvitationBulk, Error, http};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let codec = Codec::new("sk_test_123")?;
    /// let request = CreateInvitationBulk::new([
    ///     CreateInvitation::new("a@example.com"),
    ///     CreateInvitation::new("b@example.com"),
    /// ]);
    /// # let response = http::Response::builder().status(400).body(
    /// #     r#"{"errors":[{"code":"duplicate_record","meta":{"email_addresses":["B@example.com"]}}]}"#.into(),
    /// # )?;
    /// // Clerk's response: `b@example.com` has been invited before.
    /// let error = codec.decode(&request, &response).unwrap_err();
    /// assert_eq!(error.rejected_items(), [1]);
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn rejected_items(&self) -> Vec<usize> {
        self.named().map(|named| named.items.clone()).unwrap_or_default()
    }

    fn named(&self) -> Option<&Named> {
        match &self.0.kind {
            Kind::Status { body, sent, named, .. } => {
                Some(named.get_or_init(|| Named::by(&body.errors, sent.people())))
            }
            _ => None,
        }
    }

    /// Returns a stable word for the error: Clerk's code, such as `form_param_format_invalid`, of the
    /// first of [`errors`](Self::errors), or one of ours in [the table](Self#status-of-your-own).
    ///
    /// `None` only for a response that is not a success and has no code of Clerk's, such as a proxy's
    /// 502: its [`status`](Self::status) says more. A code is small letters and underscores; anything
    /// else that stands in its place, and may be somebody's, only [`errors`](Self::errors) has.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        Some(match &self.0.kind {
            Kind::Status { .. } => return self.errors().first().and_then(ApiError::stable_code),
            Kind::Config(_) => "invalid_config",
            Kind::Invalid(_) => "invalid_request",
            Kind::Runtime(_) => "wrong_runtime",
            Kind::RateBudget { .. } => "rate_budget_used_up",
            Kind::Transport { delivery: Delivery::NotSent, .. } => "not_connected",
            Kind::Transport { .. } if self.is_timeout() => "timeout",
            Kind::Transport { .. } => "connection_lost",
            Kind::UnreadableBody { is_clerks: true, .. } => "unreadable_response",
            Kind::UnreadableBody { is_clerks: false, .. } => "not_clerk",
        })
    }

    /// Returns Clerk's id of this call, which its support asks for: from the body, else from the header
    /// `Clerk-Trace-Id`, else from `CF-Ray`.
    #[must_use]
    pub fn trace_id(&self) -> Option<&str> {
        match &self.0.kind {
            Kind::Status { body, .. } => body.clerk_trace_id.as_deref(),
            Kind::UnreadableBody { trace_id, .. } => trace_id.as_deref(),
            _ => None,
        }
    }

    /// Returns the wait before the next call of this endpoint: the one that Clerk asks for, at most a day,
    /// or the time until the client's own rate budget has a slot. `None` if neither is known.
    ///
    /// Of an [`Unknown`](Delivery::Unknown) it is when to look, not when to send again.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        match &self.0.kind {
            Kind::Status { retry_after, .. } => *retry_after,
            Kind::RateBudget { next_slot_in } => *next_slot_in,
            _ => None,
        }
    }

    /// Returns [`retry_after`](Self::retry_after) in whole seconds, rounded up: what a service puts into
    /// a `Retry-After` header of its own, so that nobody comes back too early.
    #[must_use]
    pub fn retry_after_seconds(&self) -> Option<u64> {
        let wait = self.retry_after()?;
        Some(wait.as_secs().saturating_add(u64::from(wait.subsec_nanos() > 0)))
    }

    /// Returns the mistake in the request, if it was refused before anything was sent.
    #[must_use]
    pub fn invalid_request(&self) -> Option<&InvalidRequest> {
        match &self.0.kind {
            Kind::Invalid(invalid) => Some(invalid),
            _ => None,
        }
    }

    /// Returns true if the endpoint's rate limit is used up: Clerk says so (429), or the client's own rate
    /// budget does, and then nothing was sent. Nothing was carried out: wait for
    /// [`retry_after`](Self::retry_after), then send it again.
    #[must_use]
    pub fn is_rate_limited(&self) -> bool {
        matches!(&self.0.kind, Kind::RateBudget { .. })
            || self.status() == Some(StatusCode::TOO_MANY_REQUESTS)
    }

    /// Returns true if somebody in the request has been invited, has joined, is a user or is in the
    /// request twice.
    ///
    /// Nothing was carried out: of a list, nobody was invited. Leave out
    /// [`rejected_items`](Self::rejected_items), but keep the first of those that are in the list twice.
    /// `ignore_existing`, where the operation has it, turns the check off: whoever is in the list twice
    /// is then invited twice.
    #[must_use]
    pub fn is_duplicate(&self) -> bool {
        matches!(self.0.kind, Kind::Status { is_duplicate: true, .. })
    }

    /// Returns true if a timeout ran out: while connecting ([`Delivery::NotSent`]), before the head of the
    /// response ([`Delivery::Unknown`]), or in the body of a success ([`Delivery::Accepted`]). The timeouts are set on the [`ClientBuilder`](crate::ClientBuilder).
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        match &self.0.kind {
            Kind::Transport { cause: Cause::Timeout, .. } => true,
            Kind::Transport { cause: Cause::Connection { timeout, .. }, .. }
            | Kind::UnreadableBody { timeout, .. } => *timeout,
            _ => false,
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("operation", &self.0.operation)
            .field("delivery", &self.delivery())
            .field("status", &self.status())
            .field("errors", &self.errors())
            .field("message", &self.to_string())
            .finish()
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.0.kind {
            // The rest of the message is complete.
            Kind::Transport { cause: Cause::Connection { source, .. }, .. } => Some(&**source),
            _ => None,
        }
    }
}
