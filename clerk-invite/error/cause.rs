//! Failures below HTTP's status, without the types of an HTTP client.

/// The reason why there is no response.
// Only the client, behind its feature, makes them.
#[cfg_attr(not(feature = "client"), allow(dead_code))]
pub(crate) enum Cause {
    /// The connection could not be made, or broke.
    Connection {
        source: Box<dyn std::error::Error + Send + Sync>,
        /// The HTTP client below says that a time ran out.
        timeout: bool,
        /// The host, if the DNS failed.
        unresolved: Option<String>,
    },
    /// One of the client's own timeouts ran out.
    Timeout,
}

/// A response whose body did not arrive whole, or cannot be decoded.
pub(crate) struct BodyError {
    pub(crate) reason: String,
    /// The network is to blame, not the content.
    pub(crate) interrupted: bool,
    pub(crate) timeout: bool,
}
