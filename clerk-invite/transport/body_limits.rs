//! How much of an answer is read.

/// How much of an answer is read, in bytes, whatever length it claims to have.
///
/// A result over its limit is [`Delivery::Accepted`](crate::Delivery::Accepted): it was carried
/// out. An error over its limit is still the error that its status says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct BodyLimits {
    /// The body of a success; by default 16 MiB, which the longest page of a list with metadata fits into.
    pub result: usize,
    /// The body of anything else; by default 64 KiB.
    pub error: usize,
}

impl Default for BodyLimits {
    fn default() -> Self {
        Self { result: 16 * 1024 * 1024, error: 64 * 1024 }
    }
}

impl BodyLimits {
    /// The same with another [`result`](Self::result).
    #[must_use]
    pub fn result(self, bytes: usize) -> Self {
        Self { result: bytes, ..self }
    }

    /// The same with another [`error`](Self::error).
    #[must_use]
    pub fn error(self, bytes: usize) -> Self {
        Self { error: bytes, ..self }
    }
}
