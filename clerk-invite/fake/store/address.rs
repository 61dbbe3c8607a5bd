//! When two email addresses are the same.

/// An email address for comparing: case does not matter.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Address(String);

impl Address {
    pub(crate) fn new(text: &str) -> Self {
        Self(text.to_lowercase())
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the part before the `@`, spelled backwards: sorted by it, addresses with one end of
    /// that part lie side by side.
    pub(crate) fn local_part_backwards(&self) -> String {
        let local = self.0.split_once('@').map_or(&*self.0, |(local, _)| local);
        local.chars().rev().collect()
    }
}
