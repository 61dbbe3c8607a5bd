//! What a declaration says, as data.

use std::marker::PhantomData;

use http::Method;

use crate::endpoint::rate_limit::RateLimit;

/// What the declaration of an endpoint says, as data: for tables, checks and tools. Constants only,
/// so that a binary which does not look at them does not hold them.
///
/// ```
/// use clerk_invite::{CreateInvitationBulk, Endpoint, ParameterLocation};
///
/// let info = CreateInvitationBulk::INFO;
/// assert_eq!((info.method.as_str(), info.path), ("POST", "/invitations/bulk"));
/// assert_eq!(info.max_items, Some(10));
///
/// // The whole body has no name on the wire; the properties of its items have.
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
    /// The method of [`Client`](crate::Client), if there is one.
    pub client_method: Option<&'static str>,
    /// The documented limit, if there is one.
    pub rate_limit: Option<RateLimit>,
    /// The greatest number of items in the body, if it is a list with a cap. One is the least.
    pub max_items: Option<usize>,
    /// The first paragraph of the declaration's docs.
    pub docs: &'static str,
    /// What a request is made of, in the order of the declaration.
    pub parameters: &'static [ParameterInfo],
}

/// What the declaration of one parameter says: one field of an endpoint or of an object in a body.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct ParameterInfo {
    /// The name on the wire; empty if this is the whole body, which has none.
    pub name: &'static str,
    /// Where it goes.
    pub location: ParameterLocation,
    /// Whether every request has it.
    pub required: bool,
    /// Whether it can be sent as `null`.
    pub nullable: bool,
    /// Whether it is a list: of a query parameter, which is repeated then, or of JSON.
    pub list: bool,
    /// The least value of an integer, or the least length of a list.
    pub min: Option<i128>,
    /// The greatest value of an integer, or the greatest length of a list.
    pub max: Option<i128>,
    /// The values that are known, if its type is an enum of this crate's; others can be sent, too.
    pub values: &'static [&'static str],
    /// The first paragraph of its docs.
    pub docs: &'static str,
    #[doc(hidden)]
    pub inside: Fields,
}

impl ParameterInfo {
    /// The properties, if it is an object declared with `#[params]` or `#[endpoint]`, or a list of
    /// those.
    pub fn fields(&self) -> impl Iterator<Item = &'static Self> + use<> {
        // An endpoint that is an item of another one's list sends its body there, and nothing else.
        (self.inside.0)().iter().filter(|field| field.location == ParameterLocation::Body)
    }
}

/// The properties of an object, found when they are asked for: an object can hold others of its own
/// kind, which a constant could not be made of.
#[doc(hidden)]
#[derive(Clone, Copy)]
pub struct Fields(pub fn() -> &'static [ParameterInfo]);

impl std::fmt::Debug for Fields {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("..")
    }
}

/// Where a parameter goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ParameterLocation {
    /// A segment of the path.
    Path,
    /// The query.
    Query,
    /// The JSON body: a property of it, or the whole.
    Body,
}

/// What a type is made of, as far as it says.
#[doc(hidden)]
#[derive(Clone, Copy)]
pub struct Inside {
    /// The properties of an object.
    pub fields: fn() -> &'static [ParameterInfo],
    /// The known values of an enum.
    pub values: &'static [&'static str],
}

/// A type that can be described further than by its name.
#[doc(hidden)]
pub trait Describe {
    const VALUES: &'static [&'static str] = &[];

    #[must_use]
    fn fields() -> &'static [ParameterInfo] {
        &[]
    }
}

macro_rules! like_its_argument {
    ($($wrapper:ident)+) => {
        $(impl<T: Describe> Describe for $wrapper<T> {
            const VALUES: &'static [&'static str] = T::VALUES;

            fn fields() -> &'static [ParameterInfo] {
                T::fields()
            }
        })+
    };
}

like_its_argument!(Box Option Vec);

/// A field's type, which may or may not be [`Describe`]: the constant of `Described<T>` itself comes
/// before that of a trait, and is there only if `T` is.
#[doc(hidden)]
pub struct Described<T: ?Sized>(PhantomData<T>);

#[doc(hidden)]
impl<T: Describe + ?Sized> Described<T> {
    pub const INSIDE: Inside = Inside { fields: T::fields, values: T::VALUES };
}

/// What all other types have.
#[doc(hidden)]
pub trait Undescribed {
    const INSIDE: Inside = PLAIN;
}

impl<T: ?Sized> Undescribed for Described<T> {}

/// What no type needs to be asked for.
#[doc(hidden)]
pub const PLAIN: Inside = Inside { fields: || &[], values: &[] };

/// How a field's type says whether it is sent.
#[doc(hidden)]
#[derive(Clone, Copy)]
pub enum Presence {
    Required,
    Optional,
    Nullable,
}

/// One parameter, as generated code writes it: in one call, since each one is paid for in the
/// compile time of every declaration.
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
        min: None,
        max: None,
        values: inside.values,
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
}
