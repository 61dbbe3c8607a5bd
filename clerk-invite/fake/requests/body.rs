//! The shape of a body: JSON, and an object or a list of objects.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use crate::fake::refusals::{self, Refusal};

/// The members of one object, their values still as text; of a repeated key the last one counts.
pub(crate) type Object = BTreeMap<String, Box<RawValue>>;

pub(crate) fn object(body: &[u8]) -> Result<Object, Refusal> {
    parse(body)
}

/// The same where a body is optional: none at all is an object without members.
pub(crate) fn optional_object(body: &[u8]) -> Result<Object, Refusal> {
    if body.is_empty() { Ok(Object::new()) } else { parse(body) }
}

/// A list within the size that a bulk operation takes.
///
/// The size comes before the items, so that one answer holds the problems of so many at most.
pub(crate) fn list(body: &[u8], max_items: usize) -> Result<Vec<Object>, Refusal> {
    let items: Vec<Object> = parse(body)?;
    if (1..=max_items).contains(&items.len()) {
        Ok(items)
    } else {
        Err(refusals::bulk_size_exceeded(max_items))
    }
}

/// No JSON and the wrong JSON are the same refusal: a whole body has no parameter name that a
/// `form_param_type_invalid` could give.
fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, Refusal> {
    serde_json::from_slice(body).map_err(|_| refusals::request_body_invalid())
}
