//! The sent request, for errors: the people in it, and the texts that no message may show.
//!
//! Nothing of it is read before somebody asks an error for its message or for the people it names: most
//! callers look at the code, the status or the time to wait, and reading ten items costs more than the call.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};
use std::sync::OnceLock;

use bytes::Bytes;
use http::header::AUTHORIZATION;
use http::{HeaderMap, HeaderValue};
use percent_encoding::percent_decode_str;
use serde_json::value::RawValue;

use crate::error::people::People;
use crate::error::secrets::{Secret, Secrets};

/// The parts of a request as they went over the wire, kept by its error.
pub(crate) struct SentRequest {
    /// The path template of the declaration.
    template: &'static str,
    /// The path that was made of it; a prefix does not matter.
    path: Box<str>,
    query: Box<str>,
    body: Bytes,
    authorization: Option<HeaderValue>,
    facts: OnceLock<Facts>,
}

/// Texts that come from a documented set, and that errors are about: shown as they are.
const SHOWN: [&str; 4] = ["order_by", "role", "status", "template_slug"];

impl SentRequest {
    pub(crate) fn new(
        template: &'static str,
        path: &str,
        query: &str,
        body: Bytes,
        headers: &HeaderMap,
    ) -> Self {
        let authorization = headers.get(AUTHORIZATION).cloned();
        let facts = OnceLock::new();
        Self { template, path: path.into(), query: query.into(), body, authorization, facts }
    }

    /// Returns true if it goes to the waitlist.
    pub(crate) fn is_to_waitlist(&self) -> bool {
        self.template.split('/').any(|segment| segment == "waitlist_entries")
    }

    /// Returns the number of items in the list that it sends.
    pub(crate) fn items(&self) -> usize {
        serde_json::from_slice::<Vec<&RawValue>>(&self.body).map_or(0, |items| items.len())
    }

    /// Returns the people in the request.
    pub(crate) fn people(&self) -> &People {
        &self.facts().people
    }

    /// Returns the texts of the request that no message may show.
    pub(crate) fn secrets(&self) -> &Secrets {
        &self.facts().secrets
    }

    fn facts(&self) -> &Facts {
        self.facts.get_or_init(|| self.read())
    }

    fn read(&self) -> Facts {
        let mut reader = Reader::default();
        if let Some(key) = self.authorization.as_ref().and_then(|value| value.to_str().ok()) {
            reader.hide(key.strip_prefix("Bearer ").unwrap_or(key), Secret::Key);
        }
        reader.read_path(self.template, &self.path);
        reader.read_query(&self.query);
        match serde_json::from_slice::<Vec<&RawValue>>(&self.body) {
            Ok(items) => {
                for (index, item) in items.iter().enumerate() {
                    reader.read_json(item.get(), "", Some(index), false);
                }
            }
            Err(_) => reader.read_json(&String::from_utf8_lossy(&self.body), "", None, false),
        }
        reader.facts
    }
}

#[derive(Default)]
struct Facts {
    people: People,
    secrets: Secrets,
}

/// Reads the facts of one request.
#[derive(Default)]
struct Reader {
    facts: Facts,
    /// What the secrets have already: the items of a list have much in common.
    added: HashSet<(Secret, String)>,
}

impl Reader {
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
                    (true, true) => self.hide(&text, Secret::Address),
                    (true, false) => self.hide(&text, Secret::Value),
                    (false, _) if SHOWN.contains(&name) => {}
                    (false, _) => self.add(&text, secret_of(name), item),
                }
            }
            Some(b'-' | b'0'..=b'9') if in_metadata => self.hide(json, Secret::Value),
            _ => {}
        }
    }

    fn add(&mut self, text: &str, secret: Secret, item: Option<usize>) {
        if secret != Secret::Url && text.contains('@') {
            self.facts.people.add(text, item);
            self.hide(text, Secret::Address);
        } else {
            self.hide(text, secret);
        }
    }

    fn hide(&mut self, text: &str, secret: Secret) {
        if self.added.insert((secret, text.to_owned())) {
            self.facts.secrets.add(text, secret);
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
