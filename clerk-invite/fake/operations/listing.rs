//! Filters, orders and pages of lists.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::fake::refusals::{Problem, Refusal};
use crate::fake::requests::query::Query;
use crate::fake::store::address::Address;
use crate::fake::store::catalog::{Catalog, Found, OrderBy, Request, wanted};
use crate::fake::store::invitations::{Group, Invitations};
use crate::fake::store::ordered::{STATUSES, Wanted};
use crate::fake::store::people::People;
use crate::fake::store::state::State;
use crate::fake::store::waitlist::Waitlist;

const DEFAULT_LIMIT: usize = 10;
const MAX_LIMIT: usize = 500;
/// The number of values that a repeated filter takes.
const MAX_VALUES: usize = 100;

/// The texts that `query` is searched for in.
#[derive(Clone, Copy)]
pub(crate) enum Searched {
    /// A part of the address.
    Address,
    /// A part of the address, or the whole id.
    AddressOrId,
}

/// The values that a filter takes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Filter {
    /// It is not a parameter of the operation.
    Unknown,
    /// The last one counts.
    One,
    /// Items that fit any of them are listed.
    Many,
}

/// The parameters of one list besides `limit` and `offset`.
pub(crate) struct Parameters {
    pub(crate) statuses: &'static [&'static str; STATUSES],
    pub(crate) status: Filter,
    /// The statuses that are listed if the query names none.
    pub(crate) default_statuses: &'static [&'static str],
    pub(crate) query: Option<Searched>,
    pub(crate) email_address: Filter,
    pub(crate) id: Option<&'static str>,
    /// Empty if the order cannot be chosen.
    pub(crate) order_by: &'static [OrderBy],
}

/// The list that one request asks for.
pub(crate) struct Listing {
    wanted: Wanted,
    query: Option<(String, Searched)>,
    email_addresses: Option<Vec<Address>>,
    ids: Option<Vec<String>>,
    order_by: OrderBy,
    descending: bool,
    limit: usize,
    offset: usize,
}

/// A page as it is sent, and the number of items on all pages together.
#[derive(Serialize)]
pub(crate) struct Page<T> {
    pub(crate) data: Vec<T>,
    pub(crate) total_count: usize,
}

impl Listing {
    /// Reads the query, and refuses it if a mistake was noted, here or before.
    pub(crate) fn read(mut query: Query, parameters: &Parameters) -> Result<Self, Refusal> {
        let statuses = statuses(&mut query, parameters);
        let part = parameters.query.and_then(|searched| Some((query.text("query")?, searched)));
        let email_addresses = values(&mut query, "email_address", parameters.email_address);
        let ids = parameters.id.and_then(|name| values(&mut query, name, Filter::Many));
        let (order_by, descending) = order(&mut query, parameters.order_by);
        let limit = query.integer("limit", &(1..=MAX_LIMIT), DEFAULT_LIMIT);
        let offset = query.integer("offset", &(0..=usize::MAX), 0);
        query.finish()?;
        let email_addresses = email_addresses
            .map(|addresses| addresses.iter().map(|address| Address::new(address)).collect());
        let wanted = wanted(parameters.statuses, &statuses);
        Ok(Self { wanted, query: part, email_addresses, ids, order_by, descending, limit, offset })
    }

    /// Lists the items of one address only, whatever the query says.
    pub(crate) fn of_address(self, address: Address) -> Self {
        Self { email_addresses: Some(vec![address]), ..self }
    }

    /// Finds the page that is asked for. Equal items come in the order of their creation. `number`
    /// maps an id to the number of its item.
    pub(crate) fn find<G: Ord + Clone>(
        &self,
        catalog: &mut Catalog<G>,
        group: &G,
        number: impl Fn(&str) -> Option<usize>,
    ) -> Found {
        let by_address = self.email_addresses.as_ref().map(|addresses| {
            addresses.iter().flat_map(|address| catalog.at_address(address)).collect()
        });
        let by_id = self.ids.as_ref().map(|ids| ids.iter().filter_map(|id| number(id)).collect());
        let by_query = self.query.as_ref().filter(|(query, _)| !query.is_empty());
        let by_query = by_query.map(|(query, searched)| {
            let mut found = catalog.containing(query);
            if matches!(searched, Searched::AddressOrId) {
                found.extend(number(query));
            }
            found
        });
        let filters: Vec<Vec<usize>> =
            [by_address, by_id, by_query].into_iter().flatten().collect();
        catalog.find(
            group,
            Request {
                among: all_of(filters),
                wanted: self.wanted,
                order_by: self.order_by,
                descending: self.descending,
                offset: self.offset,
                limit: self.limit,
            },
        )
    }
}

/// Returns the numbers that are in all of the lists; `None` if there are no lists.
fn all_of(lists: Vec<Vec<usize>>) -> Option<Vec<usize>> {
    lists.into_iter().reduce(|found, more| {
        let more: BTreeSet<_> = more.into_iter().collect();
        found.into_iter().filter(|number| more.contains(number)).collect()
    })
}

fn values(query: &mut Query, name: &str, filter: Filter) -> Option<Vec<String>> {
    let mut values = match filter {
        Filter::Unknown => return None,
        Filter::One | Filter::Many => query.all(name),
    };
    if filter == Filter::One {
        values.drain(..values.len().saturating_sub(1));
    }
    if values.len() > MAX_VALUES {
        query.problem(name, Problem::TooLong);
    }
    Some(values).filter(|values| !values.is_empty())
}

fn statuses(query: &mut Query, parameters: &Parameters) -> Vec<&'static str> {
    let Some(values) = values(query, "status", parameters.status) else {
        return parameters.default_statuses.to_vec();
    };
    let known = |value: &String| parameters.statuses.iter().find(|known| *known == value);
    let found: Vec<_> = values.iter().filter_map(known).copied().collect();
    if found.len() < values.len() {
        query.problem("status", Problem::ValueInvalid);
    }
    found
}

/// Returns the key of the order, and `true` for the last first.
fn order(query: &mut Query, known: &[OrderBy]) -> (OrderBy, bool) {
    let newest_first = (OrderBy::CreatedAt, true);
    let Some(text) = query.text("order_by").filter(|_| !known.is_empty()) else {
        return newest_first;
    };
    // An unencoded plus sign is decoded as a space.
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

impl State {
    pub(crate) fn list_invitations(&mut self, listing: &Listing, group: &Group) -> Found {
        let until = self.listed_until();
        self.invitations.catalog.catch_up(until);
        let Invitations { catalog, numbers, .. } = &mut self.invitations;
        listing.find(catalog, group, |id| numbers.get(id).copied())
    }

    pub(crate) fn list_waitlist(&mut self, listing: &Listing) -> Found {
        let until = self.listed_until();
        self.waitlist.catalog.catch_up(until);
        let Waitlist { catalog, numbers, .. } = &mut self.waitlist;
        listing.find(catalog, &(), |id| numbers.get(id).copied())
    }

    pub(crate) fn list_users(&mut self, listing: &Listing) -> Found {
        let until = self.listed_until();
        let People { user_catalog: catalog, user_ids: numbers, .. } = &mut self.people;
        catalog.catch_up(until);
        listing.find(catalog, &(), |id| numbers.get(id).copied())
    }

    pub(crate) fn list_memberships(&mut self, listing: &Listing, organization_id: &str) -> Found {
        let until = self.listed_until();
        let People { membership_catalog: catalog, user_ids, by_place, .. } = &mut self.people;
        catalog.catch_up(until);
        let organization_id = organization_id.to_owned();
        listing.find(catalog, &organization_id, |user_id| {
            by_place.get(&(*user_ids.get(user_id)?, organization_id.clone())).copied()
        })
    }
}
