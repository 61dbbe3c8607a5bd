//! The sans-IO half: requests to [`http::Request`] and [`http::Response`] to results.

pub(crate) mod authorization;
pub(crate) mod base_url;
pub(crate) mod body;
pub(crate) mod content_type;
pub(crate) mod path;
pub(crate) mod query;
pub(crate) mod response;
pub(crate) mod response_body;
pub(crate) mod retry_after;

use std::borrow::Cow;
use std::fmt;

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderName, USER_AGENT};
use http::{HeaderMap, HeaderValue, Method, Request, Response};

use crate::codec::authorization::{authorization, fingerprint};
use crate::codec::base_url::BaseUrl;
use crate::endpoint::Endpoint;
use crate::endpoint::invalid_request::InvalidRequest;
use crate::error::Error;
use crate::error::sent_request::SentRequest;

const API_VERSION: HeaderName = HeaderName::from_static("clerk-api-version");

/// Turns requests into
/// [`http::Request`](https://docs.rs/http/1/http/request/struct.Request.html)s and
/// [`http::Response`](https://docs.rs/http/1/http/response/struct.Response.html)s into results, without any IO: for
/// an HTTP stack of your own. [`Client`](crate::Client) is this and reqwest.
///
/// ```
/// use clerk_invite::{Codec, CreateInvitation, Delivery, http};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let codec = Codec::new("sk_test_123")?;
///
/// let request = CreateInvitation::new("invite@example.com");
/// let encoded = codec.encode(&request)?;
/// assert_eq!(encoded.method(), "POST");
/// assert_eq!(encoded.uri(), "https://api.clerk.com/v1/invitations");
/// assert_eq!(encoded.headers()["clerk-api-version"], "2026-05-12");
/// assert_eq!(encoded.body(), r#"{"email_address":"invite@example.com"}"#);
///
/// // The response that your stack returns:
/// let response = http::Response::builder().status(422).body(
///     r#"{"errors":[{"code":"form_param_format_invalid","message":"is invalid"}]}"#.into(),
/// )?;
/// let error = codec.decode(&request, &response).unwrap_err();
/// assert_eq!(error.code(), Some("form_param_format_invalid"));
/// assert_eq!(error.delivery(), Delivery::Rejected);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Codec {
    base_url: BaseUrl,
    /// The headers of every request, made once.
    headers: HeaderMap,
    /// The headers of a request with a body.
    headers_of_body: HeaderMap,
}

/// A checked and encoded request, apart from its headers and the base URL.
pub(crate) struct PreparedRequest {
    pub(crate) method: Method,
    pub(crate) path: Cow<'static, str>,
    pub(crate) query: String,
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
        headers.insert(AUTHORIZATION, authorization(secret_key.as_ref())?);
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
            Error::config("the user agent holds characters that a header cannot carry")
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
        let PreparedRequest { method, path, query, body } = prepare(request)?;
        let uri = self.base_url.uri(&path, &query);
        let uri = uri.map_err(|problem| no_url(E::NAME, &problem))?;
        let headers = self.headers(body.is_some()).clone();
        let mut encoded = Request::new(body.unwrap_or_default());
        *encoded.method_mut() = method;
        *encoded.uri_mut() = uri;
        *encoded.headers_mut() = headers;
        Ok(encoded)
    }

    /// Returns a fingerprint of the secret key: 16 hexadecimal digits, the same in every process and
    /// version, from which the key cannot be computed.
    #[must_use]
    pub fn key_fingerprint(&self) -> String {
        self.headers.get(AUTHORIZATION).map(fingerprint).unwrap_or_default()
    }

    pub(crate) fn headers(&self, has_body: bool) -> &HeaderMap {
        if has_body { &self.headers_of_body } else { &self.headers }
    }

    /// Returns the result in the response to a request.
    ///
    /// The request is read only if there is an error: for whom it names, and for what its message
    /// must not show.
    ///
    /// # Errors
    ///
    /// Any status but 2xx, and a 2xx whose body is not the endpoint's result:
    /// [`Error::delivery`](crate::Error::delivery) says whether the request was carried out.
    pub fn decode<E: Endpoint>(
        &self,
        request: &E,
        response: &Response<Bytes>,
    ) -> Result<E::Response, Error> {
        response::decode(response, E::MAX_ITEMS.is_some()).map_err(|failure| {
            // Whatever was sent, each part by itself: what cannot be encoded was not.
            let (path, query) = (request.path(), request.query());
            let body = request.body().ok().flatten();
            let sent = SentRequest::new(
                E::PATH,
                path.as_deref().unwrap_or_default(),
                query.as_deref().unwrap_or_default(),
                body.unwrap_or_default(),
                &self.headers,
            );
            response::error(E::NAME, sent, response, &failure)
        })
    }
}

/// Checks and encodes a request.
pub(crate) fn prepare<E: Endpoint>(request: &E) -> Result<PreparedRequest, Error> {
    let parts = || {
        request.check()?;
        let (path, query) = (request.path()?, request.query()?);
        Ok(PreparedRequest { method: E::METHOD, path, query, body: request.body()? })
    };
    parts().map_err(|invalid| Error::invalid(E::NAME, invalid))
}

/// The error of a request whose path and query make no URL.
pub(crate) fn no_url(operation: &'static str, problem: &str) -> Error {
    Error::invalid(operation, InvalidRequest::new("path", format!("makes no URL: {problem}")))
}

impl fmt::Debug for Codec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Codec").field("base_url", &self.base_url.as_str()).finish_non_exhaustive()
    }
}
