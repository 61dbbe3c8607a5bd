//! Lists that are read page by page.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Serialize};

use crate::endpoint::Endpoint;

/// One page of a list.
///
/// Clerk sends it as `{"data": [..], "total_count": ..}` or as a bare array.
///
/// [`Client::stream`](crate::Client::stream) reads all pages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Page<T> {
    /// The items, in Clerk's order.
    #[serde(rename = "data")]
    pub items: Vec<T>,
    /// The number of items on all pages together. `None` if Clerk sent a bare array.
    #[serde(rename = "total_count", skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
}

/// An endpoint that returns one [`Page`] of a list.
///
/// Implemented by every declaration with `#[returns(Page<_>)]` and the optional integer query
/// parameters `limit` and `offset`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not read page by page",
    label = "expected a declaration with `#[returns(Page<_>)]` and the query parameters `limit` and \
             `offset`, both an `Option` of an integer"
)]
pub trait Paged: Endpoint<Response = Page<Self::Item>> {
    /// The type of the list's items.
    type Item: serde::de::DeserializeOwned;

    /// The maximum of `limit`, if its `#[range]` has one.
    const MAX_LIMIT: Option<u64>;

    /// Returns `limit`, the maximum number of items on a page, if it is set.
    fn page_limit(&self) -> Option<u64>;

    /// Returns `offset`, the number of items before the page, or 0 if it is not set.
    fn page_offset(&self) -> u64;

    /// Sets `limit`.
    fn set_page_limit(&mut self, limit: u64);

    /// Sets `offset`. Returns `false`, and changes nothing, if the parameter's type cannot hold it.
    fn set_page_offset(&mut self, offset: u64) -> bool;
}

impl<T> IntoIterator for Page<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter()
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Page<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(EitherShape(PhantomData))
    }
}

struct EitherShape<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for EitherShape<T> {
    type Value = Page<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list, bare or as the property data")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Page<T>, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element()? {
            items.push(item);
        }
        Ok(Page { items, total: None })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Page<T>, A::Error> {
        let (mut items, mut total) = (None, None);
        while let Some(key) = object.next_key::<String>()? {
            match key.as_str() {
                "data" => items = Some(object.next_value()?),
                // A list is usable without its total, so an odd one is not an error.
                "total_count" => {
                    total = object.next_value::<serde_json::Value>()?.as_u64();
                }
                _ => {
                    object.next_value::<IgnoredAny>()?;
                }
            }
        }
        let items = items.ok_or_else(|| serde::de::Error::missing_field("data"))?;
        Ok(Page { items, total })
    }
}

/// Converts a parameter of any integer type; `None` below 0.
pub fn page_parameter<T: TryInto<u64>>(value: T) -> Option<u64> {
    value.try_into().ok()
}

/// Sets a parameter of any integer type. Returns `false` if the type cannot hold `value`.
pub fn set_page_parameter<T: TryFrom<u64>>(parameter: &mut Option<T>, value: u64) -> bool {
    match T::try_from(value) {
        Ok(value) => {
            *parameter = Some(value);
            true
        }
        Err(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::Page;
    use crate::codec::response_body::decode;
    use http::HeaderMap;

    #[test]
    fn a_page_comes_in_two_shapes() {
        let read = |body: &str| {
            decode::<Page<u8>>(&HeaderMap::new(), body.as_bytes()).map_err(|e| e.to_string())
        };
        assert_eq!(read("[1,2]"), Ok(Page { items: vec![1, 2], total: None }));
        let page = Ok(Page { items: vec![1], total: Some(7) });
        assert_eq!(read(r#"{"data":[1],"total_count":7}"#), page);
        assert_eq!(read(r#" {"more":[{}],"total_count":7,"data":[1]} "#), page);
        for odd in ["null", "-1", "\"7\"", "7.5"] {
            let page = Ok(Page { items: vec![1], total: None });
            assert_eq!(read(&format!(r#"{{"data":[1],"total_count":{odd}}}"#)), page);
        }
        for none in ["", "{}", "1", "null", r#"{"data":null}"#, "[1", "[]x"] {
            assert!(read(none).is_err(), "{none}");
        }
    }

    #[test]
    fn a_page_is_written_as_it_came() {
        let page = Page { items: vec![1], total: Some(7) };
        assert_eq!(
            serde_json::to_string(&page).ok().as_deref(),
            Some(r#"{"data":[1],"total_count":7}"#)
        );
    }
}
