//! The copy that lists are read from. It trails the items by a time that a test sets.
//!
//! Changes are queued with their times, and applied when the lists reach those times. The copy has a
//! tree for each order that a list was requested in, and an index of addresses, so that a page costs
//! its own items.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::fake::store::address::Address;
use crate::fake::store::ordered::{Ordered, STATUSES, Wanted};
use crate::values::same_address::same_address_key;
use crate::values::timestamp::Timestamp;

/// The index of the status that every item begins with.
pub(crate) const PENDING: usize = 0;
/// The index of the status that a pending item has once its time is over.
pub(crate) const EXPIRED: usize = 3;

/// An item as the lists see it.
pub(crate) struct Entry<G> {
    /// The lists that it is on.
    groups: Vec<G>,
    address: Address,
    pub(crate) status: usize,
    created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
    expires_at: Option<Timestamp>,
    invited_at: Option<Timestamp>,
    removed: bool,
}

impl<G> Entry<G> {
    /// Returns a new item, which is pending.
    pub(crate) fn new(groups: Vec<G>, address: Address, created_at: Timestamp) -> Self {
        Self {
            groups,
            address,
            status: PENDING,
            created_at,
            updated_at: created_at,
            expires_at: None,
            invited_at: None,
            removed: false,
        }
    }

    /// Sets the time of expiry.
    pub(crate) fn expiring_at(self, time: Timestamp) -> Self {
        Self { expires_at: Some(time), ..self }
    }

    fn key(&self, order_by: OrderBy) -> Key {
        match order_by {
            OrderBy::CreatedAt => Key::Time(Some(self.created_at)),
            OrderBy::ExpiresAt => Key::Time(self.expires_at),
            OrderBy::InvitedAt => Key::Time(self.invited_at),
            OrderBy::EmailAddress => Key::Address(self.address.clone()),
        }
    }
}

/// The keys that a list can be ordered by.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum OrderBy {
    CreatedAt,
    EmailAddress,
    ExpiresAt,
    InvitedAt,
}

impl OrderBy {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::CreatedAt => "created_at",
            Self::EmailAddress => "email_address",
            Self::ExpiresAt => "expires_at",
            Self::InvitedAt => "invited_at",
        }
    }
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Time(Option<Timestamp>),
    Address(Address),
}

enum Change<G> {
    Added(Entry<G>),
    Status { number: usize, status: usize, invited_at: Option<Timestamp> },
    Removed { number: usize },
}

/// One page of a list, and the number of items on all of its pages.
pub(crate) struct Found {
    pub(crate) numbers: Vec<usize>,
    pub(crate) total: usize,
}

/// The part of a list that is wanted.
pub(crate) struct Request {
    /// The items to choose from; `None` for all of the group.
    pub(crate) among: Option<Vec<usize>>,
    pub(crate) wanted: Wanted,
    pub(crate) order_by: OrderBy,
    pub(crate) descending: bool,
    pub(crate) offset: usize,
    pub(crate) limit: usize,
}

/// The items of one kind, numbered from 0 in the order of their creation.
pub(crate) struct Catalog<G> {
    coming: VecDeque<(Timestamp, Change<G>)>,
    entries: Vec<Entry<G>>,
    expiring: BTreeSet<(Timestamp, usize)>,
    orders: BTreeMap<G, BTreeMap<OrderBy, Ordered<Key>>>,
    by_address: BTreeMap<Address, Vec<usize>>,
    /// The addresses by their local part spelled backwards.
    by_local_part: BTreeMap<String, BTreeSet<Address>>,
}

impl<G: Ord + Clone> Catalog<G> {
    pub(crate) fn new() -> Self {
        Self {
            coming: VecDeque::new(),
            entries: Vec::new(),
            expiring: BTreeSet::new(),
            orders: BTreeMap::new(),
            by_address: BTreeMap::new(),
            by_local_part: BTreeMap::new(),
        }
    }

    /// Adds the item with the next number.
    pub(crate) fn add(&mut self, entry: Entry<G>) {
        self.coming.push_back((entry.created_at, Change::Added(entry)));
    }

    pub(crate) fn set_status(
        &mut self,
        number: usize,
        status: usize,
        now: Timestamp,
        invited_at: Option<Timestamp>,
    ) {
        self.coming.push_back((now, Change::Status { number, status, invited_at }));
    }

    pub(crate) fn remove(&mut self, number: usize, now: Timestamp) {
        self.coming.push_back((now, Change::Removed { number }));
    }

    /// Applies all changes up to this time. Changes are never taken back.
    pub(crate) fn catch_up(&mut self, until: Timestamp) {
        while self.coming.front().is_some_and(|(time, _)| *time <= until) {
            match self.coming.pop_front() {
                Some((_, Change::Added(entry))) => self.show(entry),
                Some((time, Change::Status { number, status, invited_at })) => {
                    self.change(number, status, time, invited_at);
                }
                Some((_, Change::Removed { number })) => self.hide(number),
                None => {}
            }
        }
        while let Some((time, number)) = self.expiring.first().copied() {
            if time > until {
                break;
            }
            self.expiring.remove(&(time, number));
            let updated_at = self.entries[number].updated_at;
            self.change(number, EXPIRED, updated_at, None);
        }
    }

    /// Returns an item as the lists see it.
    pub(crate) fn entry(&self, number: usize) -> &Entry<G> {
        &self.entries[number]
    }

    /// Returns the items with this address.
    pub(crate) fn at_address(&self, address: &Address) -> Vec<usize> {
        self.by_address.get(address).cloned().unwrap_or_default()
    }

    /// Returns the items whose address contains this text.
    ///
    /// A text with an `@` is compared with the addresses whose local part ends in the text's. Any other
    /// text is compared with all addresses.
    pub(crate) fn containing(&self, part: &str) -> Vec<usize> {
        let part = if part.contains('@') { same_address_key(part) } else { part.to_lowercase() };
        let fits = |address: &&Address| address.as_str().contains(&part);
        match part.split_once('@') {
            Some((local, _)) => {
                let end: String = local.chars().rev().collect();
                let from = self.by_local_part.range(end.clone()..);
                let ending = from.take_while(|(known, _)| known.starts_with(&end));
                let addresses = ending.flat_map(|(_, addresses)| addresses).filter(fits);
                addresses.flat_map(|address| self.at_address(address)).collect()
            }
            None => {
                let addresses = self.by_address.iter().filter(|(address, _)| fits(address));
                addresses.flat_map(|(_, numbers)| numbers).copied().collect()
            }
        }
    }

    /// Finds one page of a group's list.
    pub(crate) fn find(&mut self, group: &G, request: Request) -> Found {
        let Request { among, wanted, order_by, descending, offset, limit } = request;
        let Some(among) = among else {
            let order = self.order(group, order_by);
            let numbers = order.page(wanted, descending, offset, limit);
            return Found { numbers, total: order.count(wanted) };
        };
        let listed = |number: &usize| {
            let entry = self.entries.get(*number);
            entry.is_some_and(|entry| {
                !entry.removed && wanted[entry.status] && entry.groups.contains(group)
            })
        };
        let mut keys: Vec<_> = among
            .into_iter()
            .filter(listed)
            .collect::<BTreeSet<_>>()
            .into_iter()
            .map(|number| (self.entries[number].key(order_by), number))
            .collect();
        keys.sort();
        if descending {
            keys.reverse();
        }
        let total = keys.len();
        let page = keys.into_iter().skip(offset).take(limit);
        Found { numbers: page.map(|(_, number)| number).collect(), total }
    }

    /// Returns an order of a group, which is sorted when it is first requested.
    fn order(&mut self, group: &G, order_by: OrderBy) -> &Ordered<Key> {
        let orders = self.orders.entry(group.clone()).or_default();
        orders.entry(order_by).or_insert_with(|| {
            let mut order = Ordered::new();
            let all = self.entries.iter().enumerate();
            for (number, entry) in
                all.filter(|(_, entry)| !entry.removed && entry.groups.contains(group))
            {
                order.insert(entry.key(order_by), number, entry.status);
            }
            order
        })
    }

    fn show(&mut self, entry: Entry<G>) {
        let number = self.entries.len();
        self.by_address.entry(entry.address.clone()).or_default().push(number);
        let local = self.by_local_part.entry(entry.address.local_part_backwards()).or_default();
        local.insert(entry.address.clone());
        self.expiring.extend(entry.expires_at.map(|time| (time, number)));
        self.entries.push(entry);
        self.insert(number);
    }

    fn change(
        &mut self,
        number: usize,
        status: usize,
        updated_at: Timestamp,
        invited_at: Option<Timestamp>,
    ) {
        // Of all keys, only `invited_at` changes.
        if invited_at.is_some() {
            self.take_out(number);
            self.entries[number].invited_at = invited_at;
            self.entries[number].status = status;
            self.insert(number);
        }
        let entry = &mut self.entries[number];
        entry.status = status;
        entry.updated_at = updated_at;
        if let Some(time) = entry.expires_at.filter(|_| status != PENDING) {
            self.expiring.remove(&(time, number));
        }
        for group in &entry.groups {
            for (order_by, order) in self.orders.get_mut(group).into_iter().flatten() {
                order.set_status(&entry.key(*order_by), number, status);
            }
        }
    }

    fn hide(&mut self, number: usize) {
        self.take_out(number);
        let entry = &mut self.entries[number];
        entry.removed = true;
        if let Some(time) = entry.expires_at {
            self.expiring.remove(&(time, number));
        }
        if let Some(numbers) = self.by_address.get_mut(&entry.address) {
            numbers.retain(|known| *known != number);
            if numbers.is_empty() {
                self.by_address.remove(&entry.address);
                let local = entry.address.local_part_backwards();
                if let Some(addresses) = self.by_local_part.get_mut(&local) {
                    addresses.remove(&entry.address);
                }
            }
        }
    }

    fn insert(&mut self, number: usize) {
        let entry = &self.entries[number];
        for group in &entry.groups {
            // The order of creation is there from the start: almost every list uses it.
            let orders = self.orders.entry(group.clone()).or_default();
            orders.entry(OrderBy::CreatedAt).or_insert_with(Ordered::new);
            for (order_by, order) in orders {
                order.insert(entry.key(*order_by), number, entry.status);
            }
        }
    }

    fn take_out(&mut self, number: usize) {
        let entry = &self.entries[number];
        for group in &entry.groups {
            for (order_by, order) in self.orders.get_mut(group).into_iter().flatten() {
                order.remove(&entry.key(*order_by), number);
            }
        }
    }
}

/// Returns the choice of the statuses with these names.
pub(crate) fn wanted(all: &[&str; STATUSES], chosen: &[&str]) -> Wanted {
    all.map(|status| chosen.contains(&status))
}

#[cfg(test)]
mod tests;
