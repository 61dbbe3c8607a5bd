//! `open_enum!`: enums that the API may extend at any time.

use std::fmt;
use std::marker::PhantomData;

/// Declares an enum of strings that the API may extend at any time.
///
/// The enum gets one more variant, `Other(String)`, which keeps a value that is not declared. It is
/// read from and written as a string, in a body, in a query and in a response, and has `as_str`,
/// `From<&str>`, `From<String>` and `Display`.
///
/// ```
/// clerk_invite::open_enum! {
///     /// The kind of a template.
///     pub enum TemplateType {
///         /// An email.
///         Email = "email",
///         /// A text message.
///         Sms = "sms",
///     }
/// }
///
/// assert_eq!(TemplateType::from("sms"), TemplateType::Sms);
/// assert_eq!(TemplateType::from("fax").as_str(), "fax");
/// ```
#[macro_export]
macro_rules! open_enum {
    (
        $(#[$docs:meta])*
        $visibility:vis enum $name:ident {
            $($(#[$variant_docs:meta])* $variant:ident = $wire:literal,)+
        }
    ) => {
        $(#[$docs])*
        ///
        /// A value that is not declared is kept in `Other`: it is not an error.
        #[derive(
            ::core::fmt::Debug,
            ::core::clone::Clone,
            ::core::cmp::PartialEq,
            ::core::cmp::Eq,
            ::core::hash::Hash,
        )]
        #[non_exhaustive]
        $visibility enum $name {
            $($(#[$variant_docs])* $variant,)+
            /// Any other value, as it appears on the wire.
            Other(::std::string::String),
        }

        impl $name {
            /// Returns the value as it appears on the wire.
            #[must_use]
            $visibility fn as_str(&self) -> &::core::primitive::str {
                match self {
                    $(Self::$variant => $wire,)+
                    Self::Other(other) => other,
                }
            }
        }

        impl $crate::__private::Describe for $name {
            const TYPE: $crate::ValueType = $crate::ValueType::Text { format: ::core::option::Option::None };
            const VALUES: &'static [&'static ::core::primitive::str] = &[$($wire),+];
        }

        impl ::core::convert::From<&::core::primitive::str> for $name {
            fn from(wire: &::core::primitive::str) -> Self {
                match wire {
                    $($wire => Self::$variant,)+
                    other => Self::Other(::std::borrow::ToOwned::to_owned(other)),
                }
            }
        }

        impl ::core::convert::From<::std::string::String> for $name {
            fn from(wire: ::std::string::String) -> Self {
                match wire.as_str() {
                    $($wire => Self::$variant,)+
                    _ => Self::Other(wire),
                }
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl ::core::cmp::PartialEq<::core::primitive::str> for $name {
            fn eq(&self, other: &::core::primitive::str) -> ::core::primitive::bool {
                self.as_str() == other
            }
        }

        impl ::core::cmp::PartialEq<&::core::primitive::str> for $name {
            fn eq(&self, other: &&::core::primitive::str) -> ::core::primitive::bool {
                self.as_str() == *other
            }
        }

        impl $crate::serde::Serialize for $name {
            fn serialize<S: $crate::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> $crate::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                deserializer.deserialize_str($crate::__private::TextVisitor::new())
            }
        }
    };
}

/// Deserializes an enum without allocating for its declared values.
#[doc(hidden)]
pub struct TextVisitor<T>(PhantomData<T>);

impl<T> TextVisitor<T> {
    #[must_use]
    #[allow(clippy::new_without_default)] // Only generated code makes one.
    pub const fn new() -> Self {
        Self(PhantomData)
    }
}

impl<T: for<'a> From<&'a str> + From<String>> serde::de::Visitor<'_> for TextVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<T, E> {
        Ok(text.into())
    }

    fn visit_string<E: serde::de::Error>(self, text: String) -> Result<T, E> {
        Ok(text.into())
    }
}
