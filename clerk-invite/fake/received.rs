//! What a client sent, as tests get to see it.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};

use crate::fake::{Fault, Operation};

/// One request as it arrived, and what was done with it.
#[derive(Clone)]
#[non_exhaustive]
pub struct ReceivedRequest {
    /// The method.
    pub method: Method,
    /// Path and query exactly as on the wire: still percent-encoded, from `/v1` on.
    pub path: String,
    /// All headers, `Authorization` included.
    pub headers: HeaderMap,
    /// The body, byte for byte; empty if it was over the limit of 1 MiB.
    pub body: Bytes,
    /// The operation that method and path name, or `None` if they name none.
    pub operation: Option<Operation>,
    /// Whether it changed something: created, revoked, rejected or deleted it. Also true of a
    /// request whose answer was lost; false of a refused one, and of one that only asks.
    pub carried_out: bool,
    /// The HTTP status that the fake sends, or `None` if it sends no answer. Whether the answer
    /// reaches the client is another matter.
    pub status: Option<StatusCode>,
    /// What a test made go wrong with it.
    pub fault: Option<Fault>,
}

impl ReceivedRequest {
    /// The body as JSON, or `None` if it is not JSON.
    ///
    /// A [`serde_json::Value`] sorts keys and rereads numbers; compare [`body`](Self::body) where
    /// the text itself matters.
    #[must_use]
    pub fn json(&self) -> Option<serde_json::Value> {
        serde_json::from_slice(&self.body).ok()
    }
}

/// Leaves out headers, body and query: they hold the secret key and people's addresses.
impl fmt::Debug for ReceivedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.split('?').next();
        f.debug_struct("ReceivedRequest")
            .field("method", &self.method)
            .field("path", &path.unwrap_or_default())
            .field("body_bytes", &self.body.len())
            .field("operation", &self.operation)
            .field("carried_out", &self.carried_out)
            .field("status", &self.status)
            .field("fault", &self.fault)
            .finish_non_exhaustive()
    }
}
