//! The macros, with the docs that users read.

/// TODO
pub use clerk_invite_macros::endpoint;

/// TODO
pub use clerk_invite_macros::params;
