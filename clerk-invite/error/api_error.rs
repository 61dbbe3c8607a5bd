//! Errors returned by Clerk's API.

use std::fmt;
use std::sync::{Arc, OnceLock};

use crate::error::error_body::{ErrorBody, ErrorOfBody};
use crate::error::sent_request::SentRequest;
use crate::values::metadata::Metadata;

/// One of the errors in Clerk's response; schema `ClerkError`.
///
/// `Display` and `Debug` hide the request's own addresses, ids, URLs and metadata, and what looks like
/// an address, an id or a key. The methods return Clerk's own words, which may name people.
#[derive(Clone)]
#[non_exhaustive]
pub struct ApiError {
    code: Option<String>,
    message: Option<String>,
    long_message: Option<String>,
    meta: Option<Metadata>,
    sent: Arc<SentRequest>,
    /// The message to show, written when it is first shown.
    shown: OnceLock<String>,
}

/// Compares what Clerk said.
impl PartialEq for ApiError {
    fn eq(&self, other: &Self) -> bool {
        self.code == other.code
            && self.message == other.message
            && self.long_message == other.long_message
            && self.meta == other.meta
    }
}

impl ApiError {
    /// The stable code, such as `duplicate_record`; empty if Clerk sent none.
    #[must_use]
    pub fn code(&self) -> &str {
        self.code.as_deref().unwrap_or_default()
    }

    /// The short message; empty if Clerk sent none.
    #[must_use]
    pub fn message(&self) -> &str {
        self.message.as_deref().unwrap_or_default()
    }

    /// The long message, if there is one. It may name the people concerned.
    #[must_use]
    pub fn long_message(&self) -> Option<&str> {
        self.long_message.as_deref()
    }

    /// Whatever else Clerk sent with this error, verbatim: `param_name`, `email_addresses` and so
    /// on, by code.
    #[must_use]
    pub fn meta(&self) -> Option<&Metadata> {
        self.meta.as_ref()
    }

    /// Returns true if the person has been invited, has joined, is a user or is on the waitlist
    /// already.
    ///
    /// Elsewhere than at the waitlist, `form_param_duplicate` is about a parameter.
    pub(crate) fn is_duplicate(&self, at_waitlist: bool) -> bool {
        match self.code() {
            "duplicate_record"
            | "organization_invitation_not_unique"
            | "already_a_member_in_organization"
            | "form_identifier_exists"
            | "waitlist_entry_already_invited"
            | "waitlist_entry_already_completed" => true,
            "form_param_duplicate" => at_waitlist,
            _ => false,
        }
    }

    /// Returns true for the codes that name a person in their message and nowhere else.
    pub(crate) fn names_in_message(&self) -> bool {
        matches!(
            self.code(),
            "already_a_member_in_organization" | "organization_invitation_not_unique"
        )
    }

    /// Returns the message to show: the long one, without what no message may show.
    fn shown(&self) -> &str {
        self.shown.get_or_init(|| {
            let long = self.long_message().filter(|message| !message.is_empty());
            let message = long.unwrap_or_else(|| self.message());
            if message.is_empty() { String::new() } else { self.sent.secrets().redact(message) }
        })
    }

    /// The code, if it is one: a body can hold anything, and a key can look like a code.
    pub(crate) fn stable_code(&self) -> Option<&str> {
        let is_code = |byte: u8| byte.is_ascii_lowercase() || byte == b'_';
        let code = self.code.as_deref().filter(|code| !code.is_empty())?;
        (code.len() <= 64 && code.bytes().all(is_code) && !code.starts_with("sk_")).then_some(code)
    }

    /// The code, or words in its place.
    fn shown_code(&self) -> &str {
        self.stable_code().unwrap_or(if self.code().is_empty() { "" } else { "code not shown" })
    }
}

/// The long message and the code, without what the request says of people, and without what looks
/// like an address or an id.
impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.shown(), self.shown_code()) {
            ("", "") => f.write_str("an error without code and message"),
            ("", code) => f.write_str(code),
            (message, "") => f.write_str(message),
            (message, code) => write!(f, "{message} ({code})"),
        }
    }
}

impl fmt::Debug for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiError")
            .field("code", &self.shown_code())
            .field("message", &self.shown())
            .finish_non_exhaustive()
    }
}

/// The body of a response that is not a success; schema `ClerkErrors`.
#[derive(Default)]
pub(crate) struct ApiErrors {
    pub(crate) errors: Vec<ApiError>,
    pub(crate) clerk_trace_id: Option<String>,
}

impl ApiErrors {
    /// Reads whatever of the body can be read.
    pub(crate) fn read(body: &[u8], sent: &Arc<SentRequest>) -> Self {
        let body = ErrorBody::read(body);
        let error = |error: ErrorOfBody| {
            let ErrorOfBody { code, message, long_message, meta } = error;
            let (sent, shown) = (Arc::clone(sent), OnceLock::new());
            ApiError { code, message, long_message, meta, sent, shown }
        };
        Self {
            errors: body.errors.into_iter().map(error).collect(),
            clerk_trace_id: body.clerk_trace_id,
        }
    }
}
