//! The shape of a body: JSON, and an object or a list of objects.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use super::errors::{self, Refusal};

const MAX_ITEMS: usize = 10;

/// The members of one object, their values still as text; of a repeated key the last one counts.
pub(super) type Object = BTreeMap<String, Box<RawValue>>;

pub(super) fn object(body: &[u8]) -> Result<Object, Refusal> {
    parse(body)
}

/// A list within the size that a bulk operation takes.
///
/// The size comes before the items, so that one answer holds the problems of 10 items at most.
pub(super) fn list(body: &[u8]) -> Result<Vec<Object>, Refusal> {
    let items: Vec<Object> = parse(body)?;
    if (1..=MAX_ITEMS).contains(&items.len()) {
        Ok(items)
    } else {
        Err(errors::bulk_size_exceeded(MAX_ITEMS))
    }
}

/// No JSON and the wrong JSON are the same refusal: a whole body has no parameter name that a
/// `form_param_type_invalid` could give.
fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, Refusal> {
    serde_json::from_slice(body).map_err(|_| errors::request_body_invalid())
}
