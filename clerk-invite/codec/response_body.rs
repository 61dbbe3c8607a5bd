//! Deserializes a response body, in any of the shapes Clerk sends.
//! [`Page`](crate::Page) reads the shapes of a list itself.

use std::fmt;

use http::HeaderMap;
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, Visitor,
};
use serde_json::value::RawValue;

use crate::codec::content_type::can_be_clerks;

/// Deserializes a result.
///
/// A type that asks for a list is given the `data` of `{"data": [..], "total_count": ..}` as well
/// as a bare list. One that asks for nothing takes any body that can be Clerk's, and an empty one,
/// as an option does. One that asks for a string takes text that is not JSON.
///
/// The content type matters only where the body is not read: a body that has the shape of the
/// result is the result, whatever a proxy calls it.
pub(crate) fn decode<T: DeserializeOwned>(
    headers: &HeaderMap,
    body: &[u8],
) -> serde_json::Result<T> {
    // Validated once, so that its strings need not be. Bytes that are not UTF-8 spoil only the string
    // that they are in.
    match std::str::from_utf8(body) {
        Ok(text) => T::deserialize(Body { text, headers }),
        Err(_) => T::deserialize(Body { text: &String::from_utf8_lossy(body), headers }),
    }
}

/// Returns true for a list without items, bare or in an envelope.
pub(crate) fn is_empty_list(body: &[u8]) -> bool {
    let is_empty = |list: &[u8]| {
        let items = list.trim_ascii_start().strip_prefix(b"[");
        items.is_some_and(|items| items.trim_ascii() == b"]")
    };
    // An envelope with items is longer, and not worth reading twice.
    let is_short = body.len() <= 512;
    is_empty(body)
        || is_short
            && serde_json::from_slice::<Envelope<'_>>(body)
                .is_ok_and(|envelope| is_empty(envelope.data.get().as_bytes()))
}

struct Body<'de> {
    text: &'de str,
    headers: &'de HeaderMap,
}

#[derive(serde::Deserialize)]
struct Envelope<'a> {
    #[serde(borrow)]
    data: &'a RawValue,
}

impl<'de> Body<'de> {
    fn is_empty(&self) -> bool {
        self.first().is_none()
    }

    fn first(&self) -> Option<u8> {
        self.text.bytes().find(|byte| !byte.is_ascii_whitespace())
    }

    /// Reads one JSON value and nothing behind it.
    fn read<T>(
        self,
        read: impl FnOnce(
            &mut serde_json::Deserializer<serde_json::de::StrRead<'de>>,
        ) -> serde_json::Result<T>,
    ) -> serde_json::Result<T> {
        let mut json = serde_json::Deserializer::from_str(self.text);
        let value = read(&mut json)?;
        json.end()?;
        Ok(value)
    }
}

macro_rules! as_json {
    ($($method:ident($($argument:ident: $ty:ty),*);)+) => {
        $(
            fn $method<V: Visitor<'de>>(
                self,
                $($argument: $ty,)*
                visitor: V,
            ) -> serde_json::Result<V::Value> {
                self.read(|json| json.$method($($argument,)* visitor))
            }
        )+
    };
}

impl<'de> Deserializer<'de> for Body<'de> {
    type Error = serde_json::Error;

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> serde_json::Result<V::Value> {
        if self.first() == Some(b'{') {
            return self.read(|json| json.deserialize_map(InEnvelope(visitor)));
        }
        self.read(|json| json.deserialize_seq(visitor))
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> serde_json::Result<V::Value> {
        if !self.is_empty() && !can_be_clerks(self.headers, self.text.as_bytes()) {
            return Err(serde_json::Error::custom("not JSON"));
        }
        visitor.visit_unit()
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> serde_json::Result<V::Value> {
        if self.is_empty() || self.text.trim_ascii() == "null" {
            return visitor.visit_none();
        }
        visitor.visit_some(self)
    }

    /// Takes text that is not a JSON string as it is: a page of HTML, for a declaration that asks for
    /// a `String`.
    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> serde_json::Result<V::Value> {
        if self.first() == Some(b'"') {
            self.read(|json| json.deserialize_string(visitor))
        } else {
            visitor.visit_str(self.text)
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> serde_json::Result<V::Value> {
        // The name by which `RawValue` asks for the text itself.
        if name.starts_with("$serde_json") {
            return self.read(|json| json.deserialize_newtype_struct(name, visitor));
        }
        visitor.visit_newtype_struct(self)
    }

    as_json! {
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
        deserialize_bytes();
        deserialize_byte_buf();
        deserialize_map();
        deserialize_identifier();
        deserialize_ignored_any();
        deserialize_unit_struct(name: &'static str);
        deserialize_tuple(length: usize);
        deserialize_tuple_struct(name: &'static str, length: usize);
        deserialize_struct(name: &'static str, fields: &'static [&'static str]);
        deserialize_enum(name: &'static str, variants: &'static [&'static str]);
    }
}

/// Hands the `data` of an envelope to the visitor of a list, in place: most of the body is in it.
struct InEnvelope<V>(V);

#[derive(serde::Deserialize)]
#[serde(field_identifier, rename_all = "snake_case")]
enum EnvelopeField {
    Data,
    #[serde(other)]
    Other,
}

impl<'de, V: Visitor<'de>> Visitor<'de> for InEnvelope<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(f)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut envelope: A) -> Result<V::Value, A::Error> {
        let (mut visitor, mut list) = (Some(self.0), None);
        while let Some(field) = envelope.next_key()? {
            match field {
                EnvelopeField::Data => {
                    let visitor =
                        visitor.take().ok_or_else(|| A::Error::duplicate_field("data"))?;
                    list = Some(envelope.next_value_seed(List(visitor))?);
                }
                EnvelopeField::Other => drop(envelope.next_value::<IgnoredAny>()?),
            }
        }
        list.ok_or_else(|| A::Error::missing_field("data"))
    }
}

struct List<V>(V);

impl<'de, V: Visitor<'de>> DeserializeSeed<'de> for List<V> {
    type Value = V::Value;

    fn deserialize<D: Deserializer<'de>>(self, list: D) -> Result<V::Value, D::Error> {
        list.deserialize_seq(self.0)
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderMap;
    use serde::de::DeserializeOwned;

    use super::is_empty_list;

    fn decode<T: DeserializeOwned>(body: &[u8]) -> serde_json::Result<T> {
        super::decode(&HeaderMap::new(), body)
    }

    #[derive(Debug, PartialEq, serde::Deserialize)]
    struct Item {
        id: String,
    }

    #[derive(Debug, PartialEq, serde::Deserialize)]
    #[serde(transparent)]
    struct Items(Vec<Item>);

    #[derive(Debug, PartialEq, serde::Deserialize)]
    #[serde(untagged)]
    enum OneOf {
        Item(Item),
        Text(String),
    }

    fn item(id: &str) -> Item {
        Item { id: id.to_owned() }
    }

    #[test]
    fn a_list_comes_bare_or_in_an_envelope() {
        for body in [
            r#" [{"id":"a"}] "#,
            r#"{"data":[{"id":"a"}],"total_count":1}"#,
            r#" {"total_count":1,"more":{},"data":[{"id":"a","new":1}]}"#,
        ] {
            assert_eq!(decode::<Vec<Item>>(body.as_bytes()).expect(body), [item("a")]);
            assert_eq!(decode::<Items>(body.as_bytes()).expect(body), Items(vec![item("a")]));
        }
    }

    #[test]
    fn an_empty_list_is_told_from_the_others() {
        for body in ["[]", " [ ] ", r#"{"data":[],"total_count":0}"#, r#"{"n":[1],"data": [ ]}"#] {
            assert!(is_empty_list(body.as_bytes()), "{body}");
        }
        for body in ["", "{}", "null", "[1]", "[", "[]x", r#"{"data":[1]}"#, r#"{"data":null}"#] {
            assert!(!is_empty_list(body.as_bytes()), "{body}");
        }
    }

    #[test]
    fn a_list_that_is_none_is_an_error() {
        for body in [
            "",
            "{}",
            "null",
            "1",
            r#"{"data":{}}"#,
            "[",
            "[]x",
            r#"{"data":[]}x"#,
            r#"{"data":[],"data":[]}"#,
        ] {
            assert!(decode::<Vec<Item>>(body.as_bytes()).is_err(), "{body:?} was taken");
        }
    }

    #[test]
    fn nothing_and_options_take_an_empty_body() {
        assert_eq!(decode::<()>(b"").ok(), Some(()));
        assert_eq!(decode::<()>(b"{\"cut\":").ok(), Some(()));
        assert!(decode::<()>(b"<html>").is_err());
        assert_eq!(decode::<Option<Item>>(b" ").ok(), Some(None));
        assert_eq!(decode::<Option<Item>>(b"null").ok(), Some(None));
        assert_eq!(decode::<Option<Item>>(br#"{"id":"a"}"#).ok(), Some(Some(item("a"))));
        assert_eq!(decode::<Option<Vec<u8>>>(br#"{"data":[1]}"#).ok(), Some(Some(vec![1])));
        assert!(decode::<Item>(b"").is_err());
    }

    #[test]
    fn text_is_json_or_just_text() {
        assert_eq!(decode::<String>(br#" "a\n" "#).ok().as_deref(), Some("a\n"));
        assert_eq!(decode::<String>(b"<html>").ok().as_deref(), Some("<html>"));
        assert!(decode::<String>(br#""a"#).is_err());
        assert_eq!(decode::<String>(b"\xff").ok().as_deref(), Some("\u{fffd}"));
    }

    #[test]
    fn what_is_no_utf8_spoils_nothing_else() {
        let body = b"{\"id\":\"a\",\"more\":\"\xff\"}";
        assert_eq!(decode::<Item>(body).ok(), Some(item("a")));
        assert_eq!(decode::<Item>(b"{\"id\":\"a\xff\"}").ok(), Some(item("a\u{fffd}")));
    }

    #[test]
    fn an_answer_of_several_shapes() {
        assert_eq!(decode::<OneOf>(br#"{"id":"a"}"#).ok(), Some(OneOf::Item(item("a"))));
        assert_eq!(decode::<OneOf>(br#""a""#).ok(), Some(OneOf::Text("a".to_owned())));
    }

    #[test]
    fn deep_json_is_an_error_and_no_overflow() {
        let deep = "[".repeat(100_000);
        assert!(decode::<serde_json::Value>(deep.as_bytes()).is_err());
    }
}
