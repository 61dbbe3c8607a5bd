//! Metadata: JSON objects of the caller's own, kept verbatim.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use serde::de::value::MapDeserializer;
use serde::de::{DeserializeOwned, Deserializer, Error as _, MapAccess, Visitor};
use serde::{Deserialize, Serialize};
use serde_json::value::{RawValue, to_raw_value};
use serde_json::{Map, Value};

use crate::endpoint::check::Check;
use crate::endpoint::info::Describe;
use crate::endpoint::invalid_request::InvalidRequest;
use crate::endpoint::type_checks::NotScalar;

/// A JSON object that is kept verbatim.
///
/// Keys keep their case and order, numbers keep every digit, and nothing is parsed until it is read.
///
/// ```
/// use clerk_invite::{Metadata, json};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let from_json = Metadata::from(json!({ "plan": "pro", "seats": 3 }));
/// let by_key = Metadata::new().with("plan", "pro").with("seats", 3);
/// assert_eq!(from_json, by_key);
///
/// #[derive(clerk_invite::serde::Serialize, clerk_invite::serde::Deserialize)]
/// #[serde(crate = "clerk_invite::serde")]
/// struct Plan {
///     plan: String,
///     seats: u32,
/// }
/// let from_struct = Metadata::from_serialize(&Plan { plan: "pro".into(), seats: 3 })?;
/// let read_back: Plan = from_struct.parse()?;
/// assert_eq!(read_back.seats, 3);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Serialize)]
#[serde(transparent)]
pub struct Metadata(Box<RawValue>);

impl Metadata {
    /// Creates an empty object.
    #[must_use]
    pub fn new() -> Self {
        Self::from(Map::new())
    }

    /// Serializes `value`.
    ///
    /// # Errors
    ///
    /// `value` does not serialize to a JSON object.
    pub fn from_serialize<T: Serialize + ?Sized>(value: &T) -> serde_json::Result<Self> {
        let metadata = Self(to_raw_value(value)?);
        match metadata.check() {
            Ok(()) => Ok(metadata),
            Err(error) => Err(serde_json::Error::custom(format!("metadata {}", error.problem()))),
        }
    }

    /// Sets `key`, in the place of an earlier value or at the end.
    #[must_use]
    pub fn with(self, key: impl Into<String>, value: impl Into<Value>) -> Self {
        // Not through a map, which would sort the keys and round the numbers.
        let key = key.into();
        let mut entries = self.entries();
        let value = raw(&value.into());
        let place = entries.iter().position(|(known, _)| *known == key).unwrap_or(entries.len());
        // JSON allows a key more than once.
        entries.retain(|(known, _)| *known != key);
        entries.insert(place, (key, value));
        let entries = entries.iter().map(|(key, value)| {
            let key = Value::from(key.as_str());
            format!("{key}:{value}")
        });
        let object = format!("{{{}}}", entries.collect::<Vec<_>>().join(","));
        RawValue::from_string(object).map_or(self, Self)
    }

    /// Returns the value of `key`, or `None` if there is no such key.
    ///
    /// Rounds numbers beyond `u64` and `f64`; [`parse`](Self::parse) and
    /// [`as_json`](Self::as_json) keep them.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<Value> {
        let (_, value) = self.entries().into_iter().rev().find(|(known, _)| known == key)?;
        serde_json::from_str(value.get()).ok()
    }

    /// Deserializes the object into a type of your own.
    ///
    /// # Errors
    ///
    /// The object does not have the shape of `T`.
    pub fn parse<T: DeserializeOwned>(&self) -> serde_json::Result<T> {
        serde_json::from_str(self.as_json())
    }

    /// Returns the JSON text, exactly as it was received or will be sent.
    #[must_use]
    pub fn as_json(&self) -> &str {
        self.0.get()
    }

    /// Returns the entries in order, with unparsed values; empty if this is not an object.
    fn entries(&self) -> Vec<(String, Box<RawValue>)> {
        struct Entries;
        impl<'de> Visitor<'de> for Entries {
            type Value = Vec<(String, Box<RawValue>)>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a JSON object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(entries)
            }
        }
        let mut json = serde_json::Deserializer::from_str(self.as_json());
        json.deserialize_map(Entries).unwrap_or_default()
    }
}

fn raw(value: &Value) -> Box<RawValue> {
    // Serializing a `Value` cannot fail.
    to_raw_value(value).unwrap_or_else(|_| RawValue::NULL.to_owned())
}

impl Default for Metadata {
    fn default() -> Self {
        Self::new()
    }
}

/// Shows the length only, since metadata may contain personal data.
impl fmt::Debug for Metadata {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Metadata({} bytes)", self.as_json().len())
    }
}

/// Accepts any JSON value, so that `json!` needs no `?`. One that is not an object is refused when the
/// request is sent.
impl From<Value> for Metadata {
    fn from(value: Value) -> Self {
        Self(raw(&value))
    }
}

impl From<Map<String, Value>> for Metadata {
    fn from(map: Map<String, Value>) -> Self {
        Self::from(Value::Object(map))
    }
}

impl Describe for Metadata {}

impl NotScalar for Metadata {}

impl Check for Metadata {
    fn check(&self) -> Result<(), InvalidRequest> {
        let found = match self.as_json().as_bytes().first() {
            Some(b'{') => return Ok(()),
            Some(b'[') => "a list",
            Some(b'"') => "a string",
            Some(b't' | b'f') => "a boolean",
            Some(b'n') => "null",
            _ => "a number",
        };
        Err(InvalidRequest::new("", format!("is {found}, expected a JSON object")))
    }
}

/// Compares contents, not text: white space, key order and escapes do not matter. `1` and `1.0` differ.
impl PartialEq for Metadata {
    fn eq(&self, other: &Self) -> bool {
        same(&self.0, &other.0, 128)
    }
}

/// Compares text beyond `depth` levels, since deeply nested metadata would overflow the stack.
fn same(a: &RawValue, b: &RawValue, depth: u8) -> bool {
    type Object<'a> = BTreeMap<Cow<'a, str>, &'a RawValue>;
    let (a, b) = (a.get(), b.get());
    match (a.as_bytes().first(), b.as_bytes().first()) {
        _ if a == b => true,
        _ if depth == 0 => false,
        (Some(b'{'), Some(b'{')) => {
            let read = |text| serde_json::from_str::<Object<'_>>(text).unwrap_or_default();
            let (a, b) = (read(a), read(b));
            a.len() == b.len()
                && a.iter().zip(&b).all(|((k, v), (other, w))| k == other && same(v, w, depth - 1))
        }
        (Some(b'['), Some(b'[')) => {
            let read = |text| serde_json::from_str::<Vec<&RawValue>>(text).unwrap_or_default();
            let (a, b) = (read(a), read(b));
            a.len() == b.len() && a.iter().zip(&b).all(|(a, b)| same(a, b, depth - 1))
        }
        (Some(b'"'), Some(b'"')) => {
            let read = |text| serde_json::from_str::<String>(text).ok();
            read(a) == read(b)
        }
        _ => false,
    }
}

/// Keeps the text verbatim, except inside an untagged enum, where serde buffers parsed values.
impl<'de> Deserialize<'de> for Metadata {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Box::<RawValue>::deserialize(RawOrBuffered(deserializer)).map(Self)
    }
}

/// A deserializer that `RawValue` also accepts when it is not `serde_json`'s own.
///
/// `RawValue` asks for a newtype struct of a special name, which only `serde_json` answers with the
/// text. Any other deserializer provides the value itself, which is serialized again.
struct RawOrBuffered<D>(D);

impl<'de, D: Deserializer<'de>> Deserializer<'de> for RawOrBuffered<D> {
    type Error = D::Error;

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.0.deserialize_newtype_struct(name, Either { name, visitor })
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_any(visitor)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

struct Either<V> {
    name: &'static str,
    visitor: V,
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Either<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.visitor.expecting(f)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<V::Value, A::Error> {
        self.visitor.visit_map(map)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, inner: D) -> Result<V::Value, D::Error> {
        let value = Value::deserialize(inner)?;
        let entry = (self.name, value.to_string());
        self.visitor.visit_map(MapDeserializer::new(std::iter::once(entry)))
    }
}
