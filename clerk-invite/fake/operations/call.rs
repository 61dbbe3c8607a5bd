//! The part of a request that an operation reads.

use crate::fake::refusals::Refusal;
use crate::fake::requests::query::Query;

/// The JSON of a 200, or why there is none.
pub(crate) type Reply = Result<String, Refusal>;

pub(crate) struct Call<'a> {
    /// The ids of the path, each with the name of its placeholder.
    pub(crate) ids: &'a [(&'static str, String)],
    pub(crate) query: Option<&'a str>,
    /// Empty if there was none.
    pub(crate) body: &'a [u8],
}

impl Call<'_> {
    /// The id in the place of `{name}`. Without such a place it is empty, which no id is.
    pub(crate) fn id(&self, name: &str) -> &str {
        let named = self.ids.iter().find(|(known, _)| *known == name);
        named.map_or("", |(_, id)| id)
    }

    pub(crate) fn query(&self) -> Query {
        Query::new(self.query)
    }
}
