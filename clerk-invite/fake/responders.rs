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
    pub(crate) fn set(&mut self, new: Responder) {
        self.0.retain(|known| known.method != new.method || !same_path(known.path, new.path));
        self.0.push(new);
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Responder> {
        self.0.iter()
    }
}

/// Compares two templates: the names of their placeholders make no difference.
pub(crate) fn same_path(one: &str, other: &str) -> bool {
    let equal = |(one, other): (&str, &str)| {
        one == other || (placeholder(one).is_some() && placeholder(other).is_some())
    };
    one.split('/').count() == other.split('/').count()
        && one.split('/').zip(other.split('/')).all(equal)
}

/// Returns the name in a placeholder: `organization_id` for `{organization_id}`.
pub(crate) fn placeholder(segment: &str) -> Option<&str> {
    segment.strip_prefix('{')?.strip_suffix('}')
}
