//! The rate budget: how many calls of each endpoint may begin, and when the next.
//!
//! [`log`] and [`gate`] decide, without clock, lock or async; [`wait`] sleeps until it is time.

mod gate;
mod log;
mod report;
mod settings;
#[cfg(test)]
mod simulation;
#[cfg(test)]
mod tests;
mod wait;

pub use report::EndpointBudget;
pub use settings::RateBudget;
pub(crate) use wait::{Budget, Permit, Refused, Target};
