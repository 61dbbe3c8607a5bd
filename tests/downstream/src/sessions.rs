//! Sessions and clients.

use clerk_invite::serde::{Deserialize, Serialize};
use clerk_invite::{endpoint, Metadata};

/// A token.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(crate = "clerk_invite::serde")]
pub struct Token {
    /// The token itself.
    pub jwt: String,
}

/// Makes a token for a session.
///
/// Operation `CreateSessionToken`, whose body may be left out.
#[endpoint(POST, "/sessions/{session_id}/tokens")]
#[returns(Token)]
pub struct CreateSessionToken {
    /// The session.
    pub session_id: String,
    /// The kind of token. If not set, the instance's default.
    #[body]
    pub options: Option<TokenOptions>,
}

/// The settings of a token.
#[clerk_invite::params]
pub struct TokenOptions {
    /// The lifetime in seconds: 30 seconds to ten years.
    #[range(min = 30, max = 315_360_000)]
    pub expires_in_seconds: Option<u32>,
}

/// The format of a refreshed session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(crate = "clerk_invite::serde", rename_all = "lowercase")]
pub enum Format {
    /// As a token.
    Token,
    /// As cookies to set.
    Cookie,
}

/// A refreshed session, in one of two shapes.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(crate = "clerk_invite::serde", untagged)]
pub enum Refreshed {
    /// A token.
    Token(Token),
    /// Cookies.
    Cookies {
        /// Each as a `Set-Cookie` header has it.
        cookies: Vec<String>,
    },
}

/// Renews the token of a session.
///
/// Operation `RefreshSession`.
#[endpoint(POST, "/sessions/{session_id}/refresh")]
#[returns(Refreshed)]
pub struct RefreshSession {
    /// The session.
    pub session_id: String,
    /// The token that has expired.
    pub expired_token: String,
    /// The refresh token.
    pub refresh_token: String,
    /// The origin of the original request.
    pub request_origin: String,
    /// The headers of the original request.
    pub request_headers: Option<Metadata>,
    /// The format. If not set, a token.
    pub format: Option<Format>,
}

/// A browser or a device.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(crate = "clerk_invite::serde")]
pub struct Device {
    /// Its id: `client_…`.
    pub id: String,
}

/// Lists browsers and devices, which Clerk calls clients.
///
/// Operation `GetClientList`, which Clerk has deprecated.
#[deprecated = "Clerk answers 410 to new instances"]
#[endpoint(GET, "/clients")]
#[returns(Vec<Device>)]
pub struct GetClientList {
    /// Adds the total count to the response.
    pub paginated: Option<bool>,
    /// The page size: 1 to 500. If not set, 10.
    #[range(min = 1, max = 500)]
    pub limit: Option<u16>,
    /// The number of entries to skip. If not set, none.
    pub offset: Option<u32>,
}
