//! The key of a budget: a method and a path template.

use std::borrow::Cow;
use std::hash::{Hash, Hasher};

use http::Method;

use crate::endpoint::Endpoint;
use crate::endpoint::rate_limit::RateLimit;

/// One endpoint at Clerk: a method and a path template.
///
/// Two targets are equal if their methods and their paths are, whatever the placeholders are called:
/// `/users/{user_id}` and `/users/{id}` are one endpoint.
#[derive(Debug, Clone)]
pub(crate) struct Target {
    pub(super) name: Cow<'static, str>,
    pub(super) method: Method,
    pub(super) path: Cow<'static, str>,
    pub(super) declared: Option<RateLimit>,
}

impl Target {
    pub(crate) fn of<E: Endpoint>() -> Self {
        Self {
            name: Cow::Borrowed(E::NAME),
            method: E::METHOD,
            path: Cow::Borrowed(E::PATH),
            declared: E::RATE_LIMIT,
        }
    }

    /// Returns the parts of the path between its placeholders.
    fn literals(&self) -> impl Iterator<Item = &str> {
        let parts = self.path.split('{');
        parts.map(|part| part.split_once('}').map_or(part, |(_, literal)| literal))
    }
}

impl PartialEq for Target {
    fn eq(&self, other: &Self) -> bool {
        self.method == other.method && self.literals().eq(other.literals())
    }
}

impl Eq for Target {}

impl Hash for Target {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.method.hash(state);
        self.literals().for_each(|literal| literal.hash(state));
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;
    use std::collections::HashSet;

    use http::Method;

    use super::Target;

    fn target(method: Method, path: &'static str) -> Target {
        Target { name: Cow::Borrowed(""), method, path: Cow::Borrowed(path), declared: None }
    }

    #[test]
    fn the_names_of_placeholders_do_not_matter() {
        let paths = ["/a/{b}/c", "/a/{other}/c", "/a/{b}/d", "/a/c", "/a/{b}", "/a", "/{b}"];
        let different: HashSet<_> = paths.map(|path| target(Method::GET, path)).into();
        assert_eq!(different.len(), paths.len() - 1);
        assert_ne!(target(Method::GET, "/a"), target(Method::POST, "/a"));
    }
}
