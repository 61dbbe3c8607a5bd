//! Texts of responses that may be missing.

use serde::{Deserialize, Deserializer};

/// Deserializes a text, or an empty one from `null`: an invitation that was sent is not an error
/// because of it.
pub(crate) fn text_or_empty<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + From<&'static str>,
{
    Ok(Option::<T>::deserialize(deserializer)?.unwrap_or_else(empty))
}

/// Returns an empty text, for a field that is missing.
pub(crate) fn empty<T: From<&'static str>>() -> T {
    T::from("")
}
