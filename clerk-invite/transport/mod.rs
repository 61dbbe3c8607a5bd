//! One exchange over reqwest: the request, the response, and whether the request left.

pub(crate) mod body_limits;
pub(crate) mod guarded_body;
pub(crate) mod http_client;
pub(crate) mod timeouts;
pub(crate) mod tls;

use std::future::Future;
use std::pin::{Pin, pin};
use std::task::Poll;

use bytes::{Bytes, BytesMut};
use http::{Response, Version};
use reqwest::Url;
use tokio::time::{Instant, Sleep, sleep_until, timeout_at};

use crate::error::cause::{BodyError, Cause};
use crate::error::delivery::Delivery;
use crate::transport::body_limits::BodyLimits;
use crate::transport::guarded_body::{GuardedBody, SendGuard};
use crate::transport::timeouts::Timeouts;

/// A request without a response.
pub(crate) struct TransportError {
    pub(crate) cause: Cause,
    pub(crate) delivery: Delivery,
}

/// Sends a request once. Calls `on_response` when the head of the response is here.
pub(crate) async fn exchange(
    http: &reqwest::Client,
    mut request: reqwest::Request,
    body: Bytes,
    guard: &SendGuard,
    timeouts: Timeouts,
    limits: BodyLimits,
    on_response: impl FnOnce(),
) -> Result<Response<Result<Bytes, BodyError>>, TransportError> {
    let now = Instant::now();
    let deadline = after(now, timeouts.total);
    let timed_out = || {
        let delivery = if guard.abandon() { Delivery::NotSent } else { Delivery::Unknown };
        TransportError { cause: Cause::Timeout, delivery }
    };
    let failed = |error: reqwest::Error| {
        // First of all: from here on no connection can take the request.
        let abandoned = guard.abandon();
        let delivery = if guard.is_refused() || abandoned && is_before_sending(&error) {
            Delivery::NotSent
        } else {
            // Once there was a connection, it may have been sent.
            Delivery::Unknown
        };
        let timeout = error.is_timeout();
        let unresolved = error.url().filter(|_| is_dns(&error)).and_then(Url::host_str);
        let unresolved = unresolved.map(ToOwned::to_owned);
        let source = Box::new(error.without_url());
        TransportError { cause: Cause::Connection { source, timeout, unresolved }, delivery }
    };

    *request.body_mut() = Some(reqwest::Body::wrap(GuardedBody::new(body, guard.clone())));
    let mut execute = pin!(http.execute(request));
    let connected = deadline.min(after(now, timeouts.connect));
    let silent = || deadline.min(after(Instant::now(), timeouts.read));
    let mut silence = pin!(sleep_until(silent()));
    let response = match first(execute.as_mut(), guard, connected, silence.as_mut()).await {
        First::Response(response) => Some(response),
        First::Timeout => None,
        First::Taken => {
            silence.as_mut().reset(silent());
            until(execute, silence).await
        }
    };
    let mut received = response.ok_or_else(timed_out)?.map_err(failed)?;
    on_response();
    if received.version() == Version::HTTP_09 {
        // Any bytes are a "response" of HTTP/0.9, which the caller's settings can allow.
        let source = "the response is not HTTP/1".into();
        let cause = Cause::Connection { source, timeout: false, unresolved: None };
        return Err(TransportError { cause, delivery: Delivery::Unknown });
    }
    let body = read(&mut received, deadline, timeouts, limits).await;
    let mut response = Response::new(body);
    *response.status_mut() = received.status();
    std::mem::swap(response.headers_mut(), received.headers_mut());
    Ok(response)
}

/// Returns true for failures of the request's construction, DNS, TCP and TLS, and of their timeouts.
fn is_before_sending(error: &reqwest::Error) -> bool {
    error.is_builder() || error.is_connect() || error.is_timeout()
}

/// Returns true if the host's address was not found. hyper has no type for it, only these words.
fn is_dns(error: &reqwest::Error) -> bool {
    let mut cause = std::error::Error::source(error);
    std::iter::from_fn(|| {
        let this = cause?;
        cause = this.source();
        Some(this)
    })
    .any(|cause| cause.to_string() == "dns error")
}

/// The first event after a request was handed over.
enum First<T> {
    Response(T),
    Taken,
    Timeout,
}

/// Waits for the first event.
///
/// `silence` is only armed here, and awaited later: a timer that is nearer than the one before costs
/// a system call to wake the runtime, and the timer of the call before was as far away.
async fn first<F: Future>(
    mut response: Pin<&mut F>,
    guard: &SendGuard,
    deadline: Instant,
    mut silence: Pin<&mut Sleep>,
) -> First<F::Output> {
    let mut taken = pin!(guard.taken());
    let mut timeout = pin!(sleep_until(deadline));
    let mut first_time = true;
    std::future::poll_fn(|cx| {
        if let Poll::Ready(response) = response.as_mut().poll(cx) {
            return Poll::Ready(First::Response(response));
        }
        if taken.as_mut().poll(cx).is_ready() {
            return Poll::Ready(First::Taken);
        }
        if std::mem::take(&mut first_time) {
            // An idle connection takes the request as soon as its task runs, and then no other
            // timer is needed.
            let _ = silence.as_mut().poll(cx);
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        timeout.as_mut().poll(cx).map(|()| First::Timeout)
    })
    .await
}

/// Waits for the response, or returns `None` when it is late.
async fn until<F: Future>(
    mut response: Pin<&mut F>,
    mut late: Pin<&mut Sleep>,
) -> Option<F::Output> {
    std::future::poll_fn(|cx| match response.as_mut().poll(cx) {
        Poll::Ready(response) => Poll::Ready(Some(response)),
        Poll::Pending => late.as_mut().poll(cx).map(|()| None),
    })
    .await
}

/// The most memory that a header alone makes a body take, in bytes.
const MAX_RESERVED: usize = 1 << 20;

/// Reads a body up to its limit, whatever length the header claims.
async fn read(
    response: &mut reqwest::Response,
    deadline: Instant,
    timeouts: Timeouts,
    limits: BodyLimits,
) -> Result<Bytes, BodyError> {
    let max = if response.status().is_success() { limits.result } else { limits.error };
    let claimed = response.content_length().and_then(|length| usize::try_from(length).ok());
    // Most bodies come in one piece, which is kept without a copy.
    let mut only = Bytes::new();
    let mut body = BytesMut::new();
    loop {
        let silence = deadline.min(after(Instant::now(), timeouts.read));
        match timeout_at(silence, response.chunk()).await {
            Ok(Ok(Some(chunk))) if chunk.len() > max - only.len() - body.len() => {
                let reason = format!("its body is over {max} bytes");
                return Err(BodyError { reason, interrupted: false, timeout: false });
            }
            Ok(Ok(Some(chunk))) if only.is_empty() && body.is_empty() => only = chunk,
            Ok(Ok(Some(chunk))) => {
                if body.is_empty() {
                    body.reserve(claimed.unwrap_or(0).min(max).min(MAX_RESERVED));
                }
                body.extend_from_slice(&std::mem::take(&mut only));
                body.extend_from_slice(&chunk);
            }
            Ok(Ok(None)) if body.is_empty() => return Ok(only),
            Ok(Ok(None)) => return Ok(body.freeze()),
            // The caller may have set timeouts of reqwest's own.
            Ok(Err(error)) if !error.is_timeout() => {
                let reason = "its body broke off".to_owned();
                return Err(BodyError { reason, interrupted: true, timeout: false });
            }
            Ok(Err(_)) | Err(_) => {
                let reason = "its body did not come in time".to_owned();
                return Err(BodyError { reason, interrupted: true, timeout: true });
            }
        }
    }
}

/// Returns a later time, also where the sum would overflow.
fn after(now: Instant, duration: std::time::Duration) -> Instant {
    let century = std::time::Duration::from_secs(100 * 365 * 86_400);
    now + duration.min(century)
}
