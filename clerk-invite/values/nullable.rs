//! Properties that can be omitted, `null` or set.

use serde::{Serialize, Serializer};

use crate::endpoint::check::Check;
use crate::endpoint::info::{Describe, ParameterInfo};
use crate::endpoint::invalid_request::InvalidRequest;
use crate::endpoint::type_checks::{MayBeNull, NotScalar};
use crate::endpoint::value_type::ValueType;

/// A property that can be omitted, `null` or set.
///
/// In Clerk's `PATCH` and `PUT` operations an omitted property keeps its value, and `null` clears it.
/// A setter accepts a value, `Some(value)`, or `None`, which is sent as `null`:
///
/// ```
/// use clerk_invite::Nullable;
///
/// let set: Nullable<u32> = 7.into();
/// let cleared: Nullable<u32> = None.into();
/// assert_eq!(set, Nullable::Value(7));
/// assert_eq!(cleared, Nullable::Null);
/// assert_eq!(Nullable::<u32>::default(), Nullable::Unset);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Nullable<T> {
    /// Omitted: the current value stays.
    #[default]
    Unset,
    /// Sent as `null`: the current value is cleared.
    Null,
    /// Sent as this value.
    Value(T),
}

impl<T> Nullable<T> {
    /// Returns `true` if the property is omitted.
    pub const fn is_unset(&self) -> bool {
        matches!(self, Self::Unset)
    }

    /// Returns the value, if one is set.
    pub const fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Unset | Self::Null => None,
        }
    }
}

impl<T> From<T> for Nullable<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

impl<T> From<Option<T>> for Nullable<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::Value)
    }
}

impl From<&str> for Nullable<String> {
    fn from(value: &str) -> Self {
        Self::Value(value.to_owned())
    }
}

/// `Unset` also serializes as `null`: only the enclosing object can omit a property, and those that
/// `#[endpoint]` and `#[params]` declare do.
impl<T: Serialize> Serialize for Nullable<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value().serialize(serializer)
    }
}

impl<T> MayBeNull for Nullable<T> {}

impl<T> NotScalar for Nullable<T> {}

impl<T: Check> Check for Nullable<T> {
    fn check(&self) -> Result<(), InvalidRequest> {
        self.value().map_or(Ok(()), Check::check)
    }
}

impl<T: Describe> Describe for Nullable<T> {
    const TYPE: ValueType = T::TYPE;
    const VALUES: &'static [&'static str] = T::VALUES;

    fn fields() -> &'static [ParameterInfo] {
        T::fields()
    }
}
