//! Sockets and HTTP: bytes in, bytes out, and nothing about invitations.

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::header::{ALLOW, CONTENT_TYPE};
use http::request::Parts;
use http::{HeaderValue, Request, Response, StatusCode};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinSet, yield_now};

use super::answers;
use super::handle::handle;
use super::received::ReceivedRequest;
use super::state::{State, lock};

const MAX_BODY_BYTES: usize = 1024 * 1024;

/// Serves connections until it is aborted, which aborts them too.
pub(super) async fn accept(listener: TcpListener, state: Arc<Mutex<State>>) {
    let mut connections = JoinSet::new();
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                connections.spawn(serve(stream, Arc::clone(&state)));
            }
            // One peer that is gone again, or no file descriptor left for now: the others go on.
            Err(_) => yield_now().await,
        }
        // Otherwise the set would keep every connection that ever was.
        while connections.try_join_next().is_some() {}
    }
}

async fn serve(stream: TcpStream, state: Arc<Mutex<State>>) {
    let service = service_fn(|request: Request<Incoming>| async {
        let (parts, body) = request.into_parts();
        let body = read(body).await?;
        Ok::<_, hyper::Error>(respond(&state, parts, body))
    });
    // A raw client may close its side once it has sent everything, and only then read.
    let mut http = http1::Builder::new();
    http.half_close(true);
    // An error here is a peer that does not speak HTTP or that left: nobody remains to be told.
    let _ = http.serve_connection(TokioIo::new(stream), service).await;
}

/// The whole body, or `None` if it is over the limit.
async fn read(mut body: Incoming) -> Result<Option<Bytes>, hyper::Error> {
    let mut kept = Some(Vec::new());
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame?.into_data() else {
            continue;
        };
        // What is over the limit is still read, to be thrown away: closing a socket with unread
        // bytes resets it, and the client would never see the 413.
        kept = kept.filter(|kept| kept.len() + data.len() <= MAX_BODY_BYTES);
        if let Some(kept) = &mut kept {
            kept.extend_from_slice(&data);
        }
    }
    Ok(kept.map(Bytes::from))
}

fn respond(state: &Mutex<State>, request: Parts, body: Option<Bytes>) -> Response<Full<Bytes>> {
    let mut state = lock(state);
    let trace_id = format!("{:032x}", state.received().len() + 1);
    let (status, text) = match handle(&mut state, &request, body.as_deref()) {
        Ok(text) => (StatusCode::OK, text),
        Err(refusal) => (refusal.status, answers::errors(&refusal.errors, &trace_id)),
    };
    state.record(ReceivedRequest {
        method: request.method,
        path: request.uri.to_string(),
        headers: request.headers,
        body: body.unwrap_or_default(),
        status,
    });

    let mut response = Response::new(Full::from(text));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    // Without parameters: Clerk's JavaScript SDK compares the whole value.
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    if let Ok(trace_id) = HeaderValue::from_str(&trace_id) {
        headers.insert("clerk-trace-id", trace_id);
    }
    if status == StatusCode::METHOD_NOT_ALLOWED {
        headers.insert(ALLOW, HeaderValue::from_static("POST"));
    }
    response
}
