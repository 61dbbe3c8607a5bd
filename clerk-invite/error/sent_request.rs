//! The sent request, for errors: the people in it, and the texts that no message may show.
//!
//! Nothing is read before there is an error.

use std::borrow::Cow;
use std::collections::BTreeMap;

use http::HeaderMap;
use http::header::AUTHORIZATION;
use percent_encoding::percent_decode_str;
use serde_json::value::RawValue;

use crate::error::people::People;
use crate::error::secrets::{Secret, Secrets};

/// The parts of a request as they went over the wire.
#[derive(Clone, Copy)]
pub(crate) struct SentRequest<'a> {
    /// The path template of the declaration.
    pub(crate) template: &'a str,
    /// The path that was made of it; a prefix does not matter.
    pub(crate) path: &'a str,
    pub(crate) query: &'a str,
    pub(crate) body: &'a [u8],
    pub(crate) headers: &'a HeaderMap,
}

/// Texts that come from a documented set, and that errors are about: shown as they are.
const SHOWN: [&str; 4] = ["order_by", "role", "status", "template_slug"];

impl SentRequest<'_> {
    /// Returns true if it goes to the waitlist.
    pub(crate) fn is_to_waitlist(&self) -> bool {
        self.template.split('/').any(|segment| segment == "waitlist_entries")
    }

    /// Returns the number of items in the list that it sends.
    pub(crate) fn items(&self) -> usize {
        serde_json::from_slice::<Vec<&RawValue>>(self.body).map_or(0, |items| items.len())
    }

    pub(crate) fn facts(&self) -> (People, Secrets) {
        let mut facts = Facts::default();
        let key = self.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        if let Some(key) = key {
            facts.secrets.add(key.strip_prefix("Bearer ").unwrap_or(key), Secret::Key);
        }
        facts.read_path(self.template, self.path);
        facts.read_query(self.query);
        match serde_json::from_slice::<Vec<&RawValue>>(self.body) {
            Ok(items) => {
                for (index, item) in items.iter().enumerate() {
                    facts.read_json(item.get(), "", Some(index), false);
                }
            }
            Err(_) => facts.read_json(&String::from_utf8_lossy(self.body), "", None, false),
        }
        (facts.people, facts.secrets)
    }
}

#[derive(Default)]
struct Facts {
    people: People,
    secrets: Secrets,
}

impl Facts {
    /// Reads the values of the template's placeholders.
    fn read_path(&mut self, template: &str, path: &str) {
        // From the end, since a base URL has a path of its own.
        for (segment, value) in template.rsplit('/').zip(path.rsplit('/')) {
            let Some((before, rest)) = segment.split_once('{') else { continue };
            let after = rest.split_once('}').map_or("", |(_, after)| after);
            let value = value.strip_prefix(before).unwrap_or(value);
            let value = value.strip_suffix(after).unwrap_or(value);
            self.add(&percent_decode_str(value).decode_utf8_lossy(), Secret::Id, None);
        }
    }

    fn read_query(&mut self, query: &str) {
        for (name, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
            let is_plain = value.parse::<f64>().is_ok() || matches!(value, "true" | "false");
            if !is_plain && !SHOWN.contains(&name) {
                self.add(&percent_decode_str(value).decode_utf8_lossy(), secret_of(name), None);
            }
        }
    }

    /// Reads a value of the body: the property `name`, in the item `item` of its list.
    fn read_json(&mut self, json: &str, name: &str, item: Option<usize>, in_metadata: bool) {
        match json.as_bytes().first() {
            Some(b'{') => {
                let object: BTreeMap<Cow<'_, str>, &RawValue> =
                    serde_json::from_str(json).unwrap_or_default();
                for (name, value) in object {
                    let in_metadata = in_metadata || name.contains("metadata");
                    self.read_json(value.get(), &name, item, in_metadata);
                }
            }
            Some(b'[') => {
                for value in serde_json::from_str::<Vec<&RawValue>>(json).unwrap_or_default() {
                    self.read_json(value.get(), name, item, in_metadata);
                }
            }
            Some(b'"') => {
                let text: String = serde_json::from_str(json).unwrap_or_default();
                match (in_metadata, text.contains('@')) {
                    (true, true) => self.secrets.add(&text, Secret::Address),
                    (true, false) => self.secrets.add(&text, Secret::Value),
                    (false, _) if SHOWN.contains(&name) => {}
                    (false, _) => self.add(&text, secret_of(name), item),
                }
            }
            Some(b'-' | b'0'..=b'9') if in_metadata => self.secrets.add(json, Secret::Value),
            _ => {}
        }
    }

    fn add(&mut self, text: &str, secret: Secret, item: Option<usize>) {
        if secret != Secret::Url && text.contains('@') {
            self.people.add(text, item);
            self.secrets.add(text, Secret::Address);
        } else {
            self.secrets.add(text, secret);
        }
    }
}

fn secret_of(name: &str) -> Secret {
    let ends = |ends: [&str; 2]| ends.iter().any(|end| name.ends_with(end));
    if name == "id" || ends(["_id", "_ids"]) {
        Secret::Id
    } else if name == "url" || ends(["_url", "_uri"]) {
        Secret::Url
    } else {
        Secret::Value
    }
}
