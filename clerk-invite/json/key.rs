//! The keys of an object: strings, and what `serde_json` puts into quotes.

use serde::ser::{Error as _, Impossible, Serialize, Serializer};

use super::Result;
use super::text::write_string;

pub(super) struct Key<'a>(pub(super) &'a mut Vec<u8>);

impl Key<'_> {
    fn quoted<T: Serialize>(self, value: T) -> Result {
        self.0.push(b'"');
        serde_json::to_writer(&mut *self.0, &value)?;
        self.0.push(b'"');
        Ok(())
    }
}

fn no_string<T>() -> Result<T> {
    Err(serde_json::Error::custom("key must be a string"))
}

macro_rules! quoted {
    ($($method:ident: $ty:ty,)+) => {
        $(fn $method(self, value: $ty) -> Result {
            self.quoted(value)
        })+
    };
}

macro_rules! refused {
    ($($method:ident($($ty:ty),*) -> $result:ty;)+) => {
        $(fn $method(self, $(_: $ty),*) -> Result<$result> {
            no_string()
        })+
    };
}

type None = Impossible<(), serde_json::Error>;

impl Serializer for Key<'_> {
    type Ok = ();
    type Error = serde_json::Error;
    type SerializeSeq = None;
    type SerializeTuple = None;
    type SerializeTupleStruct = None;
    type SerializeTupleVariant = None;
    type SerializeMap = None;
    type SerializeStruct = None;
    type SerializeStructVariant = None;

    quoted! {
        serialize_bool: bool,
        serialize_i8: i8,
        serialize_i16: i16,
        serialize_i32: i32,
        serialize_i64: i64,
        serialize_i128: i128,
        serialize_u8: u8,
        serialize_u16: u16,
        serialize_u32: u32,
        serialize_u64: u64,
        serialize_u128: u128,
    }

    refused! {
        serialize_bytes(&[u8]) -> ();
        serialize_unit() -> ();
        serialize_none() -> ();
        serialize_unit_struct(&'static str) -> ();
        serialize_seq(Option<usize>) -> None;
        serialize_tuple(usize) -> None;
        serialize_tuple_struct(&'static str, usize) -> None;
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> None;
        serialize_map(Option<usize>) -> None;
        serialize_struct(&'static str, usize) -> None;
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> None;
    }

    fn serialize_f32(self, value: f32) -> Result {
        if value.is_finite() { self.quoted(value) } else { no_number() }
    }

    fn serialize_f64(self, value: f64) -> Result {
        if value.is_finite() { self.quoted(value) } else { no_number() }
    }

    fn serialize_char(self, value: char) -> Result {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Result {
        write_string(self.0, value);
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result {
        value.serialize(self)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result {
        no_string()
    }
}

fn no_number() -> Result {
    Err(serde_json::Error::custom("float key must be finite (got NaN or +/-inf)"))
}
