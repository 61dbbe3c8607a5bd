//! The HTTP server.

pub(crate) mod disconnect;
pub(crate) mod dispatch;
pub(crate) mod listener;
pub(crate) mod respond;
