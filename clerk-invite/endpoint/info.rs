//! Declarations as data.

use std::marker::PhantomData;

use http::Method;

use crate::endpoint::rate_limit::RateLimit;
use crate::endpoint::value_type::ValueType;

/// The declaration of an endpoint as data, for tables, checks and tools.
///
/// Consists of constants, so a binary that does not use them does not contain them.
///
/// ```
/// use clerk_invite::{CreateInvitationBulk, Endpoint, ParameterLocation};
///
/// let info = CreateInvitationBulk::INFO;
/// assert_eq!((info.method.as_str(), info.path), ("POST", "/invitations/bulk"));
/// assert_eq!(info.max_items, Some(10));
///
/// // A whole body has no name on the wire, but the properties of its items do.
/// let body = &info.parameters[0];
/// assert_eq!((body.name, body.location), ("", ParameterLocation::Body));
/// let days = body.fields().find(|field| field.name == "expires_in_days").unwrap();
/// assert_eq!((days.required, days.min, days.max), (false, Some(1), Some(365)));
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct EndpointInfo {
    /// The name of the declaration: `CreateInvitation`.
    pub name: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path template, with placeholders.
    pub path: &'static str,
    /// The name of the method of [`Client`](crate::Client), if there is one.
    pub client_method: Option<&'static str>,
    /// The documented rate limit, if there is one.
    pub rate_limit: Option<RateLimit>,
    /// The maximum number of items, if the body is a list with a cap. The minimum is one.
    pub max_items: Option<usize>,
    /// `true` if it is declared as deprecated.
    pub deprecated: bool,
    /// The first paragraph of the declaration's docs.
    pub docs: &'static str,
    /// The parameters of a request, in the order of the declaration.
    pub parameters: &'static [ParameterInfo],
}

/// The declaration of one parameter: a field of an endpoint, or of an object in a body.
#[derive(Debug, Clone, Copy)]
#[allow(clippy::struct_excessive_bools, reason = "each is a fact by itself")]
#[non_exhaustive]
pub struct ParameterInfo {
    /// The name on the wire. Empty for a whole body, which has none.
    pub name: &'static str,
    /// The part of the request that it belongs to.
    pub location: ParameterLocation,
    /// `true` if every request contains it.
    pub required: bool,
    /// `true` if it can be sent as `null`.
    pub nullable: bool,
    /// `true` for a JSON list, and for a query parameter that can be repeated.
    pub list: bool,
    /// The type of the value, or of the items of a list.
    pub value_type: ValueType,
    /// The minimum of an integer, or the minimum length of a list.
    pub min: Option<i128>,
    /// The maximum of an integer, or the maximum length of a list.
    pub max: Option<i128>,
    /// The known values, if its type is one of this crate's enums. Others can be sent, too.
    pub values: &'static [&'static str],
    /// `true` if it is declared as deprecated.
    pub deprecated: bool,
    /// The first paragraph of the field's docs.
    pub docs: &'static str,
    #[doc(hidden)]
    pub inside: Fields,
}

impl ParameterInfo {
    /// Returns the properties of an object that is declared with `#[params]` or `#[endpoint]`, or of
    /// the items of a list of such objects.
    pub fn fields(&self) -> impl Iterator<Item = &'static Self> + use<> {
        // Of an endpoint that is an item of another endpoint's list, only the body is sent.
        (self.inside.0)().iter().filter(|field| field.location == ParameterLocation::Body)
    }
}

/// The properties of an object, as a function: an object can contain others of its own type, which a
/// constant cannot express.
#[doc(hidden)]
#[derive(Clone, Copy)]
pub struct Fields(pub fn() -> &'static [ParameterInfo]);

impl std::fmt::Debug for Fields {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("..")
    }
}

/// The part of a request that a parameter belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ParameterLocation {
    /// A segment of the path.
    Path,
    /// The query.
    Query,
    /// The JSON body: one of its properties, or all of it.
    Body,
}

/// The contents of a type, as far as they are known.
#[doc(hidden)]
#[derive(Clone, Copy)]
pub struct Inside {
    /// The properties of an object.
    pub fields: fn() -> &'static [ParameterInfo],
    /// The known values of an enum.
    pub values: &'static [&'static str],
    /// The type of the value, or of the items of a list.
    pub value_type: ValueType,
}

/// A type whose contents are known.
#[doc(hidden)]
pub trait Describe {
    const TYPE: ValueType = ValueType::Object;
    const VALUES: &'static [&'static str] = &[];

    #[must_use]
    fn fields() -> &'static [ParameterInfo] {
        &[]
    }
}

macro_rules! like_its_argument {
    ($($wrapper:ident)+) => {
        $(impl<T: Describe> Describe for $wrapper<T> {
            const TYPE: ValueType = T::TYPE;
            const VALUES: &'static [&'static str] = T::VALUES;

            fn fields() -> &'static [ParameterInfo] {
                T::fields()
            }
        })+
    };
}

like_its_argument!(Box Option Vec);

macro_rules! integers {
    ($($integer:ident)+) => {
        $(impl Describe for $integer {
            const TYPE: ValueType =
                ValueType::Integer { min: $integer::MIN as i128, max: $integer::MAX as i128 };
        })+
    };
}

integers!(u8 u16 u32 u64 i8 i16 i32 i64);

macro_rules! scalars {
    ($($scalar:ty: $inside:expr,)+) => {
        $(impl Describe for $scalar {
            const TYPE: ValueType = $inside.value_type;
        })+
    };
}

scalars! {
    String: TEXT,
    char: TEXT,
    bool: BOOLEAN,
    f32: NUMBER,
    f64: NUMBER,
}

/// A field's type, which may or may not implement [`Describe`].
///
/// An inherent constant takes precedence over a trait's, and `INSIDE` exists as an inherent constant
/// only where `T: Describe`; elsewhere the one of [`Undescribed`] is found.
#[doc(hidden)]
pub struct Described<T: ?Sized>(PhantomData<T>);

#[doc(hidden)]
impl<T: Describe + ?Sized> Described<T> {
    pub const INSIDE: Inside = Inside { fields: T::fields, values: T::VALUES, value_type: T::TYPE };
}

/// The fallback for all other types.
#[doc(hidden)]
pub trait Undescribed {
    const INSIDE: Inside = PLAIN;
}

impl<T: ?Sized> Undescribed for Described<T> {}

/// Contents that are not known.
#[doc(hidden)]
pub const PLAIN: Inside = scalar(ValueType::Unknown);

/// A string.
#[doc(hidden)]
pub const TEXT: Inside = scalar(ValueType::Text { format: None });

/// `true` or `false`.
#[doc(hidden)]
pub const BOOLEAN: Inside = scalar(ValueType::Boolean);

/// A number with a fraction.
#[doc(hidden)]
pub const NUMBER: Inside = scalar(ValueType::Number);

/// An integer between these bounds, which are those of its type.
#[doc(hidden)]
#[must_use]
pub const fn integer(min: i128, max: i128) -> Inside {
    scalar(ValueType::Integer { min, max })
}

const fn scalar(value_type: ValueType) -> Inside {
    Inside { fields: || &[], values: &[], value_type }
}

/// The presence of a field on the wire, as its type declares it.
#[doc(hidden)]
#[derive(Clone, Copy)]
pub enum Presence {
    Required,
    Optional,
    Nullable,
}

/// Builds one parameter. A single call, since every call in generated code costs compile time in
/// every declaration.
#[doc(hidden)]
#[must_use]
pub const fn parameter(
    location: ParameterLocation,
    name: &'static str,
    docs: &'static str,
    presence: Presence,
    list: bool,
    inside: Inside,
) -> ParameterInfo {
    ParameterInfo {
        name,
        location,
        required: matches!(presence, Presence::Required),
        nullable: matches!(presence, Presence::Nullable),
        list,
        value_type: inside.value_type,
        min: None,
        max: None,
        values: inside.values,
        deprecated: false,
        docs,
        inside: Fields(inside.fields),
    }
}

#[doc(hidden)]
impl ParameterInfo {
    #[must_use]
    pub const fn range(self, min: Option<i128>, max: Option<i128>) -> Self {
        Self { min, max, ..self }
    }

    #[must_use]
    pub const fn deprecated(self) -> Self {
        Self { deprecated: true, ..self }
    }
}
