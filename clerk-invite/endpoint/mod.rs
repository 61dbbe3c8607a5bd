//! What a declaration becomes: an [`Endpoint`].

pub(crate) mod bounds;
pub(crate) mod bulk;
pub(crate) mod check;
pub(crate) mod info;
pub(crate) mod invalid_request;
pub(crate) mod page;
pub(crate) mod rate_limit;

use std::borrow::Cow;

use bytes::Bytes;
use http::Method;
use serde::de::DeserializeOwned;

use crate::endpoint::check::Check;
use crate::endpoint::info::{EndpointInfo, ParameterInfo};
use crate::endpoint::invalid_request::InvalidRequest;
use crate::endpoint::rate_limit::RateLimit;

/// One operation of the API, as a value that can be sent.
///
/// Implemented by [`#[endpoint]`](macro@crate::endpoint); send it with
/// [`Client::send`](crate::Client::send), or turn it into an [`http::Request`] of your own HTTP
/// stack with a [`Codec`](crate::Codec).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an endpoint",
    label = "expected a request declared with `#[endpoint(..)]`"
)]
pub trait Endpoint: Check {
    /// What a successful (2xx) answer decodes to.
    ///
    /// A list is read from a bare array and from `{"data": [..], "total_count": ..}` alike, `()`
    /// from any body or none, an `Option` from an empty body too, and a `String` from text that is
    /// no JSON. A [`Page`](crate::Page) keeps the total; an untagged enum takes several shapes.
    type Response: DeserializeOwned;

    /// The name of the declaration, as errors show it: `CreateInvitation`.
    const NAME: &'static str;

    /// The HTTP method.
    const METHOD: Method;

    /// The path template, with placeholders: `/organizations/{organization_id}/invitations/bulk`.
    const PATH: &'static str;

    /// The documented limit, if there is one.
    const RATE_LIMIT: Option<RateLimit> = None;

    /// The greatest number of items in the body, if it is a list with a cap. One is the least.
    const MAX_ITEMS: Option<usize> = None;

    /// The method of [`Client`](crate::Client), if there is one.
    const CLIENT_METHOD: Option<&'static str> = None;

    /// The first paragraph of the declaration's docs.
    const DOCS: &'static str = "";

    /// What a request is made of, in the order of the declaration.
    const PARAMETERS: &'static [ParameterInfo] = &[];

    /// All of this as one value.
    const INFO: EndpointInfo = EndpointInfo {
        name: Self::NAME,
        method: Self::METHOD,
        path: Self::PATH,
        client_method: Self::CLIENT_METHOD,
        rate_limit: Self::RATE_LIMIT,
        max_items: Self::MAX_ITEMS,
        docs: Self::DOCS,
        parameters: Self::PARAMETERS,
    };

    /// The path with its parameters, each percent-encoded as one segment.
    ///
    /// # Errors
    ///
    /// A parameter that is empty, `.` or `..`, or that holds a control character: it would reach
    /// another endpoint than this one.
    fn path(&self) -> Result<Cow<'static, str>, InvalidRequest> {
        Ok(Cow::Borrowed(Self::PATH))
    }

    /// The query, percent-encoded and without its `?`; empty if there is none.
    ///
    /// # Errors
    ///
    /// A parameter that does not serialise to a string, a number or a boolean.
    fn query(&self) -> Result<String, InvalidRequest> {
        Ok(String::new())
    }

    /// The JSON body, if this request has one.
    ///
    /// # Errors
    ///
    /// A field that cannot be written as JSON.
    fn body(&self) -> Result<Option<Bytes>, InvalidRequest> {
        Ok(None)
    }
}

impl<E: Endpoint> Endpoint for &E {
    type Response = E::Response;
    const NAME: &'static str = E::NAME;
    const METHOD: Method = E::METHOD;
    const PATH: &'static str = E::PATH;
    const RATE_LIMIT: Option<RateLimit> = E::RATE_LIMIT;
    const MAX_ITEMS: Option<usize> = E::MAX_ITEMS;
    const CLIENT_METHOD: Option<&'static str> = E::CLIENT_METHOD;
    const DOCS: &'static str = E::DOCS;
    const PARAMETERS: &'static [ParameterInfo] = E::PARAMETERS;

    fn path(&self) -> Result<Cow<'static, str>, InvalidRequest> {
        E::path(self)
    }

    fn query(&self) -> Result<String, InvalidRequest> {
        E::query(self)
    }

    fn body(&self) -> Result<Option<Bytes>, InvalidRequest> {
        E::body(self)
    }
}
