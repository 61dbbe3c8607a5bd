//! The error of a request that is refused before it is sent.

use std::fmt::{self, Display};

/// A request that was refused before it was sent.
///
/// Contains the path of the field and, for a range, the number; never the value of an id, an address
/// or metadata.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidRequest {
    field: String,
    problem: String,
}

impl InvalidRequest {
    /// Creates the error for `field`.
    ///
    /// `problem` continues the sentence that the field's name begins: "is 400, expected 1 to 365".
    pub fn new(field: impl Into<String>, problem: impl Into<String>) -> Self {
        Self { field: field.into(), problem: problem.into() }
    }

    /// Returns the path of the field within the request: `invitations[3].expires_in_days`.
    #[must_use]
    pub fn field(&self) -> &str {
        &self.field
    }

    /// Returns the problem, as a continuation of the field's name: `is 400, expected 1 to 365`.
    #[must_use]
    pub fn problem(&self) -> &str {
        &self.problem
    }

    /// Prefixes the path with the field that contains this object.
    pub(crate) fn inside(mut self, field: &str) -> Self {
        let dot = if self.field.is_empty() || self.field.starts_with('[') { "" } else { "." };
        self.field = format!("{field}{dot}{}", self.field);
        self
    }

    /// Prefixes the path with the index of this object in its list.
    pub(crate) fn inside_item(self, index: usize) -> Self {
        self.inside(&format!("[{index}]"))
    }
}

impl Display for InvalidRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` {}", self.field, self.problem)
    }
}

impl std::error::Error for InvalidRequest {}
