//! The [`Endpoint`] trait: the contract that a declaration fulfils.

pub(crate) mod bounds;
pub(crate) mod bulk;
pub(crate) mod check;
pub(crate) mod finite;
pub(crate) mod info;
pub(crate) mod invalid_request;
pub(crate) mod page;
pub(crate) mod rate_limit;
pub(crate) mod type_checks;
pub(crate) mod value_type;

use std::borrow::Cow;

use bytes::Bytes;
use http::Method;
use serde::de::DeserializeOwned;

use crate::endpoint::check::Check;
use crate::endpoint::info::{EndpointInfo, ParameterInfo};
use crate::endpoint::invalid_request::InvalidRequest;
use crate::endpoint::rate_limit::RateLimit;

/// A request for one operation of the API.
///
/// Implemented by [`#[endpoint]`](macro@crate::endpoint). Send it with
/// [`Client::send`](crate::Client::send), or convert it to an
/// [`http::Request`](https://docs.rs/http/1/http/request/struct.Request.html) for an HTTP stack of
/// your own with [`Codec`](crate::Codec).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an endpoint",
    label = "expected a request declared with `#[endpoint(..)]`"
)]
pub trait Endpoint: Check {
    /// The type that the body of a successful (2xx) response decodes to.
    ///
    /// A list is read from a bare array and from `{"data": [..], "total_count": ..}`, `()` from any
    /// JSON or an empty body, an `Option` also from an empty body, and a `String` also from text that
    /// is not JSON. A [`Page`](crate::Page) keeps the total; an untagged enum accepts several shapes.
    type Response: DeserializeOwned;

    /// The name of the declaration, which error messages and spans show: `CreateInvitation`.
    ///
    /// Not always Clerk's name of the operation, which the docs of the declaration give:
    /// `CreateInvitationBulk` is Clerk's `CreateBulkInvitations`.
    const NAME: &'static str;

    /// The HTTP method.
    const METHOD: Method;

    /// The path template, with placeholders: `/organizations/{organization_id}/invitations/bulk`.
    const PATH: &'static str;

    /// The documented rate limit, if there is one.
    const RATE_LIMIT: Option<RateLimit> = None;

    /// The maximum number of items, if the body is a list with a cap. The minimum is one.
    const MAX_ITEMS: Option<usize> = None;

    /// The name of the method of [`Client`](crate::Client), if there is one.
    const CLIENT_METHOD: Option<&'static str> = None;

    /// `true` if the declaration is marked as deprecated.
    const DEPRECATED: bool = false;

    /// The first paragraph of the declaration's docs.
    const DOCS: &'static str = "";

    /// The parameters of a request, in the order of the declaration.
    const PARAMETERS: &'static [ParameterInfo] = &[];

    /// All of these constants as one value.
    const INFO: EndpointInfo = EndpointInfo {
        name: Self::NAME,
        method: Self::METHOD,
        path: Self::PATH,
        client_method: Self::CLIENT_METHOD,
        rate_limit: Self::RATE_LIMIT,
        max_items: Self::MAX_ITEMS,
        deprecated: Self::DEPRECATED,
        docs: Self::DOCS,
        parameters: Self::PARAMETERS,
    };

    /// Returns the path with its parameters, each percent-encoded as one segment.
    ///
    /// # Errors
    ///
    /// A parameter is empty, `.` or `..`, or contains a control character: such a path would lead to
    /// a different endpoint.
    fn path(&self) -> Result<Cow<'static, str>, InvalidRequest> {
        Ok(Cow::Borrowed(Self::PATH))
    }

    /// Returns the percent-encoded query without its `?`, or an empty string if there is none.
    ///
    /// # Errors
    ///
    /// A parameter does not serialize to a string, a number or a boolean.
    fn query(&self) -> Result<String, InvalidRequest> {
        Ok(String::new())
    }

    /// Returns the JSON body, or `None` if the request has none.
    ///
    /// # Errors
    ///
    /// A field cannot be serialized as JSON.
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
    const DEPRECATED: bool = E::DEPRECATED;
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
