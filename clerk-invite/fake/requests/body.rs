//! Parses a body as an object or a list of objects.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use crate::fake::refusals::{self, Refusal};

/// The members of an object, their values unparsed. The last one of a repeated key counts.
pub(crate) type Object = BTreeMap<String, Box<RawValue>>;

pub(crate) fn object(body: &[u8]) -> Result<Object, Refusal> {
    parse(body)
}

/// Parses an object where the body is optional: an empty body is an empty object.
pub(crate) fn optional_object(body: &[u8]) -> Result<Object, Refusal> {
    if body.is_empty() { Ok(Object::new()) } else { parse(body) }
}

/// Parses a list of the size that a bulk operation takes.
///
/// The size is checked before the items, which bounds the number of errors in one response.
pub(crate) fn list(body: &[u8], max_items: usize) -> Result<Vec<Object>, Refusal> {
    let items: Vec<Object> = parse(body)?;
    if (1..=max_items).contains(&items.len()) {
        Ok(items)
    } else {
        Err(refusals::bulk_size_exceeded(max_items))
    }
}

/// Invalid JSON and JSON of another shape are the same refusal: a whole body has no parameter name
/// for `form_param_type_invalid`.
fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, Refusal> {
    serde_json::from_slice(body).map_err(|_| refusals::request_body_invalid())
}
