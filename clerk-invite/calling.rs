//! One call: its attempts, and the span of each.

use bytes::Bytes;
use http::{Request, Response};
use tokio::time::{Instant, sleep};
use tracing::field::Empty;
use tracing::{Instrument, Span};

use crate::client::Settings;
use crate::error::Kind;
use crate::retry::{self, Spent};
use crate::transport::{self, NoAnswer};
use crate::{Error, codec};

/// What is to be sent, without its type: one function serves all endpoints.
pub(crate) struct Call {
    pub(crate) operation: &'static str,
    pub(crate) template: &'static str,
    pub(crate) request: Request<Bytes>,
    pub(crate) settings: Settings,
}

/// Sends until the answer is a success, or until the policy says no.
pub(crate) async fn call(http: &reqwest::Client, call: Call) -> Result<Response<Bytes>, Error> {
    let begin = Instant::now();
    let mut spent = Spent::default();
    let mut resends = 0_u64;
    loop {
        let span = span(&call, resends);
        let result = attempt(http, &call).instrument(span.clone()).await;
        record(&span, &result);
        let error = match result {
            Ok(response) => return Ok(response),
            Err(error) => error,
        };
        let (policy, method) = (call.settings.retry, call.request.method());
        let random = retry::random();
        let Some(wait) = spent.next(policy, method, error.outcome(), begin.elapsed(), random)
        else {
            return Err(error);
        };
        resends += 1;
        sleep(wait).await;
    }
}

/// Sends once. `Ok` is a success, whole but not decoded.
async fn attempt(http: &reqwest::Client, call: &Call) -> Result<Response<Bytes>, Error> {
    let Settings { timeouts, limits, .. } = call.settings;
    let operation = call.operation;
    let response = transport::exchange(http, call.request.clone(), timeouts, limits).await;
    let response = response.map_err(|NoAnswer { cause, delivery }| {
        Error::new(Some(operation), Kind::NoAnswer { cause, delivery })
    })?;
    let (parts, body) = response.into_parts();
    match body {
        Ok(body) => codec::success(operation, Response::from_parts(parts, body)),
        // The status says it all; what Clerk would have added is lost.
        Err(_) if !parts.status.is_success() => {
            codec::success(operation, Response::from_parts(parts, Bytes::new()))
        }
        Err(no_body) => {
            Err(codec::unreadable(operation, &Response::from_parts(parts, ()), no_body))
        }
    }
}

/// OpenTelemetry's names for HTTP clients, and the operation's. Never the path itself, which holds
/// ids, nor anything of the body.
fn span(call: &Call, resends: u64) -> Span {
    let span = tracing::debug_span!(
        "clerk.request",
        clerk.operation = call.operation,
        http.request.method = call.request.method().as_str(),
        http.request.resend_count = Empty,
        http.response.status_code = Empty,
        url.template = call.template,
        server.address = call.request.uri().host(),
        server.port = call.request.uri().port_u16(),
        error.type = Empty,
    );
    if resends > 0 {
        span.record("http.request.resend_count", resends);
    }
    span
}

fn record(span: &Span, result: &Result<Response<Bytes>, Error>) {
    let status = match result {
        Ok(response) => Some(response.status()),
        Err(error) => {
            span.record("error.type", error.error_type());
            error.status()
        }
    };
    if let Some(status) = status {
        span.record("http.response.status_code", status.as_u16());
    }
}
