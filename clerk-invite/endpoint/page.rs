//! One page of a list.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Serialize};

use crate::endpoint::Endpoint;

/// One page of a list, which Clerk sends as `{"data": [..], "total_count": ..}` or as a bare array.
///
/// [`Client::stream`](crate::Client::stream) reads all pages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Page<T> {
    /// The items, in Clerk's order.
    #[serde(rename = "data")]
    pub items: Vec<T>,
    /// How many items there are on all pages together; `None` if Clerk sent a bare array.
    #[serde(rename = "total_count", skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
}

/// An endpoint that answers with one [`Page`] of a list: every declaration that `#[returns(Page<_>)]`
/// and has the optional query parameters `limit` and `offset`, both integers.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not read page by page",
    label = "expected a declaration with `#[returns(Page<_>)]` and the query parameters `limit` and \
             `offset`, both an `Option` of an integer"
)]
pub trait Paged: Endpoint<Response = Page<Self::Item>> {
    /// One item of the list.
    type Item: serde::de::DeserializeOwned;

    /// The greatest `limit`, if its range says.
    const MAX_LIMIT: Option<u64>;

    /// How many items a page has at most, if it is set.
    fn page_limit(&self) -> Option<u64>;

    /// How many items are before the page; 0 if it is not set.
    fn page_offset(&self) -> u64;

    /// Asks for pages of at most this many items.
    fn set_page_limit(&mut self, limit: u64);

    /// Asks for the page that begins behind this many items. `false` if the parameter's type cannot
    /// say so: then it is unchanged.
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
        f.write_str("a list, bare or as `data`")
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
                // Only a help: a list is no failure because its total is not one.
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

/// What generated code reads a parameter of any integer type with; nothing below 0.
pub fn page_parameter<T: TryInto<u64>>(value: T) -> Option<u64> {
    value.try_into().ok()
}

/// And sets it with. `false` if its type does not go that far.
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

    #[test]
    fn a_page_comes_in_two_shapes() {
        let read = |body: &str| decode::<Page<u8>>(body.as_bytes()).map_err(|e| e.to_string());
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
