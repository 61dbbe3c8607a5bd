//! One call: its attempts, and the span of each.

use bytes::Bytes;
use http::{HeaderMap, Response};
use reqwest::Url;
use tokio::time::{Instant, sleep};
use tracing::field::Empty;
use tracing::{Instrument, Span};

use crate::client::Settings;
use crate::client::retry::{self, Spent};
use crate::codec;
use crate::codec::Prepared;
use crate::error::Error;
use crate::error::Kind;
use crate::error::delivery::Delivery;
use crate::rate_budget::limiter::{Budget, Refused};
use crate::rate_budget::shared_queue::Permit;
use crate::rate_budget::target::Target;
use crate::transport::{self, NoAnswer};

/// What is to be sent, without its type: one function serves all endpoints.
pub(crate) struct Call<'a> {
    pub(crate) operation: &'static str,
    pub(crate) target: Target,
    pub(crate) request: Prepared<Url>,
    pub(crate) headers: &'a HeaderMap,
    pub(crate) settings: Settings,
}

/// Sends until the answer is a success, or until the policy says no. The span is that of the answer,
/// for whoever decodes it.
pub(crate) async fn call(
    http: &reqwest::Client,
    budget: Option<&Budget>,
    call: &Call<'_>,
) -> Result<(Response<Bytes>, Span), Error> {
    let mut begin = None;
    let mut spent = Spent::default();
    let mut resends = 0_u64;
    let mut last = None;
    loop {
        let permit = match budget {
            Some(budget) => match permit(budget, call).await {
                Ok(permit) => Some(permit),
                // Of a call that has been sent, what became of it says more.
                Err(refused) => {
                    let error = last.unwrap_or(refused);
                    span(call, resends).record("error.type", error.error_type());
                    return Err(error);
                }
            },
            None => None,
        };
        let begin = *begin.get_or_insert_with(Instant::now);
        let span = span(call, resends);
        let result = attempt(http, call).instrument(span.clone()).await;
        record(&span, &result);
        settle(permit, &result);
        let error = match result {
            Ok(response) => return Ok((response, span)),
            Err(error) => error,
        };
        let (policy, method) = (call.settings.retry, &call.request.method);
        let random = retry::random();
        let Some(wait) = spent.next(policy, method, error.outcome(), begin.elapsed(), random)
        else {
            return Err(error);
        };
        resends += 1;
        last = Some(error);
        sleep(wait).await;
    }
}

/// Waits for the rate budget. Its refusal ends the call, whatever the retry policy: how long to
/// wait is the budget's own setting.
async fn permit(budget: &Budget, call: &Call<'_>) -> Result<Permit, Error> {
    let permit = budget.acquire(&call.target, budget.max_wait()).await;
    permit.map_err(|Refused { next_slot_in }| {
        Error::new(Some(call.operation), Kind::Gate { opens_in: next_slot_in })
    })
}

/// Tells the rate budget what became of an attempt.
fn settle(permit: Option<Permit>, result: &Result<Response<Bytes>, Error>) {
    let (Some(permit), Err(error)) = (permit, result) else { return };
    match (error.delivery(), error.retry_after()) {
        (Delivery::NotSent, _) => permit.refund(),
        (_, Some(wait)) if error.is_rate_limited() => permit.pause_for(wait),
        _ => {}
    }
}

/// Sends once. `Ok` is a success, whole but not decoded.
async fn attempt(http: &reqwest::Client, call: &Call<'_>) -> Result<Response<Bytes>, Error> {
    let Settings { timeouts, limits, .. } = call.settings;
    let operation = call.operation;
    let Prepared { method, url, body } = &call.request;
    let mut request = reqwest::Request::new(method.clone(), url.clone());
    request.headers_mut().clone_from(call.headers);
    let body = body.clone().unwrap_or_default();
    let response = transport::exchange(http, request, body, timeouts, limits).await;
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
fn span(call: &Call<'_>, resends: u64) -> Span {
    let span = tracing::debug_span!(
        "clerk.request",
        clerk.operation = call.operation,
        http.request.method = call.request.method.as_str(),
        http.request.resend_count = Empty,
        http.response.status_code = Empty,
        url.template = call.target.path(),
        server.address = call.request.url.host_str(),
        server.port = call.request.url.port(),
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
