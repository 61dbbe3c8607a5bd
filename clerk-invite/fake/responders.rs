//! Responses of a test's own, for endpoints that the fake does not know.

use std::sync::Arc;

use bytes::Bytes;
use http::{Method, Request};
use serde_json::Value;

/// Makes a response, status and JSON body, of a request.
pub(crate) type Respond = Arc<dyn Fn(&Request<Bytes>) -> (u16, Value) + Send + Sync>;

/// The response of one endpoint.
pub(crate) struct Responder {
    pub(crate) method: Method,
    /// The path template, from below the version on.
    pub(crate) path: &'static str,
    pub(crate) respond: Respond,
}

/// All that a test has set, one for each method and path template.
#[derive(Default)]
pub(crate) struct Responders(Vec<Responder>);

impl Responders {
    /// Adds one, in place of an earlier one for the same endpoint.
    pub(crate) fn set(&mut self, responder: Responder) {
        self.0.retain(|known| known.method != responder.method || known.path != responder.path);
        self.0.push(responder);
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Responder> {
        self.0.iter()
    }
}
