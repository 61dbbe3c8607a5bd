//! The JSON body of a request.

use bytes::Bytes;
use serde::Serialize;

use crate::endpoint::invalid_request::InvalidRequest;
use crate::error::redact::redact;

/// The JSON of an invitation with some metadata is about this long.
const ITEM_CAPACITY: usize = 384;

/// Writes a request's JSON body, whose buffer has room for so many items.
///
/// # Errors
///
/// A field cannot be written as JSON.
pub fn json_body<T: Serialize>(body: &T, items: usize) -> Result<Option<Bytes>, InvalidRequest> {
    let mut json = Vec::with_capacity(items.saturating_mul(ITEM_CAPACITY));
    serde_json::to_writer(&mut json, body).map_err(|error| {
        InvalidRequest::new("body", redact(&format!("cannot be written as JSON: {error}")))
    })?;
    Ok(Some(json.into()))
}
