//! A stand-in for the library, with a `Client` to which a declaration can add a method.

extern crate self as clerk_invite;

mod declaration;

pub use library::*;

/// Sends nothing.
pub struct Client;

impl Client {
    /// Never returns.
    pub fn send<E: Endpoint>(
        &self,
        _request: E,
    ) -> impl Future<Output = Result<E::Response, Error>> + Send {
        std::future::pending()
    }
}
