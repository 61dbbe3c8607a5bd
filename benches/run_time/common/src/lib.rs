//! The parts that all contenders share: data, arguments and counting.

#[cfg(feature = "count-allocations")]
mod allocations;
mod data;
mod run;

pub use data::{Person, people, reply};
pub use run::{Run, in_flight, repeat, start, timed};

/// The longest that one call may take, on all sides.
pub const TIMEOUT: std::time::Duration = std::time::Duration::from_secs(60);

/// The longest that connecting may take, on all sides.
pub const CONNECT_TIMEOUT: std::time::Duration = std::time::Duration::from_secs(10);

pub const SECRET_KEY: &str = "sk_test_b3JfYV9jZXJ0YWluX2xlbmd0aF90aGF0X2tleXNfaGF2ZQ";
