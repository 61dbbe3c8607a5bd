//! The people of a request, and those of them that Clerk's errors name.

use serde_json::Value;

use crate::error::api_error::ApiError;
use crate::error::quotations::{Boundary, Quotations};
use crate::error::redact::address_ranges;
use crate::values::same_address::same_address_key;
use crate::values::string_types::EmailAddress;

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

/// Whom a response names.
#[derive(Default)]
pub(crate) struct Named {
    pub(crate) addresses: Vec<EmailAddress>,
    /// The items of the request's list that have these addresses, in order.
    pub(crate) items: Vec<usize>,
}

impl People {
    pub(crate) fn add(&mut self, address: &str, item: Option<usize>) {
        let (address, key) = (address.trim(), same_address_key(address));
        let index = self.people.len();
        self.spellings.add(address, Boundary::Address, index);
        self.spellings.add(&key, Boundary::Address, index);
        self.people.push(Person { address: address.to_owned(), key, item });
    }

    /// Returns whom `errors` name, each once: in `meta`, or in the messages.
    pub(crate) fn named_by(&self, errors: &[ApiError]) -> Named {
        let mut keys = Vec::new();
        let mut addresses = Vec::new();
        let mut name = |address: &str| {
            let key = same_address_key(address);
            if !keys.contains(&key) {
                keys.push(key);
                addresses.push(EmailAddress::from(address));
            }
        };
        for error in errors {
            let listed = listed(error);
            for address in &listed {
                name(address);
            }
            let mut is_named = !listed.is_empty();
            for message in [error.long_message().unwrap_or_default(), error.message()] {
                for (_, index) in self.spellings.find(message) {
                    name(&self.people[*index].address);
                    is_named = true;
                }
                // Clerk's own spelling, where it is none of ours.
                if !is_named && error.names_in_message() {
                    for range in address_ranges(message) {
                        name(&message[range]);
                        is_named = true;
                    }
                }
            }
        }
        let concerned = self.people.iter().filter(|person| keys.contains(&person.key));
        let mut items: Vec<_> = concerned.filter_map(|person| person.item).collect();
        items.dedup();
        Named { addresses, items }
    }
}

/// The addresses in an error's `meta`.
fn listed(error: &ApiError) -> Vec<String> {
    let fields = ["email_addresses", "email_address", "identifiers", "identifier"];
    let values = fields.iter().filter_map(|field| error.meta()?.get(field));
    let texts = values.flat_map(|value| match value {
        Value::Array(values) => values,
        value => vec![value],
    });
    let addresses = texts.filter_map(|value| match value {
        Value::String(text) if text.contains('@') => Some(text),
        _ => None,
    });
    addresses.collect()
}
