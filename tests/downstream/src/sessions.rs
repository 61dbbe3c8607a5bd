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
    /// What the token is to be; left out, as the instance has it.
    #[body]
    pub options: Option<TokenOptions>,
}

/// What a token is to be.
#[clerk_invite::params]
pub struct TokenOptions {
    /// For how long it is valid: 30 seconds to ten years.
    #[range(min = 30, max = 315_360_000)]
    pub expires_in_seconds: Option<u32>,
}

/// What a refreshed session comes as.
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
    /// The token to refresh it with.
    pub refresh_token: String,
    /// Where the request came from.
    pub request_origin: String,
    /// The headers that it came with.
    pub request_headers: Option<Metadata>,
    /// What it is to come as. If not set, a token.
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
    /// Whether to answer with the total as well.
    pub paginated: Option<bool>,
    /// How many at most: 1 to 500. If not set, 10.
    #[range(min = 1, max = 500)]
    pub limit: Option<u16>,
    /// How many to skip. If not set, none.
    pub offset: Option<u32>,
}
