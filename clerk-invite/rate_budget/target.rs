//! The key of a budget: a method and a path template.

use std::hash::{Hash, Hasher};

use http::Method;

use crate::endpoint::Endpoint;
use crate::endpoint::rate_limit::RateLimit;

/// What a budget is for: one method and path template. The rest does not tell two targets apart.
#[derive(Debug, Clone)]
pub(crate) struct Target {
    pub(super) name: &'static str,
    pub(super) method: Method,
    pub(super) path: &'static str,
    pub(super) declared: Option<RateLimit>,
}

impl Target {
    pub(crate) fn of<E: Endpoint>() -> Self {
        Self { name: E::NAME, method: E::METHOD, path: E::PATH, declared: E::RATE_LIMIT }
    }

    /// The path template.
    pub(crate) fn path(&self) -> &'static str {
        self.path
    }
}

impl PartialEq for Target {
    fn eq(&self, other: &Self) -> bool {
        self.method == other.method && self.path == other.path
    }
}

impl Eq for Target {}

impl Hash for Target {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.method.hash(state);
        self.path.hash(state);
    }
}
