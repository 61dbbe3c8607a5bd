//! What an operation gets to see of the request that names it.

use super::errors::Refusal;
use super::query::Query;
use super::route::Route;

/// The JSON of a 200, or why there is none.
pub(super) type Answer = Result<String, Refusal>;

pub(super) struct Call<'a> {
    pub(super) route: &'a Route,
    pub(super) query: Option<&'a str>,
    /// Empty if there was none.
    pub(super) body: &'a [u8],
}

impl Call<'_> {
    /// The id that stands in the path in the place of `{name}`.
    pub(super) fn id(&self, name: &str) -> &str {
        self.route.id(name)
    }

    pub(super) fn query(&self) -> Query {
        Query::new(self.query)
    }
}
