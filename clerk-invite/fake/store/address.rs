//! Email addresses, for comparing.

use crate::values::same_address::same_address_key;

/// The key that all spellings of an email address share.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Address(String);

impl Address {
    pub(crate) fn new(text: &str) -> Self {
        Self(same_address_key(text))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the part before the `@`, spelled backwards: in this order, local parts that end alike
    /// are next to each other.
    pub(crate) fn local_part_backwards(&self) -> String {
        let local = self.0.split_once('@').map_or(&*self.0, |(local, _)| local);
        local.chars().rev().collect()
    }
}
