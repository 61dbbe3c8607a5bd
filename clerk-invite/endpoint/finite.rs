//! The search for floats that JSON cannot say, in values of any type.

use std::fmt::{self, Display};

use serde::ser::{self, Serialize, Serializer};

use crate::endpoint::check::Check;
use crate::endpoint::invalid_request::InvalidRequest;

/// Looks at every float that `value` serializes, and builds nothing.
///
/// # Errors
///
/// The first float that is NaN or infinite, with the path to it.
pub(crate) fn check_floats<T: Serialize + ?Sized>(value: &T) -> Result<(), InvalidRequest> {
    match value.serialize(Floats) {
        Err(Found::Float(error)) => Err(error),
        // A type that cannot be serialized is told so where its request is.
        Ok(()) | Err(Found::Other) => Ok(()),
    }
}

#[derive(Debug)]
enum Found {
    Float(InvalidRequest),
    Other,
}

impl Found {
    fn inside(self, field: &str) -> Self {
        match self {
            Self::Float(error) => Self::Float(error.inside(field)),
            Self::Other => Self::Other,
        }
    }

    fn inside_item(self, index: usize) -> Self {
        match self {
            Self::Float(error) => Self::Float(error.inside_item(index)),
            Self::Other => Self::Other,
        }
    }
}

impl Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value that JSON cannot say")
    }
}

impl std::error::Error for Found {}

impl ser::Error for Found {
    fn custom<T: Display>(_: T) -> Self {
        Self::Other
    }
}

struct Floats;

/// A list, which counts its items for the path.
struct Items(usize);

macro_rules! passes {
    ($($method:ident($($ty:ty),*);)*) => {
        $(fn $method(self, $(_: $ty),*) -> Result<(), Found> { Ok(()) })*
    };
}

impl Serializer for Floats {
    type Ok = ();
    type Error = Found;
    type SerializeSeq = Items;
    type SerializeTuple = Items;
    type SerializeTupleStruct = Items;
    type SerializeTupleVariant = Items;
    type SerializeMap = Self;
    type SerializeStruct = Self;
    type SerializeStructVariant = Self;

    passes! {
        serialize_bool(bool);
        serialize_i8(i8);
        serialize_i16(i16);
        serialize_i32(i32);
        serialize_i64(i64);
        serialize_i128(i128);
        serialize_u8(u8);
        serialize_u16(u16);
        serialize_u32(u32);
        serialize_u64(u64);
        serialize_u128(u128);
        serialize_char(char);
        serialize_str(&str);
        serialize_bytes(&[u8]);
        serialize_none();
        serialize_unit();
        serialize_unit_struct(&'static str);
        serialize_unit_variant(&'static str, u32, &'static str);
    }

    fn serialize_f32(self, value: f32) -> Result<(), Found> {
        value.check().map_err(Found::Float)
    }

    fn serialize_f64(self, value: f64) -> Result<(), Found> {
        value.check().map_err(Found::Float)
    }

    fn collect_str<T: Display + ?Sized>(self, _: &T) -> Result<(), Found> {
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Found> {
        value.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Found> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        value: &T,
    ) -> Result<(), Found> {
        value.serialize(self)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Items, Found> {
        Ok(Items(0))
    }

    fn serialize_tuple(self, _: usize) -> Result<Items, Found> {
        Ok(Items(0))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Items, Found> {
        Ok(Items(0))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Items, Found> {
        Ok(Items(0))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self, Found> {
        Ok(self)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self, Found> {
        Ok(self)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self, Found> {
        Ok(self)
    }
}

impl Items {
    fn item<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Found> {
        let index = self.0;
        self.0 += 1;
        value.serialize(Floats).map_err(|found| found.inside_item(index))
    }
}

macro_rules! items {
    ($($part:ident::$method:ident),*) => {
        $(impl ser::$part for Items {
            type Ok = ();
            type Error = Found;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Found> {
                self.item(value)
            }

            fn end(self) -> Result<(), Found> {
                Ok(())
            }
        })*
    };
}

items! {
    SerializeSeq::serialize_element,
    SerializeTuple::serialize_element,
    SerializeTupleStruct::serialize_field,
    SerializeTupleVariant::serialize_field
}

macro_rules! fields {
    ($($part:ident),*) => {
        $(impl ser::$part for Floats {
            type Ok = ();
            type Error = Found;

            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                name: &'static str,
                value: &T,
            ) -> Result<(), Found> {
                value.serialize(Floats).map_err(|found| found.inside(name))
            }

            fn end(self) -> Result<(), Found> {
                Ok(())
            }
        })*
    };
}

fields!(SerializeStruct, SerializeStructVariant);

/// The keys may be somebody's data, so the path has none of them.
impl ser::SerializeMap for Floats {
    type Ok = ();
    type Error = Found;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, _: &T) -> Result<(), Found> {
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Found> {
        value.serialize(Self)
    }

    fn end(self) -> Result<(), Found> {
        Ok(())
    }
}
