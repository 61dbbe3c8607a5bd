//! The rate budget: client-side rate limiting that keeps calls within Clerk's limits.
//!
//! [`sliding_log`] and [`queue`] decide, without a clock, a lock or async. [`shared_queue`] and
//! [`limiter`] add those. A restart hands the budget over: one process stores its [`report`], and the next
//! one takes it in through [`settings::RateBudget::continue_from`].

mod clock;
pub(crate) mod limiter;
mod queue;
pub(crate) mod report;
pub(crate) mod settings;
pub(crate) mod shared_queue;
#[cfg(test)]
mod simulation;
mod sliding_log;
pub(crate) mod target;
#[cfg(test)]
mod tests;
