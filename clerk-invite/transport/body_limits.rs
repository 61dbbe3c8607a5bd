//! Limits of response bodies.

/// The largest response bodies that are read, in bytes, whatever length they claim to have.
///
/// A success over its limit is an error with [`Delivery::Accepted`](crate::Delivery::Accepted): it was
/// carried out. Of an error over its limit the status remains.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct BodyLimits {
    /// The limit of a success; by default 16 MiB, enough for the longest page of a list with metadata.
    pub result: usize,
    /// The limit of any other response; by default 64 KiB.
    pub error: usize,
}

impl Default for BodyLimits {
    fn default() -> Self {
        Self { result: 16 * 1024 * 1024, error: 64 * 1024 }
    }
}

impl BodyLimits {
    /// Returns these limits with another [`result`](Self::result).
    #[must_use]
    pub fn result(self, bytes: usize) -> Self {
        Self { result: bytes, ..self }
    }

    /// Returns these limits with another [`error`](Self::error).
    #[must_use]
    pub fn error(self, bytes: usize) -> Self {
        Self { error: bytes, ..self }
    }
}
