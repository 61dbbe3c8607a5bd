//! Responses to results and errors.

use bytes::Bytes;
use http::header::HeaderName;
use http::{HeaderMap, Response};
use serde::de::DeserializeOwned;

use crate::codec::{response_body, retry_after};
use crate::error::api_error::ApiErrors;
use crate::error::cause::BodyError;
use crate::error::redact::redact_json_error;
use crate::error::{Error, Kind};

const TRACE_ID: HeaderName = HeaderName::from_static("clerk-trace-id");
const CF_RAY: HeaderName = HeaderName::from_static("cf-ray");

/// Decodes a response.
///
/// Generic over the result alone, so that it is compiled once for each result, not for each endpoint.
pub(crate) fn decode<T: DeserializeOwned>(
    operation: &'static str,
    response: &Response<Bytes>,
) -> Result<T, Error> {
    if !response.status().is_success() {
        return Err(failure(operation, response));
    }
    response_body::decode(response.body())
        .map_err(|error| unreadable(operation, response, malformed(&error)))
}

/// Returns the response if it is a success, otherwise its error.
#[cfg(feature = "client")]
pub(crate) fn success(
    operation: &'static str,
    response: Response<Bytes>,
) -> Result<Response<Bytes>, Error> {
    if response.status().is_success() { Ok(response) } else { Err(failure(operation, &response)) }
}

/// The error of a response that is not a success.
fn failure(operation: &'static str, response: &Response<Bytes>) -> Error {
    let mut body = ApiErrors::read(response.body());
    body.clerk_trace_id = body.clerk_trace_id.or_else(|| trace_id(response.headers()));
    let retry_after = retry_after::retry_after(response.headers());
    Error::new(Some(operation), Kind::Status { status: response.status(), body, retry_after })
}

/// The error of a success whose body cannot be read.
pub(crate) fn unreadable<T>(
    operation: &'static str,
    response: &Response<T>,
    body_error: BodyError,
) -> Error {
    let BodyError { reason, interrupted, timeout } = body_error;
    let (status, trace_id) = (response.status(), trace_id(response.headers()));
    Error::new(
        Some(operation),
        Kind::UnreadableBody { status, reason, trace_id, interrupted, timeout },
    )
}

fn malformed(error: &serde_json::Error) -> BodyError {
    BodyError { reason: redact_json_error(error), interrupted: false, timeout: false }
}

fn trace_id(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(TRACE_ID).or_else(|| headers.get(CF_RAY))?;
    value.to_str().ok().map(ToOwned::to_owned)
}
