//! The parts that all contenders share: data, arguments and counting.

#[cfg(feature = "count-allocations")]
mod allocations;
mod data;
mod run;

pub use data::{
    ERROR, LIMITED, LIST, ORGANIZATION, PAGE, Payload, Person, invitation, organization_reply,
    page, people, reply,
};
pub use run::{Run, in_flight, repeat, shape, start, timed};

/// The longest that one call may take, on all sides.
pub const TIMEOUT: std::time::Duration = std::time::Duration::from_secs(60);

/// The longest that connecting may take, on all sides.
pub const CONNECT_TIMEOUT: std::time::Duration = std::time::Duration::from_secs(10);

/// The longest silence of the server, on all sides that have a setting for it.
pub const READ_TIMEOUT: std::time::Duration = std::time::Duration::from_secs(30);

pub const SECRET_KEY: &str = "sk_test_b3JfYV9jZXJ0YWluX2xlbmd0aF90aGF0X2tleXNfaGF2ZQ";
