//! Connections that end in the middle of a call.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::Response;
use http::header::CONTENT_LENGTH;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;

/// A way to leave a connection. As the error of a service it makes hyper let go of the socket.
#[derive(Debug, Clone, Default)]
pub(crate) struct Disconnect {
    /// Bytes to write before it is closed.
    bytes: Bytes,
    reset: bool,
}

impl Disconnect {
    pub(crate) fn close() -> Self {
        Self::default()
    }

    pub(crate) fn reset() -> Self {
        Self { bytes: Bytes::new(), reset: true }
    }

    /// Writes the head as if the whole body followed, and the first half of the body.
    pub(crate) fn half_of(response: &Response<Bytes>) -> Self {
        let body = response.body();
        let mut bytes = format!("HTTP/1.1 {}\r\n", response.status()).into_bytes();
        for (name, value) in response.headers() {
            for part in [name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"] {
                bytes.extend_from_slice(part);
            }
        }
        bytes.extend_from_slice(format!("{CONTENT_LENGTH}: {}\r\n\r\n", body.len()).as_bytes());
        bytes.extend(body.iter().take(body.len() / 2));
        Self { bytes: bytes.into(), reset: false }
    }

    /// Returns the way to leave a connection that hyper no longer serves.
    pub(crate) fn of(served: Result<(), hyper::Error>) -> Self {
        let error = served.err();
        let source = error.as_ref().and_then(std::error::Error::source);
        source.and_then(|source| source.downcast_ref::<Self>()).cloned().unwrap_or_default()
    }

    /// Leaves the connection. An error is a peer that has left first, and is ignored.
    pub(crate) async fn leave(self, mut stream: TcpStream) {
        if self.reset {
            #[allow(deprecated, reason = "only a time above zero blocks, and the successor is new")]
            let _ = stream.set_linger(Some(Duration::ZERO));
            return;
        }
        if stream.write_all(&self.bytes).await.is_ok() {
            let _ = stream.shutdown().await;
        }
    }
}

impl fmt::Display for Disconnect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the fake ends this connection")
    }
}

impl std::error::Error for Disconnect {}
