//! Faults that tests ask for, and how they are chosen.

pub(crate) mod fault;
pub(crate) mod late;
pub(crate) mod script;
