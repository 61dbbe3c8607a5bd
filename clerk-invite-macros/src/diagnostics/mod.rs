//! Error collection, and suggestions for near misses. A message stands at the check that finds the mistake.

pub(crate) mod errors;
pub(crate) mod place;
pub(crate) mod suggest;
