//! Faults that a test injects.

pub(crate) mod fault;
pub(crate) mod late;
pub(crate) mod script;
