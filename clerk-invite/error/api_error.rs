//! What Clerk says when it says no.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::error::redact::redact;
use crate::values::metadata::Metadata;

/// One of the errors in Clerk's answer; schema `ClerkError`.
///
/// `Debug` hides what looks like an address or an id; the methods give Clerk's own words, which may
/// name people.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct ApiError {
    code: Option<String>,
    message: Option<String>,
    long_message: Option<String>,
    meta: Option<Metadata>,
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

    /// Whether it says that the person has been invited, has joined or is a user already.
    pub(crate) fn is_duplicate(&self) -> bool {
        matches!(
            self.code(),
            "duplicate_record"
                | "organization_invitation_not_unique"
                | "already_a_member_in_organization"
                | "form_identifier_exists"
        )
    }

    /// The code, if it is one: a body can hold anything.
    fn shown_code(&self) -> &str {
        let is_code = |byte: u8| byte.is_ascii_lowercase() || byte == b'_';
        let code = self.code();
        if code.len() <= 64 && code.bytes().all(is_code) { code } else { "code not shown" }
    }

    /// The message to show: the long one, without addresses and ids.
    fn redacted(&self) -> String {
        let long = self.long_message().filter(|message| !message.is_empty());
        redact(long.unwrap_or_else(|| self.message()))
    }
}

/// The long message and the code, without what looks like an address or an id.
impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.redacted().as_str(), self.shown_code()) {
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
            .field("message", &self.redacted())
            .finish_non_exhaustive()
    }
}

/// The body of an answer that is no success; schema `ClerkErrors`.
#[derive(Default)]
pub(crate) struct ApiErrors {
    pub(crate) errors: Vec<ApiError>,
    pub(crate) clerk_trace_id: Option<String>,
}

impl ApiErrors {
    /// Whatever of the body can be read: a part that is odd takes no other part with it.
    pub(crate) fn read(body: &[u8]) -> Self {
        type Object<'a> = BTreeMap<Cow<'a, str>, &'a RawValue>;
        fn field<'a, T: Deserialize<'a>>(object: &Object<'a>, name: &str) -> Option<T> {
            serde_json::from_str(object.get(name)?.get()).ok()
        }
        let body: Object<'_> = serde_json::from_slice(body).unwrap_or_default();
        let errors: Vec<Object<'_>> = field(&body, "errors").unwrap_or_default();
        let error = |error: &Object<'_>| ApiError {
            code: field(error, "code"),
            message: field(error, "message"),
            long_message: field(error, "long_message"),
            meta: field(error, "meta"),
        };
        Self {
            errors: errors.iter().map(error).collect(),
            clerk_trace_id: field(&body, "clerk_trace_id"),
        }
    }
}
