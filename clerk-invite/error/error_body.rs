//! The body of a response that is not a success, read in one pass.
//!
//! A part that is odd takes no other part with it: a text that is none counts as missing, and so does an
//! error that is not an object.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::values::metadata::Metadata;

/// Schema `ClerkErrors`.
#[derive(Default)]
pub(crate) struct ErrorBody {
    pub(crate) errors: Vec<ErrorOfBody>,
    pub(crate) clerk_trace_id: Option<String>,
}

/// Schema `ClerkError`.
#[derive(Default)]
pub(crate) struct ErrorOfBody {
    pub(crate) code: Option<String>,
    pub(crate) message: Option<String>,
    pub(crate) long_message: Option<String>,
    pub(crate) meta: Option<Metadata>,
}

impl ErrorBody {
    /// Reads a body, or nothing of one that is not JSON.
    pub(crate) fn read(body: &[u8]) -> Self {
        // Validated once, so that its strings need not be.
        let text = std::str::from_utf8(body).ok();
        text.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
    }
}

#[derive(Deserialize)]
#[serde(field_identifier, rename_all = "snake_case")]
enum BodyField {
    Errors,
    ClerkTraceId,
    #[serde(other)]
    Other,
}

impl<'de> Deserialize<'de> for ErrorBody {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Body;
        impl<'de> Visitor<'de> for Body {
            type Value = ErrorBody;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<ErrorBody, A::Error> {
                let mut body = ErrorBody::default();
                while let Some(field) = map.next_key()? {
                    match field {
                        BodyField::Errors => body.errors = map.next_value::<Errors>()?.0,
                        BodyField::ClerkTraceId => {
                            body.clerk_trace_id = map.next_value::<Text>()?.0;
                        }
                        BodyField::Other => drop(map.next_value::<IgnoredAny>()?),
                    }
                }
                Ok(body)
            }
        }
        deserializer.deserialize_map(Body)
    }
}

#[derive(Deserialize)]
#[serde(field_identifier, rename_all = "snake_case")]
enum ErrorField {
    Code,
    Message,
    LongMessage,
    Meta,
    #[serde(other)]
    Other,
}

/// The list of errors, or none of what is not a list.
struct Errors(Vec<ErrorOfBody>);

/// An error, or nothing of what is not an object.
struct OneError(Option<ErrorOfBody>);

macro_rules! nothing_of {
    ($nothing:expr, $($visit:ident($argument:ty);)+) => {
        $(fn $visit<E: serde::de::Error>(self, _: $argument) -> Result<Self::Value, E> {
            Ok($nothing)
        })+

        fn visit_unit<E: serde::de::Error>(self) -> Result<Self::Value, E> {
            Ok($nothing)
        }
    };
    (list of $nothing:expr) => {
        fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
            while list.next_element::<IgnoredAny>()?.is_some() {}
            Ok($nothing)
        }
    };
    (object of $nothing:expr) => {
        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
            Ok($nothing)
        }
    };
}

impl<'de> Deserialize<'de> for Errors {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct List;
        impl<'de> Visitor<'de> for List {
            type Value = Errors;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Errors, A::Error> {
                let mut errors = Vec::new();
                while let Some(OneError(error)) = list.next_element()? {
                    errors.extend(error);
                }
                Ok(Errors(errors))
            }

            nothing_of! { object of Errors(Vec::new()) }

            nothing_of! {
                Errors(Vec::new()),
                visit_bool(bool); visit_i64(i64); visit_u64(u64); visit_f64(f64); visit_str(&str);
            }
        }
        deserializer.deserialize_any(List)
    }
}

impl<'de> Deserialize<'de> for OneError {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;
        impl<'de> Visitor<'de> for Object {
            type Value = OneError;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<OneError, A::Error> {
                let mut error = ErrorOfBody::default();
                while let Some(field) = map.next_key()? {
                    match field {
                        ErrorField::Code => error.code = map.next_value::<Text>()?.0,
                        ErrorField::Message => error.message = map.next_value::<Text>()?.0,
                        ErrorField::LongMessage => error.long_message = map.next_value::<Text>()?.0,
                        ErrorField::Meta => error.meta = Some(map.next_value()?),
                        ErrorField::Other => drop(map.next_value::<IgnoredAny>()?),
                    }
                }
                Ok(OneError(Some(error)))
            }

            nothing_of! { list of OneError(None) }

            nothing_of! {
                OneError(None),
                visit_bool(bool); visit_i64(i64); visit_u64(u64); visit_f64(f64); visit_str(&str);
            }
        }
        deserializer.deserialize_any(Object)
    }
}

/// A text, or nothing of anything else.
struct Text(Option<String>);

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Text;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Text, E> {
                Ok(Text(Some(text.to_owned())))
            }

            nothing_of! { list of Text(None) }
            nothing_of! { object of Text(None) }
            nothing_of! {
                Text(None),
                visit_bool(bool); visit_i64(i64); visit_u64(u64); visit_f64(f64);
            }
        }
        deserializer.deserialize_any(Any)
    }
}

#[cfg(test)]
mod tests {
    use super::ErrorBody;

    fn codes(body: &str) -> Vec<Option<String>> {
        ErrorBody::read(body.as_bytes()).errors.into_iter().map(|error| error.code).collect()
    }

    #[test]
    fn what_is_odd_counts_as_missing() {
        assert_eq!(
            codes(r#"{"errors":[1,[2],{"code":"a"},null,"b",{"code":{"a":[1]}}]}"#),
            [Some("a".to_owned()), None]
        );
        for odd in ["{}", "null", "1", "\"a\"", "true", "{\"code\":\"a\"}"] {
            let body = format!(r#"{{"errors":{odd},"clerk_trace_id":"t"}}"#);
            assert!(codes(&body).is_empty(), "{odd}");
            let trace_id = ErrorBody::read(body.as_bytes()).clerk_trace_id;
            assert_eq!(trace_id.as_deref(), Some("t"), "{odd}");
        }
        for odd in ["", "[]", "null", "{", r#"{"errors":[{"code":"a"}]}x"#] {
            assert!(codes(odd).is_empty(), "{odd}");
        }
    }
}
