//! What a declaration says, as data.

use std::marker::PhantomData;

use http::Method;

use crate::{Nullable, RateLimit};

/// What the declaration of an endpoint says, as data: for tables, checks and tools. Constants only,
/// so that a binary which does not look at them does not hold them.
///
/// ```
/// use clerk_invite::{CreateInvitationBulk, Endpoint, Place};
///
/// let info = CreateInvitationBulk::INFO;
/// assert_eq!((info.method.as_str(), info.path), ("POST", "/invitations/bulk"));
/// assert_eq!(info.max_items, Some(10));
///
/// // The whole body has no name on the wire; the properties of its items have.
/// let body = &info.parameters[0];
/// assert_eq!((body.name, body.place), ("", Place::Body));
/// let days = body.fields().find(|field| field.name == "expires_in_days").unwrap();
/// assert_eq!((days.required, days.min, days.max), (false, Some(1), Some(365)));
/// ```
#[derive(Debug, Clone, PartialEq)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct ParameterInfo {
    /// The name on the wire; empty if this is the whole body, which has none.
    pub name: &'static str,
    /// Where it goes.
    pub place: Place,
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
    pub inside: &'static [ParameterInfo],
}

impl ParameterInfo {
    /// The properties, if it is an object declared with `#[params]` or `#[endpoint]`, or a list of
    /// those.
    pub fn fields(&self) -> impl Iterator<Item = &'static Self> + use<> {
        // An endpoint that is an item of another one's list sends its body there, and nothing else.
        self.inside.iter().filter(|field| field.place == Place::Body)
    }
}

/// Where a parameter goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Place {
    /// A segment of the path.
    Path,
    /// The query.
    Query,
    /// The JSON body: a property of it, or the whole.
    Body,
}

/// A type that can be described further than by its name.
#[doc(hidden)]
pub trait Describe {
    /// The properties of an object.
    const FIELDS: &'static [ParameterInfo] = &[];
    /// The known values of an enum.
    const VALUES: &'static [&'static str] = &[];
}

macro_rules! like_its_argument {
    ($($wrapper:ident)+) => {
        $(impl<T: Describe> Describe for $wrapper<T> {
            const FIELDS: &'static [ParameterInfo] = T::FIELDS;
            const VALUES: &'static [&'static str] = T::VALUES;
        })+
    };
}

like_its_argument!(Box Nullable Option Vec);

/// A field's type, which may or may not be [`Describe`]: the constants of `Described<T>` itself come
/// before those of a trait, and are there only if `T` is.
#[doc(hidden)]
pub struct Described<T: ?Sized>(PhantomData<T>);

#[doc(hidden)]
impl<T: Describe + ?Sized> Described<T> {
    pub const FIELDS: &'static [ParameterInfo] = T::FIELDS;
    pub const VALUES: &'static [&'static str] = T::VALUES;
}

/// What all other types have.
#[doc(hidden)]
pub trait Undescribed {
    const FIELDS: &'static [ParameterInfo] = &[];
    const VALUES: &'static [&'static str] = &[];
}

impl<T: ?Sized> Undescribed for Described<T> {}

/// One parameter, as generated code writes it.
#[doc(hidden)]
#[must_use]
pub const fn parameter(name: &'static str, place: Place, docs: &'static str) -> ParameterInfo {
    ParameterInfo {
        name,
        place,
        required: true,
        nullable: false,
        list: false,
        min: None,
        max: None,
        values: &[],
        docs,
        inside: &[],
    }
}

#[doc(hidden)]
impl ParameterInfo {
    #[must_use]
    pub const fn optional(self) -> Self {
        Self { required: false, ..self }
    }

    #[must_use]
    pub const fn nullable(self) -> Self {
        Self { required: false, nullable: true, ..self }
    }

    #[must_use]
    pub const fn list(self) -> Self {
        Self { list: true, ..self }
    }

    #[must_use]
    pub const fn range(self, min: Option<i128>, max: Option<i128>) -> Self {
        Self { min, max, ..self }
    }

    #[must_use]
    pub const fn of(
        self,
        fields: &'static [ParameterInfo],
        values: &'static [&'static str],
    ) -> Self {
        Self { inside: fields, values, ..self }
    }
}
