//! String newtypes: ids that must not be mixed up, values that must not be logged.

use std::fmt;
use std::ops::Deref;

use serde::{Deserialize, Serialize};

use crate::endpoint::info::Describe;
use crate::endpoint::value_type::ValueType;

macro_rules! string_type {
    ($(#[$docs:meta])* $name:ident, $debug:expr) => {
        $(#[$docs])*
        ///
        /// Holds any string unchanged. A value that cannot be sent is refused when the request is sent.
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Returns the text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// Converts into the owned text.
            #[must_use]
            pub fn into_string(self) -> String {
                self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let show: fn(&str) -> &str = $debug;
                f.debug_tuple(stringify!($name)).field(&show(&self.0)).finish()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl Deref for $name {
            type Target = str;

            fn deref(&self) -> &str {
                &self.0
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl From<&String> for $name {
            fn from(text: &String) -> Self {
                Self(text.clone())
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl From<&$name> for $name {
            fn from(text: &$name) -> Self {
                text.clone()
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> Self {
                text.0
            }
        }

        impl From<&str> for crate::values::nullable::Nullable<$name> {
            fn from(text: &str) -> Self {
                Self::Value($name::from(text))
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                self.0 == other
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                self.0 == *other
            }
        }

        impl PartialEq<String> for $name {
            fn eq(&self, other: &String) -> bool {
                self.0 == *other
            }
        }
    };
}

string_type! {
    /// The id of an organization: `org_…`.
    OrganizationId, |text| text
}

string_type! {
    /// The id of a user: `user_…`.
    UserId, |text| text
}

string_type! {
    /// The id of an application invitation: `inv_…`.
    InvitationId, |text| text
}

string_type! {
    /// The id of an organization invitation: `orginv_…`.
    OrganizationInvitationId, |text| text
}

string_type! {
    /// The id of a waitlist entry: `wle_…`.
    WaitlistEntryId, |text| text
}

string_type! {
    /// An email address.
    ///
    /// `Debug` hides it, so that it does not end up in logs by accident. `Display` and
    /// [`as_str`](Self::as_str) show it.
    EmailAddress, |_| "hidden"
}

string_type! {
    /// The link that accepts an invitation.
    ///
    /// Anybody who has the link can accept the invitation, so `Debug` hides it. `Display` and
    /// [`as_str`](Self::as_str) show it.
    InvitationUrl, |_| "hidden"
}

string_type! {
    /// The URL or path to which the link of an invitation leads.
    ///
    /// It may say who is invited and why, so `Debug` hides it. `Display` and
    /// [`as_str`](Self::as_str) show it.
    RedirectUrl, |_| "hidden"
}

string_type! {
    /// An identifier of a person, usually an email address or a phone number.
    ///
    /// `Debug` hides it. `Display` and [`as_str`](Self::as_str) show it.
    Identifier, |_| "hidden"
}

macro_rules! described {
    ($($name:ident: $format:expr,)+) => {
        $(impl Describe for $name {
            const TYPE: ValueType = ValueType::Text { format: $format };
        })+
    };
}

described! {
    OrganizationId: None,
    UserId: None,
    InvitationId: None,
    OrganizationInvitationId: None,
    WaitlistEntryId: None,
    EmailAddress: Some("email"),
    InvitationUrl: None,
    RedirectUrl: None,
    Identifier: None,
}
