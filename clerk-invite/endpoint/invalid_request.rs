//! A request that is refused before anything of it is sent.

use std::fmt::{self, Display};

/// What is wrong with a request, found before anything of it was sent.
///
/// Shows the field and the numbers, never the value of an id, an address or metadata.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidRequest {
    field: String,
    problem: String,
}

impl InvalidRequest {
    /// The `field` that is wrong, and a `problem` that reads on from its name: "is 400, expected 1
    /// to 365".
    pub fn new(field: impl Into<String>, problem: impl Into<String>) -> Self {
        Self { field: field.into(), problem: problem.into() }
    }

    /// The field, as a path from the request: `invitations[3].expires_in_days`.
    #[must_use]
    pub fn field(&self) -> &str {
        &self.field
    }

    /// What is wrong with it, reading on from its name.
    #[must_use]
    pub fn problem(&self) -> &str {
        &self.problem
    }

    /// The same, seen from the object that holds this one as `field`.
    pub(crate) fn inside(mut self, field: &str) -> Self {
        let dot = if self.field.is_empty() || self.field.starts_with('[') { "" } else { "." };
        self.field = format!("{field}{dot}{}", self.field);
        self
    }

    /// The same, seen from the list that holds this one as item `index`.
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
