//! Request bodies and queries, parsed as Clerk parses them.

pub(crate) mod body;
pub(crate) mod fields;
pub(crate) mod params;
pub(crate) mod query;
