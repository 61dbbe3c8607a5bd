//! A program with an HTTP stack of its own: declarations, `Codec` and `Error`, without `Client`.
#![deny(missing_docs, unused, clippy::pedantic)]
#![forbid(unsafe_code)]

use clerk_invite::bytes::Bytes;
use clerk_invite::http::{Request, Response};
use clerk_invite::serde::Deserialize;
use clerk_invite::{Codec, Endpoint, Error, Nullable, UserId, endpoint, params};

/// Locks a user out.
#[endpoint(POST, "/users/{user_id}/lock", rate_limit = "10/10s")]
#[returns(User)]
pub struct LockUser {
    /// The user.
    pub user_id: UserId,
    /// The reason, shown to the user.
    pub reason: Nullable<String>,
    /// For at most a day.
    #[range(min = 1, max = 1440)]
    pub minutes: Option<u16>,
}

/// Adds up to three notes to a user.
#[endpoint(POST, "/users/{user_id}/notes", max_items = 3)]
#[returns(Vec<User>)]
pub struct AddNotes {
    /// The user.
    pub user_id: UserId,
    /// The notes: the whole request body.
    #[body]
    pub notes: Vec<Note>,
}

/// One note.
#[params]
pub struct Note {
    /// The text.
    pub text: String,
}

/// A user.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(crate = "clerk_invite::serde")]
pub struct User {
    /// The id.
    pub id: UserId,
}

/// Sends a request through an HTTP stack that the caller brings.
///
/// # Errors
///
/// If the request is refused before it is sent, or the response says that it was not done.
pub fn send<E: Endpoint>(
    codec: &Codec,
    request: &E,
    http: impl FnOnce(Request<Bytes>) -> Response<Bytes>,
) -> Result<E::Response, Error> {
    codec.decode(request, &http(codec.encode(request)?))
}
