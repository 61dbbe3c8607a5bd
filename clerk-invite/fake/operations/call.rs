//! What an operation gets to see of the request that names it.

use crate::fake::refusals::Refusal;
use crate::fake::requests::query::Query;
use crate::fake::routes::router::Route;

/// The JSON of a 200, or why there is none.
pub(crate) type Answer = Result<String, Refusal>;

pub(crate) struct Call<'a> {
    pub(crate) route: &'a Route,
    pub(crate) query: Option<&'a str>,
    /// Empty if there was none.
    pub(crate) body: &'a [u8],
}

impl Call<'_> {
    /// The id that stands in the path in the place of `{name}`.
    pub(crate) fn id(&self, name: &str) -> &str {
        self.route.id(name)
    }

    pub(crate) fn query(&self) -> Query {
        Query::new(self.query)
    }
}
