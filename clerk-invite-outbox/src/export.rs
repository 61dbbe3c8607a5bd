//! Reading the rows of a campaign, without holding them all.

use std::collections::VecDeque;

use crate::error::Error;
use crate::status::{Exported, Filter};
use crate::store::Store;

const PAGE: i64 = 1000;

/// The rows of a campaign, in the order in which they were enqueued.
#[derive(Debug)]
pub struct Export {
    store: Store,
    campaign: i64,
    filter: Filter,
    after: i64,
    page: VecDeque<Exported>,
    is_over: bool,
}

impl Export {
    pub(crate) fn new(store: Store, campaign: i64, filter: Filter) -> Self {
        Self { store, campaign, filter, after: 0, page: VecDeque::new(), is_over: false }
    }

    /// Returns the next row, or `None` behind the last.
    ///
    /// # Errors
    ///
    /// The database fails.
    pub async fn next(&mut self) -> Result<Option<Exported>, Error> {
        if self.page.is_empty() && !self.is_over {
            let page = self.store.export(self.campaign, self.filter, self.after, PAGE).await?;
            self.is_over = page.len() < usize::try_from(PAGE).unwrap_or(usize::MAX);
            self.page = page.into();
        }
        let row = self.page.pop_front();
        if let Some(row) = &row {
            self.after = row.row;
        }
        Ok(row)
    }
}
