//! What all lists have in common: filters, order, pages.

use serde::Serialize;

use crate::fake::refusals::{Problem, Refusal};
use crate::fake::requests::query::Query;
use crate::fake::store::address::Address;
use crate::fake::store::listed::{Listed, OrderBy};
use crate::values::timestamp::Timestamp;

const DEFAULT_LIMIT: usize = 10;
const MAX_LIMIT: usize = 500;

/// What `query` is looked for in.
#[derive(Clone, Copy)]
pub(crate) enum Searched {
    /// A part of the address.
    Address,
    /// A part of the address, or the whole id.
    AddressOrId,
}

/// What the query of one operation may say beside `limit` and `offset`.
pub(crate) struct Parameters {
    pub(crate) statuses: &'static [&'static str],
    /// Which statuses are listed if the query names none.
    pub(crate) default_statuses: &'static [&'static str],
    /// Whether `status` may be repeated; otherwise the last one counts.
    pub(crate) many_statuses: bool,
    pub(crate) query: Option<Searched>,
    pub(crate) email_address: bool,
    /// Empty if the order cannot be chosen.
    pub(crate) order_by: &'static [OrderBy],
}

/// What one request wants to have listed.
pub(crate) struct Listing {
    statuses: Vec<&'static str>,
    query: Option<(String, Searched)>,
    email_address: Option<Address>,
    order_by: OrderBy,
    descending: bool,
    limit: usize,
    offset: usize,
}

/// What is answered, and how many there are on all pages together.
#[derive(Serialize)]
pub(crate) struct Page<T> {
    pub(crate) data: Vec<T>,
    pub(crate) total_count: usize,
}

impl Listing {
    /// Comes last: it refuses the query if anything was wrong in it, here or before.
    pub(crate) fn read(mut query: Query, parameters: &Parameters) -> Result<Self, Refusal> {
        let statuses = statuses(&mut query, parameters);
        let text = |name, taken: bool| if taken { query.text(name) } else { None };
        let part = parameters.query.and_then(|searched| Some((text("query", true)?, searched)));
        let email_address = text("email_address", parameters.email_address);
        let (order_by, descending) = order(&mut query, parameters.order_by);
        let limit = query.integer("limit", &(1..=MAX_LIMIT), DEFAULT_LIMIT);
        let offset = query.integer("offset", &(0..=usize::MAX), 0);
        query.finish()?;
        let email_address = email_address.as_deref().map(Address::new);
        Ok(Self { statuses, query: part, email_address, order_by, descending, limit, offset })
    }

    /// The page that is asked for. The items come in the order of their creation, which decides
    /// between those that are otherwise equal.
    pub(crate) fn page<'a, T: Listed>(
        &self,
        items: impl Iterator<Item = &'a T>,
        now: Timestamp,
    ) -> Page<&'a T> {
        let mut data: Vec<&T> = items.filter(|item| self.matches(*item, now)).collect();
        match self.order_by {
            OrderBy::EmailAddress => data.sort_by(|one, other| one.address().cmp(other.address())),
            time => data.sort_by_key(|item| item.time(time)),
        }
        if self.descending {
            data.reverse();
        }
        let total_count = data.len();
        let data = data.into_iter().skip(self.offset).take(self.limit).collect();
        Page { data, total_count }
    }

    fn matches<T: Listed>(&self, item: &T, now: Timestamp) -> bool {
        let found = |(query, searched): &(String, Searched)| {
            item.address().contains(query)
                || matches!(searched, Searched::AddressOrId) && item.id() == query
        };
        item.has_status(&self.statuses, now)
            && self.query.as_ref().is_none_or(found)
            && self.email_address.as_ref().is_none_or(|address| item.address() == address)
    }
}

impl<T> Page<T> {
    pub(crate) fn map<U>(self, change: impl FnMut(T) -> U) -> Page<U> {
        let data = self.data.into_iter().map(change).collect();
        Page { data, total_count: self.total_count }
    }
}

fn statuses(query: &mut Query, parameters: &Parameters) -> Vec<&'static str> {
    let mut wanted = query.all("status");
    if !parameters.many_statuses {
        wanted.drain(..wanted.len().saturating_sub(1));
    }
    if wanted.is_empty() {
        return parameters.default_statuses.to_vec();
    }
    let known = |wanted: &String| parameters.statuses.iter().find(|known| *known == wanted);
    let found: Vec<_> = wanted.iter().filter_map(known).copied().collect();
    if found.len() < wanted.len() {
        query.problem("status", Problem::ValueInvalid);
    }
    found
}

/// By what, and whether from the last to the first.
fn order(query: &mut Query, known: &[OrderBy]) -> (OrderBy, bool) {
    let newest_first = (OrderBy::CreatedAt, true);
    let Some(text) = query.text("order_by").filter(|_| !known.is_empty()) else {
        return newest_first;
    };
    // A plus sign that was not encoded has become a space.
    let (name, descending) = match text.strip_prefix('-') {
        Some(name) => (name, true),
        None => (text.strip_prefix(['+', ' ']).unwrap_or(&text), false),
    };
    match known.iter().find(|order_by| order_by.name() == name) {
        Some(order_by) => (*order_by, descending),
        None => {
            query.problem("order_by", Problem::ValueInvalid);
            newest_first
        }
    }
}
