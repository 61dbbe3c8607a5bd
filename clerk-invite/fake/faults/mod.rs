//! Faults that tests ask for, and how they are chosen.

pub(crate) mod fault;
pub(crate) mod script;
