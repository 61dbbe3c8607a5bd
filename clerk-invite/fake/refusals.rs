//! Clerk's refusals, with the HTTP status of each error code.

use std::time::Duration;

use http::header::{ALLOW, RETRY_AFTER};
use http::{HeaderName, HeaderValue, Method, StatusCode};
use serde::Serialize;

/// The response to a refused request: one status, and an entry for every mistake.
pub(crate) struct Refusal {
    pub(crate) status: StatusCode,
    pub(crate) errors: Vec<ClerkError>,
    /// The header that belongs to the status, such as `Retry-After`.
    pub(crate) header: Option<(HeaderName, HeaderValue)>,
}

/// An entry of `errors`, as it is on the wire.
#[derive(Clone, Serialize)]
pub(crate) struct ClerkError {
    message: &'static str,
    long_message: String,
    code: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    meta: Option<Meta>,
}

#[derive(Clone, Serialize)]
#[serde(untagged)]
enum Meta {
    Parameter { param_name: String },
    Addresses { email_addresses: Vec<String> },
}

/// A mistake in one field of a body or one parameter of a query.
#[derive(Clone, Copy)]
pub(crate) enum Problem {
    Missing,
    Nil,
    Unknown,
    TypeInvalid,
    FormatInvalid,
    ValueInvalid,
    Duplicate,
    TooLong,
    TooLarge,
    IdentifierExists,
}

impl ClerkError {
    pub(crate) fn form(name: &str, problem: Problem) -> Self {
        let (code, message) = match problem {
            Problem::Missing => ("form_param_missing", "must be given"),
            Problem::Nil => ("form_param_nil", "must not be null"),
            Problem::Unknown => ("form_param_unknown", "is not a field of this operation"),
            Problem::TypeInvalid => ("form_param_type_invalid", "has the wrong type"),
            Problem::FormatInvalid => ("form_param_format_invalid", "is not well formed"),
            Problem::ValueInvalid => ("form_param_value_invalid", "is not an allowed value"),
            Problem::Duplicate => ("form_param_duplicate", "is in this request twice"),
            Problem::TooLong => ("form_param_array_size_exceeded", "has too many values"),
            Problem::TooLarge => ("form_param_exceeds_allowed_size", "is too large"),
            Problem::IdentifierExists => ("form_identifier_exists", "belongs to an existing user"),
        };
        let long_message = format!("The parameter `{name}` {message}.");
        let meta = Some(Meta::Parameter { param_name: name.to_owned() });
        Self { message, long_message, code, meta }
    }

    fn plain(code: &'static str, message: &'static str, long_message: impl Into<String>) -> Self {
        Self { message, long_message: long_message.into(), code, meta: None }
    }
}

impl Refusal {
    fn new(status: StatusCode, error: ClerkError) -> Self {
        Self::all(status, vec![error])
    }

    fn all(status: StatusCode, errors: Vec<ClerkError>) -> Self {
        Self { status, errors, header: None }
    }
}

/// Refuses a body or a query with all of its mistakes.
pub(crate) fn form(errors: Vec<ClerkError>) -> Refusal {
    Refusal::all(StatusCode::UNPROCESSABLE_ENTITY, errors)
}

/// Refuses `count` items that invite existing users, with one entry for each.
pub(crate) fn form_identifier_exists(count: usize) -> Refusal {
    form(vec![ClerkError::form("email_address", Problem::IdentifierExists); count])
}

pub(crate) fn authorization_header_format_invalid() -> Refusal {
    let error = ClerkError::plain(
        "authorization_header_format_invalid",
        "no usable Authorization header",
        "Send the secret key as `Authorization: Bearer sk_...`.",
    );
    Refusal::new(StatusCode::UNAUTHORIZED, error)
}

pub(crate) fn clerk_key_invalid() -> Refusal {
    let error = ClerkError::plain(
        "clerk_key_invalid",
        "secret key not accepted",
        "This secret key belongs to no instance; check which key is configured.",
    );
    Refusal::new(StatusCode::UNAUTHORIZED, error)
}

pub(crate) fn resource_not_found() -> Refusal {
    let error = ClerkError::plain(
        "resource_not_found",
        "nothing found",
        "Nothing exists at this path: the path itself or an id in it is wrong.",
    );
    Refusal::new(StatusCode::NOT_FOUND, error)
}

/// Refuses a path that the fake does not know, and says how a test can serve it.
pub(crate) fn unknown_path() -> Refusal {
    let error = ClerkError::plain(
        "resource_not_found",
        "nothing found",
        "FakeClerk does not know this path. A test can give its endpoint a response: \
         `fake.respond_to::<Endpoint>(200, json)`, or `respond_to_with` for a function of the request.",
    );
    Refusal::new(StatusCode::NOT_FOUND, error)
}

/// The code is made up: Clerk documents none for this.
pub(crate) fn method_not_allowed(allowed: &[Method]) -> Refusal {
    let allowed = allowed.iter().map(Method::as_str).collect::<Vec<_>>().join(", ");
    let error = ClerkError::plain(
        "method_not_allowed",
        "wrong method",
        format!("This path is served, but for these methods only: {allowed}."),
    );
    let header = HeaderValue::try_from(allowed).ok().map(|allowed| (ALLOW, allowed));
    Refusal { header, ..Refusal::new(StatusCode::METHOD_NOT_ALLOWED, error) }
}

pub(crate) fn unsupported_content_type() -> Refusal {
    let error = ClerkError::plain(
        "unsupported_content_type",
        "wrong content type",
        "Send the body with `Content-Type: application/json`.",
    );
    Refusal::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, error)
}

pub(crate) fn request_body_too_large() -> Refusal {
    let error = ClerkError::plain(
        "request_body_too_large",
        "body too large",
        "The body is over the limit of 1 MiB.",
    );
    Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, error)
}

pub(crate) fn request_body_invalid() -> Refusal {
    let error = ClerkError::plain(
        "request_body_invalid",
        "body not understood",
        "The body is not JSON of the shape that this operation takes.",
    );
    Refusal::new(StatusCode::BAD_REQUEST, error)
}

/// Refuses a list of the wrong size. The code is inferred: it speaks of the size of a bulk operation,
/// whereas `form_param_array_size_exceeded` is about a named parameter, and a body has no name.
pub(crate) fn bulk_size_exceeded(max: usize) -> Refusal {
    let error = ClerkError::plain(
        "bulk_size_exceeded",
        "wrong number of items",
        format!("One call takes at least 1 and at most {max} items."),
    );
    Refusal::new(StatusCode::BAD_REQUEST, error)
}

pub(crate) fn duplicate_record(email_addresses: Vec<String>) -> Refusal {
    let error = ClerkError {
        message: "already invited",
        long_message: format!("Pending or repeated invitations: {}.", email_addresses.join(", ")),
        code: "duplicate_record",
        meta: Some(Meta::Addresses { email_addresses }),
    };
    Refusal::new(StatusCode::BAD_REQUEST, error)
}

/// Refuses members, with one entry for each address, which only `long_message` names, as with Clerk.
pub(crate) fn already_a_member_in_organization(email_addresses: &[&str]) -> Refusal {
    let error = |address: &&str| {
        ClerkError::plain(
            "already_a_member_in_organization",
            "already a member",
            format!("{address} belongs to a member of this organization."),
        )
    };
    let errors = email_addresses.iter().map(error).collect();
    Refusal::all(StatusCode::BAD_REQUEST, errors)
}

/// Refuses duplicates, with one entry for each address, which only `long_message` names, as with
/// Clerk.
pub(crate) fn organization_invitation_not_unique(email_addresses: &[String]) -> Refusal {
    let error = |address: &String| {
        ClerkError::plain(
            "organization_invitation_not_unique",
            "already invited",
            format!(
                "{address} has a pending invitation to this organization, or is in this request twice."
            ),
        )
    };
    let errors = email_addresses.iter().map(error).collect();
    Refusal::all(StatusCode::BAD_REQUEST, errors)
}

pub(crate) fn invitation_already_accepted() -> Refusal {
    let error = ClerkError::plain(
        "invitation_already_accepted",
        "already accepted",
        "The person has joined; there is nothing left to revoke.",
    );
    Refusal::new(StatusCode::BAD_REQUEST, error)
}

pub(crate) fn invitation_already_revoked() -> Refusal {
    let error = ClerkError::plain(
        "invitation_already_revoked",
        "already revoked",
        "An invitation can be revoked once.",
    );
    Refusal::new(StatusCode::BAD_REQUEST, error)
}

pub(crate) fn organization_invitation_not_pending() -> Refusal {
    let error = ClerkError::plain(
        "organization_invitation_not_pending",
        "not pending",
        "Only a pending invitation can be revoked, and this one is not.",
    );
    Refusal::new(StatusCode::NOT_FOUND, error)
}

/// Refuses to change an entry that is not pending. The code names its status.
pub(crate) fn waitlist_entry_already(code: &'static str) -> Refusal {
    let error = ClerkError::plain(
        code,
        "entry not pending",
        "This can be done with a pending entry of the waitlist only.",
    );
    Refusal::new(StatusCode::CONFLICT, error)
}

/// Refuses a call over the rate limit. `Retry-After` is rounded up to whole seconds, so that a client
/// that waits for as long is let through.
pub(crate) fn too_many_requests_for(wait: Duration) -> Refusal {
    let seconds = wait.as_secs().saturating_add(u64::from(wait.subsec_nanos() > 0));
    too_many_requests(Some(seconds.max(1).into()))
}

pub(crate) fn too_many_requests(retry_after: Option<HeaderValue>) -> Refusal {
    let error = ClerkError::plain(
        "too_many_requests",
        "too many requests",
        "This operation has been called too often; call it again later.",
    );
    let header = retry_after.map(|retry_after| (RETRY_AFTER, retry_after));
    Refusal { header, ..Refusal::new(StatusCode::TOO_MANY_REQUESTS, error) }
}

/// Reports a status that a test has given to a response and that HTTP does not have.
pub(crate) fn no_such_status(status: u16) -> Refusal {
    let long_message =
        format!("A test's response has the status {status}, which HTTP does not have.");
    let error = ClerkError::plain("internal_clerk_error", "no such status", long_message);
    Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, error)
}

/// Fails with a status that a test asks for; one that Clerk has no code for is an internal error.
pub(crate) fn server_error(status: StatusCode) -> Refusal {
    let (code, message) = match status {
        StatusCode::SERVICE_UNAVAILABLE => ("service_unavailable", "service unavailable"),
        StatusCode::GATEWAY_TIMEOUT => ("gateway_timeout", "gateway timeout"),
        _ => ("internal_clerk_error", "internal error"),
    };
    let long_message = "A test asked for this failure.";
    Refusal::new(status, ClerkError::plain(code, message, long_message))
}
