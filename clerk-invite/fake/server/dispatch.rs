//! One request from its headers to its answer: the checks that all operations share, in order.

use http::HeaderMap;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::request::Parts;

use crate::fake::operations::call::{Answer, Call};
use crate::fake::refusals::{self, Refusal};
use crate::fake::routes::router::Route;
use crate::fake::routes::table::Body;
use crate::fake::store::state::State;

/// The only key that [`authorize`] accepts.
pub(crate) const SECRET_KEY: &str = "sk_test_fake_clerk_opens_nothing";

/// The JSON of a 200, or why there is none. `body` is `None` if it was too large to keep.
///
/// An operation changes nothing before it has checked everything: all or nothing.
pub(crate) fn handle(
    state: &mut State,
    request: &Parts,
    route: Result<Route, Refusal>,
    body: Option<&[u8]>,
) -> Answer {
    authorize(&request.headers)?;
    let route = route?;
    state.count_call(route.operation())?;
    let body = match (route.served.body, body) {
        // Nothing has no type.
        (Body::None, _) | (Body::Optional, Some([])) => &[],
        (Body::Optional | Body::Required, body) => {
            require_json(&request.headers)?;
            body.ok_or_else(refusals::request_body_too_large)?
        }
    };
    let call = Call { ids: &route.ids, query: request.uri.query(), body };
    (route.served.serve)(state, &call)
}

fn authorize(headers: &HeaderMap) -> Result<(), Refusal> {
    let header = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    match header.and_then(|header| header.split_once(' ')) {
        Some((scheme, key)) if scheme.eq_ignore_ascii_case("bearer") => {
            if key == SECRET_KEY {
                Ok(())
            } else {
                Err(refusals::clerk_key_invalid())
            }
        }
        _ => Err(refusals::authorization_header_format_invalid()),
    }
}

fn require_json(headers: &HeaderMap) -> Result<(), Refusal> {
    let value = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let essence = value.and_then(|value| value.split(';').next()).unwrap_or_default();
    if essence.trim().eq_ignore_ascii_case("application/json") {
        Ok(())
    } else {
        Err(refusals::unsupported_content_type())
    }
}
