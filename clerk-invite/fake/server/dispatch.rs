//! The checks that all requests share, in order, and the call of the operation.

use http::HeaderMap;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::request::Parts;

use crate::fake::operation::{Body, Operation};
use crate::fake::operations::call::{Call, Reply};
use crate::fake::refusals::{self, Refusal};
use crate::fake::responders::Respond;
use crate::fake::routes::router::Route;
use crate::fake::routes::table::serve;
use crate::fake::store::state::State;

/// The only key that [`authorize`] accepts.
pub(crate) const SECRET_KEY: &str = "sk_test_fake_clerk_opens_nothing";

/// The outcome of the checks: a reply, or a test's function that makes one.
pub(crate) enum Dispatched {
    Reply(Reply),
    Responder(Respond),
}

/// Checks a request and carries it out. `body` is `None` if it was too large to keep.
///
/// An operation changes nothing before it has checked everything: all or nothing.
pub(crate) fn dispatch(
    state: &mut State,
    request: &Parts,
    route: Result<Route, Refusal>,
    body: Option<&[u8]>,
) -> Dispatched {
    match authorize(&request.headers).and(route) {
        Err(refusal) => Dispatched::Reply(Err(refusal)),
        Ok(Route::Responder(respond)) => Dispatched::Responder(respond),
        Ok(Route::Operation(operation, ids)) => {
            Dispatched::Reply(carry_out(state, request, operation, &ids, body))
        }
    }
}

fn carry_out(
    state: &mut State,
    request: &Parts,
    operation: Operation,
    ids: &[(&'static str, String)],
    body: Option<&[u8]>,
) -> Reply {
    state.count_call(operation)?;
    let body = match (operation.body(), body) {
        // An empty body needs no content type.
        (Body::None, _) | (Body::Optional, Some([])) => &[],
        (Body::Optional | Body::Required, body) => {
            require_json(&request.headers)?;
            body.ok_or_else(refusals::request_body_too_large)?
        }
    };
    serve(operation, state, &Call { ids, query: request.uri.query(), body })
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
