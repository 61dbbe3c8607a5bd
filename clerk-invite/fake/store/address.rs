//! When two email addresses are the same.

/// An email address for comparing: case does not matter.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Address(String);

impl Address {
    pub(crate) fn new(text: &str) -> Self {
        Self(text.to_lowercase())
    }

    /// Whether this is a part of it.
    pub(crate) fn contains(&self, part: &str) -> bool {
        self.0.contains(&part.to_lowercase())
    }
}
