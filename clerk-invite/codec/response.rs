//! Responses to results and errors.

use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use http::header::HeaderName;
use http::{HeaderMap, Response};
use serde::de::DeserializeOwned;

use crate::codec::content_type::{ContentType, can_be_clerks};
use crate::codec::{response_body, retry_after};
use crate::error::api_error::ApiErrors;
use crate::error::cause::BodyError;
use crate::error::redact::without_value;
use crate::error::sent_request::SentRequest;
use crate::error::{Error, Kind};

const TRACE_ID: HeaderName = HeaderName::from_static("clerk-trace-id");
const CF_RAY: HeaderName = HeaderName::from_static("cf-ray");

/// The reason why a response is not a result.
pub(crate) enum Failure {
    Status,
    /// A list without items came for a list that has some.
    EmptyList,
    Body(serde_json::Error),
}

/// Decodes a response; `is_bulk` if a list was sent, of which each item has a result.
///
/// Generic over the result alone, so that it is compiled once for each result, not for each endpoint.
pub(crate) fn decode<T: DeserializeOwned>(
    response: &Response<Bytes>,
    is_bulk: bool,
) -> Result<T, Failure> {
    if !response.status().is_success() {
        return Err(Failure::Status);
    }
    if is_bulk && response_body::is_empty_list(response.body()) {
        return Err(Failure::EmptyList);
    }
    response_body::decode(response.headers(), response.body()).map_err(Failure::Body)
}

/// Returns the error of a response that is not a result.
pub(crate) fn error(
    operation: &'static str,
    sent: SentRequest,
    response: &Response<Bytes>,
    failure: &Failure,
) -> Error {
    match failure {
        Failure::Status => refusal(operation, sent, response),
        Failure::EmptyList => {
            let reason = format!("it has 0 results for {} items", sent.items());
            let body_error = BodyError { reason, interrupted: false, timeout: false };
            unreadable_body(operation, response, body_error, true)
        }
        Failure::Body(error) => undecodable(operation, &sent, response, error),
    }
}

fn refusal(operation: &'static str, sent: SentRequest, response: &Response<Bytes>) -> Error {
    let sent = Arc::new(sent);
    let mut body = ApiErrors::read(response.body(), &sent);
    body.clerk_trace_id = body.clerk_trace_id.or_else(|| trace_id(response.headers()));
    let is_to_waitlist = sent.is_to_waitlist();
    let is_duplicate = body.errors.iter().any(|error| error.is_duplicate(is_to_waitlist));
    let (status, retry_after) = (response.status(), retry_after::retry_after(response.headers()));
    let named = OnceLock::new();
    let kind = Kind::Status { status, body, retry_after, is_duplicate, sent, named };
    Error::new(Some(operation), kind)
}

/// The error of a success whose body did not arrive whole.
#[cfg(feature = "client")]
pub(crate) fn unreadable<T>(
    operation: &'static str,
    response: &Response<T>,
    mut body_error: BodyError,
) -> Error {
    let kind = other_type(response.headers());
    if let Some(kind) = &kind {
        body_error.reason = format!("{kind}, and {}", body_error.reason);
    }
    unreadable_body(operation, response, body_error, kind.is_none())
}

/// The error of a success whose body arrived, but is not the result.
fn undecodable(
    operation: &'static str,
    sent: &SentRequest,
    response: &Response<Bytes>,
    error: &serde_json::Error,
) -> Error {
    let (headers, body) = (response.headers(), response.body());
    let is_empty = body.trim_ascii().is_empty();
    let (reason, is_clerks) = match other_type(headers) {
        Some(kind) => (kind, false),
        None if is_empty => ("its body is empty, where a result was expected".to_owned(), true),
        None if can_be_clerks(headers, body) => {
            (sent.secrets().redact(&without_value(error)), true)
        }
        None => ("its body is not JSON".to_owned(), false),
    };
    let body_error = BodyError { reason, interrupted: false, timeout: false };
    unreadable_body(operation, response, body_error, is_clerks)
}

/// Describes a content type that Clerk's results do not have.
fn other_type(headers: &HeaderMap) -> Option<String> {
    match ContentType::of(headers) {
        ContentType::Json | ContentType::Missing => None,
        ContentType::Other("") => Some("its content type is not JSON".to_owned()),
        ContentType::Other(name) => Some(format!("its content type is `{name}`")),
    }
}

fn unreadable_body<T>(
    operation: &'static str,
    response: &Response<T>,
    body_error: BodyError,
    is_clerks: bool,
) -> Error {
    let BodyError { reason, interrupted, timeout } = body_error;
    let (status, trace_id) = (response.status(), trace_id(response.headers()));
    let kind = Kind::UnreadableBody { status, is_clerks, reason, trace_id, interrupted, timeout };
    Error::new(Some(operation), kind)
}

fn trace_id(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(TRACE_ID).or_else(|| headers.get(CF_RAY))?;
    value.to_str().ok().map(ToOwned::to_owned)
}
