//! One call: its attempts, and a span for each.

use bytes::Bytes;
use http::{HeaderMap, Method, Response};
use reqwest::Url;
use tokio::time::{Instant, sleep};
use tracing::field::Empty;
use tracing::{Instrument, Span};

use crate::client::events;
use crate::client::retry::{self, AttemptOutcome, RetryState};
use crate::client::settings::Settings;
use crate::client::slot::Slot;
use crate::codec::response::{self, Failure};
use crate::error::sent_request::SentRequest;
use crate::error::{Error, Kind};
use crate::rate_budget::limiter::{Budget, Refused};
use crate::rate_budget::shared_queue::Permit;
use crate::rate_budget::target::Target;
use crate::transport::guarded_body::SendCheck;
use crate::transport::{self, TransportError};

/// A checked and encoded request, without its type: one function serves all endpoints.
pub(crate) struct PreparedCall<'a> {
    pub(crate) operation: &'static str,
    pub(crate) template: &'static str,
    pub(crate) target: Target,
    pub(crate) method: Method,
    pub(crate) url: Url,
    pub(crate) headers: &'a HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) settings: Settings,
    pub(crate) check: Option<&'a SendCheck>,
}

impl PreparedCall<'_> {
    /// Sends until the response is a success, or until the retry policy says no. Returns the span of
    /// the response, for errors of decoding it.
    pub(crate) async fn send(
        &self,
        http: &reqwest::Client,
        budget: Option<&Budget>,
    ) -> Result<(Response<Bytes>, Span), Error> {
        let mut started_at = None;
        let mut state = RetryState::default();
        let mut resends = 0_u64;
        let mut last = None;
        loop {
            let permit = match budget {
                Some(budget) => match self.permit(budget).await {
                    Ok(permit) => Some(permit),
                    // If an earlier attempt failed, its error says more than the budget's refusal.
                    Err(refused) => {
                        let error = last.unwrap_or(refused);
                        self.span(resends).record("error.type", error.error_type());
                        return Err(error);
                    }
                },
                None => None,
            };
            let mut slot = Slot::new(permit, self.check.cloned());
            let started_at = *started_at.get_or_insert_with(Instant::now);
            let span = self.span(resends);
            let result = self.attempt(http, &mut slot).instrument(span.clone()).await;
            record(&span, &result);
            let error = match result {
                Ok(response) => return Ok((response, span)),
                Err(error) => error,
            };
            slot.failed(&error);
            drop(slot);
            let outcome = AttemptOutcome::of(&error);
            let (policy, time) = (self.settings.retry, started_at.elapsed());
            let delay = state.next_delay(policy, &self.method, outcome, time, retry::random());
            let Some(delay) = delay else { return Err(error) };
            events::retry(self.operation, &error, delay);
            resends += 1;
            last = Some(error);
            sleep(delay).await;
        }
    }

    /// Returns the request, for errors.
    pub(crate) fn sent(&self) -> SentRequest {
        let (path, query) = (self.url.path(), self.url.query().unwrap_or_default());
        SentRequest::new(self.template, path, query, self.body.clone(), self.headers)
    }

    /// Waits for the rate budget. Its refusal ends the call, whatever the retry policy: the longest
    /// wait is the budget's own setting.
    async fn permit(&self, budget: &Budget) -> Result<Permit, Error> {
        let permit = budget.acquire(&self.target, budget.max_wait()).await;
        permit.map_err(|Refused { next_slot_in }| {
            Error::new(Some(self.operation), Kind::RateBudget { next_slot_in })
        })
    }

    /// Sends once. `Ok` is a success, whole but not decoded.
    async fn attempt(
        &self,
        http: &reqwest::Client,
        slot: &mut Slot,
    ) -> Result<Response<Bytes>, Error> {
        let Settings { timeouts, limits, .. } = self.settings;
        let operation = self.operation;
        let mut request = reqwest::Request::new(self.method.clone(), self.url.clone());
        request.headers_mut().clone_from(self.headers);
        let (body, guard) = (self.body.clone(), slot.guard());
        let on_response = || slot.responded();
        let response =
            transport::exchange(http, request, body, &guard, timeouts, limits, on_response)
                .await
                .map_err(|TransportError { cause, delivery }| {
                Error::new(Some(operation), Kind::Transport { cause, delivery })
            })?;
        let (parts, body) = response.into_parts();
        match body {
            Ok(body) if parts.status.is_success() => Ok(Response::from_parts(parts, body)),
            Err(error) if parts.status.is_success() => {
                Err(response::unreadable(operation, &Response::from_parts(parts, ()), error))
            }
            // The status decides; without the body only the details that Clerk would have added are lost.
            body => {
                let response = Response::from_parts(parts, body.unwrap_or_default());
                Err(response::error(operation, self.sent(), &response, &Failure::Status))
            }
        }
    }

    /// Opens a span with OpenTelemetry's attributes for HTTP clients, and the operation. It holds
    /// neither the path, which has ids, nor anything of the body.
    fn span(&self, resends: u64) -> Span {
        let span = tracing::debug_span!(
            "clerk.request",
            clerk.operation = self.operation,
            http.request.method = self.method.as_str(),
            http.request.resend_count = Empty,
            http.response.status_code = Empty,
            url.template = self.template,
            server.address = self.url.host_str(),
            server.port = self.url.port(),
            error.type = Empty,
        );
        if resends > 0 {
            span.record("http.request.resend_count", resends);
        }
        span
    }
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
