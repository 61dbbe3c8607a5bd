//! A raw TCP server that sends the same bytes in response to every request.

use std::sync::{Arc, Mutex};

use clerk_invite::Client;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// One request, as it came over the wire.
#[derive(Clone)]
pub(crate) struct Received {
    /// `POST /v1/invitations HTTP/1.1`
    pub(crate) request_line: String,
    headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Received {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        headers.find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The path and the query, as they are on the wire.
    pub(crate) fn target(&self) -> &str {
        self.request_line.split(' ').nth(1).expect("a request line")
    }
}

/// The requests received so far, in order.
#[derive(Clone, Default)]
pub(crate) struct Log(Arc<Mutex<Vec<Received>>>);

impl Log {
    pub(crate) fn len(&self) -> usize {
        self.0.lock().expect("no test panics in here").len()
    }
}

/// Serves until it is dropped.
pub(crate) struct Server {
    pub(crate) address: String,
    received: Log,
    task: tokio::task::JoinHandle<()>,
}

impl Server {
    /// Does with each connection whatever `serve` does, which also says what it received.
    pub(crate) async fn doing<F, S>(serve: S) -> Self
    where
        F: Future<Output = ()> + Send + 'static,
        S: Fn(TcpStream, Log) -> F + Send + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("a bound socket").to_string();
        let log = Log::default();
        let received = log.clone();
        let task = tokio::spawn(async move {
            let mut connections = tokio::task::JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                connections.spawn(serve(stream, log.clone()));
            }
        });
        Self { address, received, task }
    }

    /// Reads each request to its end, writes `answer`, and closes the connection.
    pub(crate) async fn answering(answer: impl Into<Vec<u8>>) -> Self {
        let answer: Arc<[u8]> = answer.into().into();
        Self::doing(move |mut stream, log| {
            let answer = Arc::clone(&answer);
            async move {
                if read(&mut stream, &log).await {
                    // The client may have gone, which is its business.
                    let _ = stream.write_all(&answer).await;
                    let _ = stream.shutdown().await;
                }
            }
        })
        .await
    }

    /// Answers with this status and JSON.
    pub(crate) async fn json(status: &str, body: &str) -> Self {
        Self::with_headers(status, "Content-Type: application/json\r\n", body).await
    }

    /// Answers with this status, these header lines and this body.
    pub(crate) async fn with_headers(status: &str, headers: &str, body: &str) -> Self {
        let length = body.len();
        Self::answering(format!(
            "HTTP/1.1 {status}\r\n{headers}Content-Length: {length}\r\n\r\n{body}"
        ))
        .await
    }

    pub(crate) fn base_url(&self) -> String {
        format!("http://{}/v1", self.address)
    }

    pub(crate) fn client(&self) -> Client {
        let builder = Client::builder("sk_test_0123456789").base_url(self.base_url());
        builder.build().expect("a valid client")
    }

    pub(crate) fn received(&self) -> Vec<Received> {
        self.received.0.lock().expect("no test panics in here").clone()
    }

    /// The one request that must have come.
    pub(crate) fn only_request(&self) -> Received {
        let received = self.received();
        assert_eq!(received.len(), 1, "requests at the server");
        received.into_iter().next().expect("one request")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Reads one request into the log; `false` if the client leaves before its end.
pub(crate) async fn read(stream: &mut TcpStream, log: &Log) -> bool {
    match receive(stream).await {
        Some(request) => {
            log.0.lock().expect("no test panics in here").push(request);
            true
        }
        None => false,
    }
}

async fn receive(stream: &mut TcpStream) -> Option<Received> {
    let mut bytes = Vec::new();
    let end = loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break end;
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    };
    let head = String::from_utf8(bytes[..end].to_vec()).ok()?;
    let mut lines = head.split("\r\n");
    let request_line = lines.next()?.to_owned();
    let headers: Vec<_> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
        .collect();
    let length = headers.iter().find(|(name, _)| name == "content-length");
    let length: usize = length.map_or(Some(0), |(_, length)| length.parse().ok())?;
    let mut body = bytes.split_off(end + 4);
    while body.len() < length {
        if stream.read_buf(&mut body).await.ok()? == 0 {
            return None;
        }
    }
    Some(Received { request_line, headers, body: String::from_utf8(body).ok()? })
}
