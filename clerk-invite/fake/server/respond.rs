//! From a request to its answer, by way of the fault that a test may have set for it.

use bytes::Bytes;
use http::header::{CONTENT_TYPE, DATE};
use http::request::Parts;
use http::{HeaderName, HeaderValue, Response, StatusCode};

use crate::fake::faults::fault::Fault;
use crate::fake::operations::answers;
use crate::fake::records::ReceivedRequest;
use crate::fake::refusals::{self, Refusal};
use crate::fake::routes::router::{Route, route};
use crate::fake::server::dispatch::handle;
use crate::fake::store::state::State;

/// What the client gets to see.
pub(crate) enum Reply {
    Whole(Response<Bytes>),
    /// The head and half of the body.
    Half(Response<Bytes>),
    Close,
    Reset,
}

impl Reply {
    fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Whole(response) | Self::Half(response) => Some(response.status()),
            Self::Close | Self::Reset => None,
        }
    }
}

/// Does what the request asks for, as far as its fault permits, and writes it into the log. The
/// fault comes along because some have yet to be waited for.
pub(crate) fn respond(
    state: &mut State,
    request: Parts,
    body: Option<Bytes>,
) -> (Reply, Option<Fault>) {
    let fault = state.script.next();
    let route = route(&request.method, request.uri.path());
    let operation = route.as_ref().ok().map(Route::operation);
    let changes_before = state.changes();
    let trace_id = format!("{:032x}", state.received().len() + 1);
    let date = state.clock.http_date();

    let answer = |result| answer(result, &trace_id, &date);
    let act = || answer(handle(state, &request, route, body.as_deref()));
    let reply = match &fault {
        None | Some(Fault::DelayResponse(_) | Fault::HoldResponse(_)) => Reply::Whole(act()),
        Some(Fault::TruncateResponse) => Reply::Half(act()),
        Some(Fault::LoseRequest) => Reply::Close,
        Some(Fault::ResetRequest) => Reply::Reset,
        Some(Fault::LoseResponse) => {
            act();
            Reply::Close
        }
        Some(Fault::ResetResponse) => {
            act();
            Reply::Reset
        }
        Some(Fault::ServerErrorBefore(status)) => {
            Reply::Whole(answer(Err(refusals::server_error(*status))))
        }
        Some(Fault::ServerErrorAfter(status)) => {
            act();
            Reply::Whole(answer(Err(refusals::server_error(*status))))
        }
        Some(Fault::TooManyRequests { retry_after }) => {
            Reply::Whole(answer(Err(refusals::too_many_requests(retry_after.clone()))))
        }
    };

    state.record(ReceivedRequest {
        method: request.method,
        path: request.uri.to_string(),
        headers: request.headers,
        body: body.unwrap_or_default(),
        operation,
        carried_out: state.changes() > changes_before,
        status: reply.status(),
        fault: fault.clone(),
    });
    (reply, fault)
}

fn answer(result: Result<String, Refusal>, trace_id: &str, date: &str) -> Response<Bytes> {
    let (status, text, header) = match result {
        Ok(text) => (StatusCode::OK, text, None),
        Err(refusal) => {
            let text = answers::errors(&refusal.errors, trace_id);
            (refusal.status, text, refusal.header)
        }
    };
    let mut response = Response::new(Bytes::from(text));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    // Without parameters: Clerk's JavaScript SDK compares the whole value.
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    let trace_id_name = HeaderName::from_static("clerk-trace-id");
    for (name, value) in [(trace_id_name, trace_id), (DATE, date)] {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    }
    if let Some((name, value)) = header {
        headers.insert(name, value);
    }
    response
}
