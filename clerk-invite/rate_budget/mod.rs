//! The rate budget: how many calls of each endpoint may begin, and when the next.
//!
//! [`sliding_log`] and [`queue`] decide, without clock, lock or async; [`limiter`] sleeps until it is time.

pub(crate) mod limiter;
mod queue;
pub(crate) mod report;
pub(crate) mod settings;
#[cfg(test)]
mod simulation;
mod sliding_log;
pub(crate) mod target;
#[cfg(test)]
mod tests;
