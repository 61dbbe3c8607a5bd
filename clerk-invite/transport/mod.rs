//! One request over reqwest, and what became of it.

pub(crate) mod body_limits;
pub(crate) mod guarded_body;
pub(crate) mod timeouts;
pub(crate) mod tls;

use std::future::Future;
use std::pin::{Pin, pin};
use std::task::Poll;

use bytes::{Bytes, BytesMut};
use http::Response;
use tokio::time::{Instant, Sleep, sleep_until, timeout_at};

use crate::error::delivery::Delivery;
use crate::transport::body_limits::BodyLimits;
use crate::transport::guarded_body::{Watch, WatchedBody};
use crate::transport::timeouts::Timeouts;

/// Why there is no answer.
pub(crate) struct NoAnswer {
    pub(crate) cause: Cause,
    pub(crate) delivery: Delivery,
}

pub(crate) enum Cause {
    /// The connection could not be made, or broke.
    Http(reqwest::Error),
    /// The time ran out.
    Timeout,
}

/// Why there is no whole body.
pub(crate) struct NoBody {
    pub(crate) reason: String,
    /// Whether the network is to blame, and not what Clerk wrote.
    pub(crate) broken: bool,
    pub(crate) timeout: bool,
}

/// Sends once.
pub(crate) async fn exchange(
    http: &reqwest::Client,
    mut request: reqwest::Request,
    body: Bytes,
    timeouts: Timeouts,
    limits: BodyLimits,
) -> Result<Response<Result<Bytes, NoBody>>, NoAnswer> {
    let now = Instant::now();
    let deadline = after(now, timeouts.total);
    let watch = Watch::default();
    let no_answer = |cause| {
        // First of all: from here on nothing can take the request any more.
        let abandoned = watch.abandon();
        let delivery = match &cause {
            Cause::Timeout if abandoned => Delivery::NotSent,
            Cause::Http(error) if abandoned && is_before_sending(error) => Delivery::NotSent,
            // Once there was a connection, in doubt it was sent.
            _ => Delivery::Unknown,
        };
        NoAnswer { cause, delivery }
    };
    let failed = |error: reqwest::Error| no_answer(Cause::Http(error.without_url()));

    *request.body_mut() = Some(reqwest::Body::wrap(WatchedBody::new(body, watch.clone())));
    let mut execute = pin!(http.execute(request));
    let connected = deadline.min(after(now, timeouts.connect));
    let silent = || deadline.min(after(Instant::now(), timeouts.read));
    let mut silence = pin!(sleep_until(silent()));
    let answer = match first(execute.as_mut(), &watch, connected, silence.as_mut()).await {
        First::Answer(answer) => Some(answer),
        First::Timeout => None,
        First::Taken => {
            silence.as_mut().reset(silent());
            until(execute, silence).await
        }
    };
    let answer = answer.ok_or_else(|| no_answer(Cause::Timeout))?;
    let mut answer = answer.map_err(failed)?;
    let body = read(&mut answer, deadline, timeouts, limits).await;
    let mut response = Response::new(body);
    *response.status_mut() = answer.status();
    std::mem::swap(response.headers_mut(), answer.headers_mut());
    Ok(response)
}

/// Making the request, DNS, TCP or TLS, or not in time for any of them.
fn is_before_sending(error: &reqwest::Error) -> bool {
    error.is_builder() || error.is_connect() || error.is_timeout()
}

/// What happens first to a request that was handed over.
enum First<T> {
    Answer(T),
    Taken,
    Timeout,
}

/// `silence` is only set here, and waited for later: an alarm that is nearer than the one before wakes
/// the runtime up, at the price of a system call, and that of the call before was as far away.
async fn first<F: Future>(
    mut answer: Pin<&mut F>,
    watch: &Watch,
    deadline: Instant,
    mut silence: Pin<&mut Sleep>,
) -> First<F::Output> {
    let mut taken = pin!(watch.taken());
    let mut timeout = pin!(sleep_until(deadline));
    let mut first_time = true;
    std::future::poll_fn(|cx| {
        if let Poll::Ready(answer) = answer.as_mut().poll(cx) {
            return Poll::Ready(First::Answer(answer));
        }
        if taken.as_mut().poll(cx).is_ready() {
            return Poll::Ready(First::Taken);
        }
        if std::mem::take(&mut first_time) {
            // A connection that is there takes the request as soon as it has its turn: then there is
            // nothing else to wait for.
            let _ = silence.as_mut().poll(cx);
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        timeout.as_mut().poll(cx).map(|()| First::Timeout)
    })
    .await
}

/// The answer, or nothing if that comes too late.
async fn until<F: Future>(mut answer: Pin<&mut F>, mut late: Pin<&mut Sleep>) -> Option<F::Output> {
    std::future::poll_fn(|cx| match answer.as_mut().poll(cx) {
        Poll::Ready(answer) => Poll::Ready(Some(answer)),
        Poll::Pending => late.as_mut().poll(cx).map(|()| None),
    })
    .await
}

/// Reads up to the bound, whatever length the header claims.
async fn read(
    answer: &mut reqwest::Response,
    deadline: Instant,
    timeouts: Timeouts,
    limits: BodyLimits,
) -> Result<Bytes, NoBody> {
    let most = if answer.status().is_success() { limits.result } else { limits.error };
    // Most answers come in one piece, which is kept as it is.
    let mut only = Bytes::new();
    let mut body = BytesMut::new();
    loop {
        let silence = deadline.min(after(Instant::now(), timeouts.read));
        match timeout_at(silence, answer.chunk()).await {
            Ok(Ok(Some(chunk))) if chunk.len() > most - only.len() - body.len() => {
                let reason = format!("its body is over {most} bytes");
                return Err(NoBody { reason, broken: false, timeout: false });
            }
            Ok(Ok(Some(chunk))) if only.is_empty() && body.is_empty() => only = chunk,
            Ok(Ok(Some(chunk))) => {
                body.extend_from_slice(&std::mem::take(&mut only));
                body.extend_from_slice(&chunk);
            }
            Ok(Ok(None)) if body.is_empty() => return Ok(only),
            Ok(Ok(None)) => return Ok(body.freeze()),
            // The caller may have set timeouts of reqwest's own.
            Ok(Err(error)) if !error.is_timeout() => {
                let reason = "its body broke off".to_owned();
                return Err(NoBody { reason, broken: true, timeout: false });
            }
            Ok(Err(_)) | Err(_) => {
                let reason = "its body did not come in time".to_owned();
                return Err(NoBody { reason, broken: true, timeout: true });
            }
        }
    }
}

/// A point in time, even with a duration that no clock can hold.
fn after(now: Instant, duration: std::time::Duration) -> Instant {
    let century = std::time::Duration::from_secs(100 * 365 * 86_400);
    now + duration.min(century)
}
