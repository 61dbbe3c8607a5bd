//! Error collection, and suggestions for near misses.

pub(crate) mod errors;
pub(crate) mod place;
pub(crate) mod suggest;
