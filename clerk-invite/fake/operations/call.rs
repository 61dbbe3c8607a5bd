//! A request as an operation reads it.

use crate::fake::refusals::Refusal;
use crate::fake::requests::query::Query;

/// The JSON of a 200, or a refusal.
pub(crate) type Reply = Result<String, Refusal>;

pub(crate) struct Call<'a> {
    /// The ids in the path by the names of their placeholders.
    pub(crate) ids: &'a [(&'static str, String)],
    pub(crate) query: Option<&'a str>,
    /// The body; empty if there was none.
    pub(crate) body: &'a [u8],
}

impl Call<'_> {
    /// Returns the id in place of `{name}`; an empty string, which is not an id, without such a place.
    pub(crate) fn id(&self, name: &str) -> &str {
        let named = self.ids.iter().find(|(known, _)| *known == name);
        named.map_or("", |(_, id)| id)
    }

    pub(crate) fn query(&self) -> Query {
        Query::new(self.query)
    }
}
