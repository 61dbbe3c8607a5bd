//! Operations from all over Clerk's Backend API, declared with nothing but `clerk-invite`.
#![deny(missing_docs, unused, deprecated, clippy::pedantic)]
#![forbid(unsafe_code)]

pub mod instance;
pub mod organizations;
pub mod sessions;
pub mod users;
