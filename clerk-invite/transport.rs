//! reqwest under the sans-IO half.

use bytes::{Bytes, BytesMut};
use http::{Request, Response};

use crate::Delivery;

/// The greatest body of a result that is read.
const MOST_OF_RESULT: usize = 1024 * 1024;
/// The greatest body of an error that is read.
const MOST_OF_ERROR: usize = 64 * 1024;

/// Why there is no answer.
pub(crate) struct NoAnswer {
    pub(crate) source: reqwest::Error,
    pub(crate) delivery: Delivery,
}

/// Why there is no whole body.
pub(crate) struct NoBody {
    pub(crate) reason: String,
    pub(crate) timeout: bool,
}

/// Sends once. The body is read up to a bound, whatever length its header claims.
pub(crate) async fn exchange(
    http: &reqwest::Client,
    request: Request<Bytes>,
) -> Result<Response<Result<Bytes, NoBody>>, NoAnswer> {
    let no_answer = |source: reqwest::Error| {
        let sent = !source.is_connect() && !source.is_builder();
        let delivery = if sent { Delivery::Unknown } else { Delivery::NotSent };
        NoAnswer { source: source.without_url(), delivery }
    };
    let request = reqwest::Request::try_from(request).map_err(no_answer)?;
    let mut answer = http.execute(request).await.map_err(no_answer)?;
    let mut response = Response::new(read(&mut answer).await);
    *response.status_mut() = answer.status();
    std::mem::swap(response.headers_mut(), answer.headers_mut());
    Ok(response)
}

async fn read(answer: &mut reqwest::Response) -> Result<Bytes, NoBody> {
    let most = if answer.status().is_success() { MOST_OF_RESULT } else { MOST_OF_ERROR };
    let mut body = BytesMut::new();
    loop {
        match answer.chunk().await {
            Ok(Some(chunk)) if body.len() + chunk.len() > most => {
                let reason = format!("its body is over {most} bytes");
                return Err(NoBody { reason, timeout: false });
            }
            Ok(Some(chunk)) => body.extend_from_slice(&chunk),
            Ok(None) => return Ok(body.freeze()),
            Err(error) => {
                let timeout = error.is_timeout();
                let what = if timeout { "did not come in time" } else { "broke off" };
                return Err(NoBody { reason: format!("its body {what}"), timeout });
            }
        }
    }
}
