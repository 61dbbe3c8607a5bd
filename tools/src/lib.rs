//! The tools of `clerk-invite`'s maintainers: everything but the command lines, so that tests reach it.

pub mod declare;
pub mod drift;
pub mod endpoints;
pub mod names;
pub mod openapi;
