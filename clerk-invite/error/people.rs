//! The people of a request.

use crate::error::quotations::{Boundary, Quotations};
use crate::values::same_address::same_address_key;

/// The addresses in a request.
#[derive(Default)]
pub(crate) struct People {
    people: Vec<Person>,
    spellings: Quotations<usize>,
}

struct Person {
    address: String,
    key: String,
    /// The index of the item that has the address, if the body is a list.
    item: Option<usize>,
}

impl People {
    pub(crate) fn add(&mut self, address: &str, item: Option<usize>) {
        let (address, key) = (address.trim(), same_address_key(address));
        let index = self.people.len();
        self.spellings.add(address, Boundary::Address, index);
        self.spellings.add(&key, Boundary::Address, index);
        self.people.push(Person { address: address.to_owned(), key, item });
    }

    /// Returns the addresses of the request that stand in `message`, as the request writes them.
    pub(crate) fn in_message(&self, message: &str) -> impl Iterator<Item = &str> {
        let found = self.spellings.find(message).into_iter();
        found.map(|(_, index)| self.people[*index].address.as_str())
    }

    /// Returns the items of the request's list that have an address with one of these keys, in order.
    pub(crate) fn items_of(&self, keys: &[String]) -> Vec<usize> {
        let concerned = self.people.iter().filter(|person| keys.contains(&person.key));
        let mut items: Vec<_> = concerned.filter_map(|person| person.item).collect();
        items.dedup();
        items
    }
}
