//! The `id` of an item in a list, seen while the item is read: whatever its type is, and in one pass.

use std::collections::HashSet;
use std::fmt;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, MapAccess, Visitor};

/// An item and its `id`, if it has one that is a string.
pub(crate) struct Known<T> {
    pub(crate) id: Option<Box<str>>,
    pub(crate) item: T,
}

/// The ids of the last items: of at least 10,000, and of the last page.
#[derive(Default)]
pub(crate) struct RecentIds {
    recent: HashSet<Box<str>>,
    older: HashSet<Box<str>>,
}

/// The number of ids that are remembered at least.
const REMEMBERED: usize = 10_000;

impl RecentIds {
    /// Adds an id. Returns false if it is known.
    pub(crate) fn insert(&mut self, id: Box<str>) -> bool {
        !self.older.contains(&id) && self.recent.insert(id)
    }

    /// Forgets the oldest, if there are enough others.
    pub(crate) fn end_page(&mut self) {
        if self.recent.len() >= REMEMBERED {
            std::mem::swap(&mut self.recent, &mut self.older);
            self.recent.clear();
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Known<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut id = None;
        let item = T::deserialize(Item { inner: deserializer, id: &mut id })?;
        Ok(Self { id, item })
    }
}

/// The deserializer of an item, or its visitor, or the access to its fields.
struct Item<'a, T> {
    inner: T,
    id: &'a mut Option<Box<str>>,
}

/// The deserializer of a text, or its visitor, which shows the text to `see`.
struct Text<T, F> {
    inner: T,
    see: F,
}

/// Forwards all that a wrapped deserializer is asked for, with a wrapped visitor.
macro_rules! forward_deserializer {
    ($wrap:ident, $($method:ident($($argument:ident: $ty:ty),*);)+) => {
        type Error = D::Error;

        $(
            fn $method<V: Visitor<'de>>(
                self,
                $($argument: $ty,)*
                visitor: V,
            ) -> Result<V::Value, D::Error> {
                let Self { inner, $wrap } = self;
                inner.$method($($argument,)* Self::visitor(visitor, $wrap))
            }
        )+

        fn is_human_readable(&self) -> bool {
            self.inner.is_human_readable()
        }

        /// Reads what is ignored all the same: the `id` may be one that the type does not have.
        fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
            self.deserialize_any(visitor)
        }
    };
    ($wrap:ident) => {
        forward_deserializer! {
            $wrap,
            deserialize_any();
            deserialize_bool();
            deserialize_i8();
            deserialize_i16();
            deserialize_i32();
            deserialize_i64();
            deserialize_i128();
            deserialize_u8();
            deserialize_u16();
            deserialize_u32();
            deserialize_u64();
            deserialize_u128();
            deserialize_f32();
            deserialize_f64();
            deserialize_char();
            deserialize_str();
            deserialize_string();
            deserialize_bytes();
            deserialize_byte_buf();
            deserialize_option();
            deserialize_unit();
            deserialize_seq();
            deserialize_map();
            deserialize_identifier();
            deserialize_unit_struct(name: &'static str);
            deserialize_newtype_struct(name: &'static str);
            deserialize_tuple(length: usize);
            deserialize_tuple_struct(name: &'static str, length: usize);
            deserialize_struct(name: &'static str, fields: &'static [&'static str]);
            deserialize_enum(name: &'static str, variants: &'static [&'static str]);
        }
    };
}

/// Forwards the values that a wrapped visitor is shown.
macro_rules! forward_visitor {
    ($($method:ident($ty:ty);)+) => {
        type Value = V::Value;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            self.inner.expecting(f)
        }

        $(fn $method<E: serde::de::Error>(self, value: $ty) -> Result<V::Value, E> {
            self.inner.$method(value)
        })+

        fn visit_none<E: serde::de::Error>(self) -> Result<V::Value, E> {
            self.inner.visit_none()
        }

        fn visit_unit<E: serde::de::Error>(self) -> Result<V::Value, E> {
            self.inner.visit_unit()
        }

        fn visit_seq<A: serde::de::SeqAccess<'de>>(self, list: A) -> Result<V::Value, A::Error> {
            self.inner.visit_seq(list)
        }

        fn visit_enum<A: serde::de::EnumAccess<'de>>(self, value: A) -> Result<V::Value, A::Error> {
            self.inner.visit_enum(value)
        }
    };
    () => {
        forward_visitor! {
            visit_bool(bool);
            visit_i64(i64);
            visit_i128(i128);
            visit_u64(u64);
            visit_u128(u128);
            visit_f64(f64);
            visit_char(char);
            visit_bytes(&[u8]);
            visit_borrowed_bytes(&'de [u8]);
            visit_byte_buf(Vec<u8>);
        }
    };
}

impl<'a, D> Item<'a, D> {
    fn visitor<V>(inner: V, id: &'a mut Option<Box<str>>) -> Item<'a, V> {
        Item { inner, id }
    }
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Item<'_, D> {
    forward_deserializer!(id);
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Item<'_, V> {
    forward_visitor!();

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<V::Value, E> {
        self.inner.visit_str(text)
    }

    fn visit_borrowed_str<E: serde::de::Error>(self, text: &'de str) -> Result<V::Value, E> {
        self.inner.visit_borrowed_str(text)
    }

    fn visit_string<E: serde::de::Error>(self, text: String) -> Result<V::Value, E> {
        self.inner.visit_string(text)
    }

    fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<V::Value, D::Error> {
        self.inner.visit_some(Item { inner, id: self.id })
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, inner: D) -> Result<V::Value, D::Error> {
        self.inner.visit_newtype_struct(Item { inner, id: self.id })
    }

    fn visit_map<A: MapAccess<'de>>(self, inner: A) -> Result<V::Value, A::Error> {
        self.inner.visit_map(Fields { inner, id: self.id, key: Key::Other })
    }
}

/// The access to an item's fields, which keeps the value of `id`.
struct Fields<'a, A> {
    inner: A,
    id: &'a mut Option<Box<str>>,
    key: Key,
}

/// The key that was read last.
#[derive(Clone, Copy)]
enum Key {
    Id,
    /// The name by which `RawValue` asks for the text of the whole item.
    Raw,
    Other,
}

impl Key {
    fn of(key: &str) -> Self {
        match key {
            "id" => Self::Id,
            _ if key.starts_with("$serde_json") => Self::Raw,
            _ => Self::Other,
        }
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Fields<'_, A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        let Self { inner, key, .. } = self;
        *key = Key::Other;
        inner.next_key_seed(Text { inner: seed, see: |text: &str| *key = Key::of(text) })
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, A::Error> {
        let Self { inner, id, key } = self;
        match key {
            Key::Other => inner.next_value_seed(seed),
            Key::Id => {
                let see = |text: &str| **id = Some(text.into());
                inner.next_value_seed(Text { inner: seed, see })
            }
            Key::Raw => {
                let see = |json: &str| **id = id_in(json);
                inner.next_value_seed(Text { inner: seed, see })
            }
        }
    }

    fn size_hint(&self) -> Option<usize> {
        self.inner.size_hint()
    }
}

/// Returns the `id` in the text of an item.
fn id_in(json: &str) -> Option<Box<str>> {
    #[derive(serde::Deserialize)]
    struct Named {
        id: Box<str>,
    }
    serde_json::from_str(json).ok().map(|Named { id }| id)
}

impl<'de, S: DeserializeSeed<'de>, F: FnMut(&str)> DeserializeSeed<'de> for Text<S, F> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'de>>(self, inner: D) -> Result<S::Value, D::Error> {
        self.inner.deserialize(Text { inner, see: self.see })
    }
}

impl<D, F> Text<D, F> {
    fn visitor<V>(inner: V, see: F) -> Text<V, F> {
        Text { inner, see }
    }
}

impl<'de, D: Deserializer<'de>, F: FnMut(&str)> Deserializer<'de> for Text<D, F> {
    forward_deserializer!(see);
}

impl<'de, V: Visitor<'de>, F: FnMut(&str)> Visitor<'de> for Text<V, F> {
    forward_visitor!();

    fn visit_str<E: serde::de::Error>(mut self, text: &str) -> Result<V::Value, E> {
        (self.see)(text);
        self.inner.visit_str(text)
    }

    fn visit_borrowed_str<E: serde::de::Error>(mut self, text: &'de str) -> Result<V::Value, E> {
        (self.see)(text);
        self.inner.visit_borrowed_str(text)
    }

    fn visit_string<E: serde::de::Error>(mut self, text: String) -> Result<V::Value, E> {
        (self.see)(&text);
        self.inner.visit_string(text)
    }

    fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<V::Value, D::Error> {
        self.inner.visit_some(Text { inner, see: self.see })
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, inner: D) -> Result<V::Value, D::Error> {
        self.inner.visit_newtype_struct(Text { inner, see: self.see })
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<V::Value, A::Error> {
        self.inner.visit_map(map)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::{Known, RecentIds};
    use crate::values::metadata::Metadata;

    fn id<'a, T: serde::Deserialize<'a>>(json: &'a str) -> Option<Box<str>> {
        serde_json::from_str::<Known<T>>(json).expect(json).id
    }

    #[derive(serde::Deserialize)]
    struct Named {
        #[serde(rename = "id")]
        _id: Option<Value>,
    }

    #[derive(serde::Deserialize)]
    struct Unnamed {}

    #[derive(serde::Deserialize)]
    #[serde(untagged)]
    enum Either {
        Named(#[allow(dead_code)] Named),
    }

    #[test]
    fn the_id_is_seen_whatever_the_type() {
        let json = r#"{"a":{"id":"other"},"\u0069d":"x\n","b":[{"id":"other"}],"c":"id"}"#;
        for id in [
            id::<Named>(json),
            id::<Unnamed>(json),
            id::<Value>(json),
            id::<Either>(json),
            id::<Option<Named>>(json),
            id::<Metadata>(json),
        ] {
            assert_eq!(id.as_deref(), Some("x\n"));
        }
        for json in [r#"{"id":1}"#, r#"{"id":null}"#, r#"{"a":"id"}"#, "{}"] {
            assert_eq!(id::<Value>(json), None, "{json}");
        }
        for json in ["1", "null", "[{\"id\":\"x\"}]", "\"id\""] {
            assert_eq!(id::<Value>(json), None, "{json}");
        }
    }

    #[test]
    fn the_last_ids_are_remembered_and_no_more_than_twice_as_many() {
        let mut ids = RecentIds::default();
        for page in 0..100_u32 {
            for item in 0..500 {
                assert!(ids.insert((page * 500 + item).to_string().into()));
            }
            ids.end_page();
            let end = (page + 1) * 500;
            for known in end.saturating_sub(10_000)..end {
                assert!(!ids.insert(known.to_string().into()));
            }
            assert!(ids.recent.len() + ids.older.len() <= 20_500);
        }
    }
}
