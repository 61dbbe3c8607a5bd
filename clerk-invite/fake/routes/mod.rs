//! Routing from methods and paths to operations.

pub(crate) mod router;
pub(crate) mod table;
