//! When two email addresses are the same.

/// An email address for comparing: case does not matter.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Address(String);

impl Address {
    pub(super) fn new(text: &str) -> Self {
        Self(text.to_lowercase())
    }

    /// Whether this is a part of it.
    pub(super) fn contains(&self, part: &str) -> bool {
        self.0.contains(&part.to_lowercase())
    }
}
