//! Turns a request into a response, with the fault that a test may have set.

use std::sync::Mutex;
use std::time::Duration;

use bytes::Bytes;
use http::header::{AGE, CONTENT_TYPE, DATE};
use http::request::Parts;
use http::{HeaderName, HeaderValue, Request, Response, StatusCode};

use crate::fake::faults::fault::Fault;
use crate::fake::faults::late::LateRequest;
use crate::fake::operation::Operation;
use crate::fake::operations::responses;
use crate::fake::records::ReceivedRequest;
use crate::fake::refusals::{self, Refusal};
use crate::fake::routes::router::{Route, route};
use crate::fake::server::dispatch::{Dispatched, dispatch};
use crate::fake::store::clock::http_date;
use crate::fake::store::state::State;
use crate::lock::lock;

/// The bytes that the client receives, if any.
pub(crate) enum Outcome {
    Whole(Response<Bytes>),
    /// The head and half of the body.
    Half(Response<Bytes>),
    Close,
    Reset,
}

impl Outcome {
    fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Whole(response) | Self::Half(response) => Some(response.status()),
            Self::Close | Self::Reset => None,
        }
    }
}

/// Carries out a request as far as its fault permits, and logs it. The fault is returned because the
/// caller has to wait for some of them.
pub(crate) fn respond(
    state: &Mutex<State>,
    parts: Parts,
    body: Option<Bytes>,
) -> (Outcome, Option<Fault>) {
    deliver_late_requests(state);
    let mut locked = lock(state);
    let operation = operation(&locked, &parts);
    let fault = locked.script.next(operation);
    if let Some(Fault::DeliverLate(by)) = &fault {
        let arrives = locked.clock.now().saturating_add(*by);
        locked.late.add(arrives, LateRequest { parts, body, fault: Fault::DeliverLate(*by) });
        return (Outcome::Close, fault);
    }
    drop(locked);
    (receive(state, parts, body, fault.as_ref(), None), fault)
}

/// Receives the late requests whose time has come, with the clock at their time of arrival.
pub(crate) fn deliver_late_requests(state: &Mutex<State>) {
    loop {
        let mut locked = lock(state);
        let now = locked.clock.now();
        let Some((arrives, LateRequest { parts, body, fault })) = locked.late.take(now) else {
            return;
        };
        drop(locked);
        receive(state, parts, body, Some(&fault), Some(arrives));
    }
}

fn receive(
    state: &Mutex<State>,
    parts: Parts,
    body: Option<Bytes>,
    fault: Option<&Fault>,
    arrives: Option<Duration>,
) -> Outcome {
    let mut locked = lock(state);
    if let Some(arrives) = arrives {
        locked.clock.rewind(arrives);
    }
    let age = match fault {
        Some(Fault::ServeFromCache(age)) => *age,
        _ => Duration::ZERO,
    };
    let operation = operation(&locked, &parts);
    let head = Head { trace_number: locked.received.count() + 1, date: locked.clock.now(), age };
    let in_front = match fault {
        Some(Fault::LoseRequest) => Some(Outcome::Close),
        Some(Fault::ResetRequest) => Some(Outcome::Reset),
        Some(Fault::ServerErrorBefore(status)) => {
            Some(Outcome::Whole(head.refuse(&refusals::server_error(*status))))
        }
        Some(Fault::TooManyRequests { retry_after }) => {
            let refusal = refusals::too_many_requests(retry_after.clone());
            Some(Outcome::Whole(head.refuse(&refusal)))
        }
        _ => None,
    };
    let mut carried_out = false;
    let outcome = match in_front {
        Some(outcome) => outcome,
        None => {
            let changes_before = locked.changes();
            let route = route(&locked.responders, &parts.method, parts.uri.path());
            locked.age = age;
            let dispatched = dispatch(&mut locked, &parts, route, body.as_deref());
            locked.age = Duration::ZERO;
            carried_out = locked.changes() > changes_before;
            let response = match dispatched {
                Dispatched::Reply(Ok(text)) => head.respond(StatusCode::OK, text),
                Dispatched::Reply(Err(refusal)) => head.refuse(&refusal),
                Dispatched::Responder(make) => {
                    let request = request(&parts, body.clone().unwrap_or_default());
                    // Unlocked: a test's function may call the fake.
                    locked.clock.end_rewind();
                    drop(locked);
                    let (status, json) = make(&request);
                    locked = lock(state);
                    head.respond_as_told(status, &json)
                }
            };
            behind(fault, response, &head)
        }
    };
    locked.record(ReceivedRequest {
        method: parts.method,
        path: parts.uri.to_string(),
        headers: parts.headers,
        body: body.unwrap_or_default(),
        operation,
        carried_out,
        status: outcome.status(),
        fault: fault.cloned(),
    });
    locked.clock.end_rewind();
    outcome
}

/// Applies a fault that happens behind the operation to its response.
fn behind(fault: Option<&Fault>, response: Response<Bytes>, head: &Head) -> Outcome {
    match fault {
        Some(Fault::TruncateResponse) => Outcome::Half(response),
        Some(Fault::LoseResponse | Fault::DeliverLate(_)) => Outcome::Close,
        Some(Fault::ResetResponse) => Outcome::Reset,
        Some(Fault::ServerErrorAfter(status)) => {
            Outcome::Whole(head.refuse(&refusals::server_error(*status)))
        }
        _ => Outcome::Whole(response),
    }
}

fn operation(state: &State, parts: &Parts) -> Option<Operation> {
    let route = route(&state.responders, &parts.method, parts.uri.path());
    route.ok().as_ref().and_then(Route::operation)
}

fn request(parts: &Parts, body: Bytes) -> Request<Bytes> {
    let mut request = Request::new(body);
    request.method_mut().clone_from(&parts.method);
    request.uri_mut().clone_from(&parts.uri);
    request.headers_mut().clone_from(&parts.headers);
    request
}

/// The parts of a response that do not come from the operation.
struct Head {
    trace_number: usize,
    date: Duration,
    age: Duration,
}

impl Head {
    fn refuse(&self, refusal: &Refusal) -> Response<Bytes> {
        let text = responses::errors(&refusal.errors, &self.trace_id());
        let mut response = self.respond(refusal.status, text);
        if let Some((name, value)) = refusal.header.clone() {
            response.headers_mut().insert(name, value);
        }
        response
    }

    /// Builds a test's own response. A status that HTTP does not have becomes a 500 that says so.
    fn respond_as_told(&self, status: u16, json: &serde_json::Value) -> Response<Bytes> {
        match StatusCode::from_u16(status) {
            Ok(StatusCode::NO_CONTENT) => self.respond(StatusCode::NO_CONTENT, String::new()),
            Ok(status) if status.as_u16() >= 200 => self.respond(status, json.to_string()),
            _ => self.refuse(&refusals::no_such_status(status)),
        }
    }

    fn respond(&self, status: StatusCode, text: String) -> Response<Bytes> {
        let is_empty = text.is_empty();
        let mut response = Response::new(Bytes::from(text));
        *response.status_mut() = status;
        let headers = response.headers_mut();
        if !is_empty {
            // Without parameters: Clerk's JavaScript SDK compares the whole value.
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        }
        let age = self.age.as_secs();
        let lines = [
            (HeaderName::from_static("clerk-trace-id"), Some(self.trace_id())),
            // A cache keeps the `Date` of the response that it stored.
            (DATE, Some(http_date(self.date.saturating_sub(self.age)))),
            (AGE, (age > 0).then(|| age.to_string())),
        ];
        for (name, value) in lines {
            if let Some(Ok(value)) = value.map(HeaderValue::try_from) {
                headers.insert(name, value);
            }
        }
        response
    }

    fn trace_id(&self) -> String {
        format!("{:032x}", self.trace_number)
    }
}
