//! Accepts connections and speaks HTTP.

use std::future::poll_fn;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinSet, yield_now};

use crate::fake::faults::fault::Fault;
use crate::fake::server::disconnect::Disconnect;
use crate::fake::server::respond::{Outcome, respond};
use crate::fake::store::state::State;

const MAX_BODY_BYTES: usize = 1024 * 1024;

/// Serves connections until it is aborted, which aborts them too.
pub(crate) async fn accept(listener: TcpListener, state: Arc<Mutex<State>>) {
    let mut connections = JoinSet::new();
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                connections.spawn(serve(stream, Arc::clone(&state)));
            }
            // A peer that left, or no free file descriptor for now: the other connections go on.
            Err(_) => yield_now().await,
        }
        // Otherwise the set would keep every connection that ever was.
        while connections.try_join_next().is_some() {}
    }
}

async fn serve(stream: TcpStream, state: Arc<Mutex<State>>) {
    let service = service_fn(|request| Box::pin(exchange(&state, request)));
    // A raw client may close its side after sending, and only then read.
    let mut http = http1::Builder::new();
    http.half_close(true);
    let mut connection = http.serve_connection(TokioIo::new(stream), service);
    // Without a shutdown: some disconnects need the socket as it is.
    let served = poll_fn(|context| connection.poll_without_shutdown(context)).await;
    let stream = connection.into_parts().io.into_inner();
    // Any other error is a peer that left or does not speak HTTP; there is nobody to report it to.
    Disconnect::of(served).leave(stream).await;
}

async fn exchange(
    state: &Mutex<State>,
    request: Request<Incoming>,
) -> Result<Response<Full<Bytes>>, Disconnect> {
    let (parts, body) = request.into_parts();
    let body = read(body).await.map_err(|_| Disconnect::close())?;
    let (outcome, fault) = respond(state, parts, body);
    match fault {
        Some(Fault::DelayResponse(time)) => tokio::time::sleep(time).await,
        Some(Fault::HoldResponse(gate)) => gate.wait().await,
        _ => {}
    }
    match outcome {
        Outcome::Whole(response) => Ok(response.map(Full::from)),
        Outcome::Half(response) => Err(Disconnect::half_of(&response)),
        Outcome::Close => Err(Disconnect::close()),
        Outcome::Reset => Err(Disconnect::reset()),
    }
}

/// Reads the whole body; `None` if it is over the limit.
async fn read(mut body: Incoming) -> Result<Option<Bytes>, hyper::Error> {
    let mut kept = Some(Vec::new());
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame?.into_data() else {
            continue;
        };
        // The rest of a body over the limit is read and dropped: closing a socket with unread bytes
        // resets it, and the client would never see the 413.
        kept = kept.filter(|kept| kept.len() + data.len() <= MAX_BODY_BYTES);
        if let Some(kept) = &mut kept {
            kept.extend_from_slice(&data);
        }
    }
    Ok(kept.map(Bytes::from))
}
