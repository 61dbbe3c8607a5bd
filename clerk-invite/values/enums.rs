//! Enums that keep unknown values, since the API may add some at any time.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Deserializes an enum without allocating for its known values.
struct TextVisitor<T>(std::marker::PhantomData<T>);

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

macro_rules! open_enum {
    (
        $(#[$docs:meta])*
        $name:ident { $($(#[$variant_docs:meta])* $variant:ident = $wire:literal,)+ }
    ) => {
        $(#[$docs])*
        ///
        /// A value unknown to this version is kept in `Other`; it is not an error.
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$variant_docs])* $variant,)+
            /// Any other value, as it appears on the wire.
            Other(String),
        }

        impl $name {
            /// Returns the value as it appears on the wire.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $wire,)+
                    Self::Other(other) => other,
                }
            }
        }

        impl crate::endpoint::info::Describe for $name {
            const VALUES: &'static [&'static str] = &[$($wire),+];
        }

        impl From<&str> for $name {
            fn from(wire: &str) -> Self {
                match wire {
                    $($wire => Self::$variant,)+
                    other => Self::Other(other.to_owned()),
                }
            }
        }

        impl From<String> for $name {
            fn from(wire: String) -> Self {
                match wire.as_str() {
                    $($wire => Self::$variant,)+
                    _ => Self::Other(wire),
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                self.as_str() == other
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                self.as_str() == *other
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_str(TextVisitor(std::marker::PhantomData))
            }
        }
    };
}

open_enum! {
    /// The status of an invitation.
    InvitationStatus {
        /// Not accepted yet.
        Pending = "pending",
        /// Accepted: the person has joined.
        Accepted = "accepted",
        /// Revoked before it was accepted.
        Revoked = "revoked",
        /// Expired before it was accepted.
        Expired = "expired",
    }
}

open_enum! {
    /// The email template of an application invitation.
    TemplateSlug {
        /// The regular invitation; Clerk's default.
        Invitation = "invitation",
        /// The invitation for somebody on the waitlist.
        WaitlistInvitation = "waitlist_invitation",
    }
}

open_enum! {
    /// The status of a waitlist entry.
    WaitlistEntryStatus {
        /// On the waitlist, not decided yet.
        Pending = "pending",
        /// Invited, but not signed up yet.
        Invited = "invited",
        /// Signed up.
        Completed = "completed",
        /// Rejected.
        Rejected = "rejected",
    }
}
