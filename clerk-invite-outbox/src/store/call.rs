//! A call and its rows, as data.

use crate::entry::Details;
use crate::states::Budget;
use crate::store::Moment;

/// A call that is noted as begun.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    pub(crate) id: i64,
    pub(crate) token: String,
    pub(crate) instance: String,
    pub(crate) budget: Budget,
    /// The organization's id; empty for the application.
    pub(crate) organization: String,
    pub(crate) place: i64,
    pub(crate) rows: Vec<CallRow>,
    pub(crate) claimed: Moment,
}

/// One invitation of a call.
#[derive(Clone)]
pub(crate) struct CallRow {
    pub(crate) id: i64,
    pub(crate) address: String,
    pub(crate) person: String,
    pub(crate) role: Option<String>,
    pub(crate) details: Details,
    /// The number of calls that it was part of before.
    pub(crate) calls: i64,
    pub(crate) share: i64,
    pub(crate) replaces: Option<String>,
    pub(crate) revoked: bool,
}

impl std::fmt::Debug for CallRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CallRow").field("id", &self.id).finish_non_exhaustive()
    }
}
