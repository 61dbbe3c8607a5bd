//! The people whom Clerk's errors name.

use serde_json::Value;

use crate::error::api_error::ApiError;
use crate::error::people::People;
use crate::error::redact::address_ranges;
use crate::values::same_address::same_address_key;
use crate::values::string_types::EmailAddress;

/// Whom a response names.
pub(crate) struct Named {
    pub(crate) addresses: Vec<EmailAddress>,
    /// The items of the request's list that have these addresses, in order.
    pub(crate) items: Vec<usize>,
}

impl Named {
    /// Returns whom `errors` name, each once: in `meta`, or in the messages, where the addresses of `people`
    /// are looked for.
    pub(crate) fn by(errors: &[ApiError], people: &People) -> Self {
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
                for address in people.in_message(message) {
                    name(address);
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
        let items = people.items_of(&keys);
        Self { addresses, items }
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
