//! Paths and methods to operations.

pub(crate) mod router;
pub(crate) mod table;
