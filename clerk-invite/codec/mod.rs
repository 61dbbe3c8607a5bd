//! The sans-IO half: requests to [`http::Request`] and [`http::Response`] to results.

pub(crate) mod authorization;
pub(crate) mod base_url;
pub(crate) mod body;
pub(crate) mod path;
pub(crate) mod query;
pub(crate) mod response_body;
pub(crate) mod retry_after;

use std::fmt;

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderName, USER_AGENT};
use http::{HeaderMap, HeaderValue, Method, Request, Response};
use reqwest::Url;
use serde::de::DeserializeOwned;

use crate::codec::base_url::BaseUrl;
use crate::error::Kind;
use crate::error::api_error::ApiErrors;
use crate::error::redact::redact_json_error;
use crate::transport::NoBody;

use crate::endpoint::Endpoint;
use crate::endpoint::invalid_request::InvalidRequest;
use crate::error::Error;

const API_VERSION: HeaderName = HeaderName::from_static("clerk-api-version");
const TRACE_ID: HeaderName = HeaderName::from_static("clerk-trace-id");
const CF_RAY: HeaderName = HeaderName::from_static("cf-ray");

/// Turns requests into [`http::Request`]s and [`http::Response`]s into results, without any IO: for
/// an HTTP stack of your own. [`Client`](crate::Client) is this and reqwest.
///
/// ```
/// use clerk_invite::{Codec, CreateInvitation, Delivery, http};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let codec = Codec::new("sk_test_123")?;
///
/// let request = codec.encode(&CreateInvitation::new("invite@example.com"))?;
/// assert_eq!(request.method(), "POST");
/// assert_eq!(request.uri(), "https://api.clerk.com/v1/invitations");
/// assert_eq!(request.headers()["clerk-api-version"], "2026-05-12");
/// assert_eq!(request.body(), r#"{"email_address":"invite@example.com"}"#);
///
/// // Whatever your stack answers:
/// let response = http::Response::builder().status(422).body(
///     r#"{"errors":[{"code":"form_param_format_invalid","message":"is invalid"}]}"#.into(),
/// )?;
/// let error = codec.decode::<CreateInvitation>(&response).unwrap_err();
/// assert_eq!(error.code(), Some("form_param_format_invalid"));
/// assert_eq!(error.delivery(), Delivery::Rejected);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Codec {
    base_url: BaseUrl,
    /// What every request carries, made once.
    headers: HeaderMap,
    /// And what one with a body carries.
    headers_of_body: HeaderMap,
}

/// A checked request, apart from its headers.
pub(crate) struct Prepared<U> {
    pub(crate) method: Method,
    pub(crate) url: U,
    pub(crate) body: Option<Bytes>,
}

impl Codec {
    /// The version of the API that requests ask for.
    pub const API_VERSION: &'static str = "2026-05-12";

    /// With the secret key, for `https://api.clerk.com/v1`.
    ///
    /// # Errors
    ///
    /// The key is empty, is a publishable key, or holds what no header can.
    pub fn new(secret_key: impl AsRef<str>) -> Result<Self, Error> {
        Self::with_base_url(secret_key, &BaseUrl::clerk()?)
    }

    pub(crate) fn with_base_url(
        secret_key: impl AsRef<str>,
        base_url: &BaseUrl,
    ) -> Result<Self, Error> {
        let mut headers = HeaderMap::with_capacity(8);
        headers.insert(AUTHORIZATION, authorization::authorization(secret_key.as_ref())?);
        headers.insert(API_VERSION, HeaderValue::from_static(Self::API_VERSION));
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        headers.insert(
            USER_AGENT,
            HeaderValue::from_static(concat!("clerk-invite/", env!("CARGO_PKG_VERSION"))),
        );
        let mut headers_of_body = headers.clone();
        headers_of_body.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        Ok(Self { base_url: base_url.clone(), headers, headers_of_body })
    }

    /// The same with another server; see
    /// [`ClientBuilder::base_url`](crate::ClientBuilder::base_url).
    ///
    /// # Errors
    ///
    /// `base_url` is not one.
    pub fn base_url(self, base_url: impl AsRef<str>) -> Result<Self, Error> {
        Ok(Self { base_url: BaseUrl::parse(base_url.as_ref(), false)?, ..self })
    }

    /// The same with another `User-Agent`.
    ///
    /// # Errors
    ///
    /// It holds what no header can.
    pub fn user_agent(mut self, user_agent: impl AsRef<str>) -> Result<Self, Error> {
        let value = HeaderValue::from_str(user_agent.as_ref()).map_err(|_| {
            Error::setting("the user agent holds characters that a header cannot carry")
        })?;
        self.headers.insert(USER_AGENT, value.clone());
        self.headers_of_body.insert(USER_AGENT, value);
        Ok(self)
    }

    /// The request as it goes over the wire.
    ///
    /// # Errors
    ///
    /// The request is invalid: an id that would name another path, a value out of range, a list
    /// that is empty or over its cap. Nothing is ever sent of such a request.
    pub fn encode<E: Endpoint>(&self, request: &E) -> Result<Request<Bytes>, Error> {
        let Prepared { method, url, body } =
            prepare(request, |path, query| self.base_url.uri(path, query))?;
        let headers = self.headers(body.is_some()).clone();
        let mut encoded = Request::new(body.unwrap_or_default());
        *encoded.method_mut() = method;
        *encoded.uri_mut() = url;
        *encoded.headers_mut() = headers;
        Ok(encoded)
    }

    /// The same for reqwest, whose URLs are another type.
    pub(crate) fn prepare<E: Endpoint>(&self, request: &E) -> Result<Prepared<Url>, Error> {
        prepare(request, |path, query| self.base_url.url(path, query))
    }

    pub(crate) fn headers(&self, has_body: bool) -> &HeaderMap {
        if has_body { &self.headers_of_body } else { &self.headers }
    }

    /// The result in an answer.
    ///
    /// # Errors
    ///
    /// Any status but 2xx, and a 2xx whose body is not the endpoint's result: the latter is
    /// [`Delivery::Accepted`](crate::Delivery::Accepted).
    pub fn decode<E: Endpoint>(&self, response: &Response<Bytes>) -> Result<E::Response, Error> {
        decode(E::NAME, response)
    }
}

fn prepare<E: Endpoint, U>(
    request: &E,
    url: impl FnOnce(&str, &str) -> Result<U, String>,
) -> Result<Prepared<U>, Error> {
    let parts = || {
        request.check()?;
        let (path, query) = (request.path()?, request.query()?);
        let url = url(&path, &query)
            .map_err(|problem| InvalidRequest::new("path", format!("makes no URL: {problem}")))?;
        Ok(Prepared { method: E::METHOD, url, body: request.body()? })
    };
    parts().map_err(|invalid| Error::invalid(E::NAME, invalid))
}

/// Apart from [`Codec::decode`], so that it is compiled once for each result, not for each endpoint.
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

/// The answer again if it is a success, else the error that it stands for.
pub(crate) fn success(
    operation: &'static str,
    response: Response<Bytes>,
) -> Result<Response<Bytes>, Error> {
    if response.status().is_success() { Ok(response) } else { Err(failure(operation, &response)) }
}

/// The error that an answer without success stands for.
fn failure(operation: &'static str, response: &Response<Bytes>) -> Error {
    let mut body = ApiErrors::read(response.body());
    body.clerk_trace_id = body.clerk_trace_id.or_else(|| trace_id(response.headers()));
    let retry_after = retry_after::retry_after(response.headers());
    Error::new(Some(operation), Kind::Answer { status: response.status(), body, retry_after })
}

/// The error of a success whose body cannot be read.
pub(crate) fn unreadable<T>(
    operation: &'static str,
    response: &Response<T>,
    no_body: NoBody,
) -> Error {
    let NoBody { reason, broken, timeout } = no_body;
    let (status, trace_id) = (response.status(), trace_id(response.headers()));
    Error::new(Some(operation), Kind::Body { status, reason, trace_id, broken, timeout })
}

fn malformed(error: &serde_json::Error) -> NoBody {
    NoBody { reason: redact_json_error(error), broken: false, timeout: false }
}

fn trace_id(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(TRACE_ID).or_else(|| headers.get(CF_RAY))?;
    value.to_str().ok().map(ToOwned::to_owned)
}

impl fmt::Debug for Codec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Codec").field("base_url", &self.base_url.as_str()).finish_non_exhaustive()
    }
}
