//! Behaviour through the public API, against real sockets on this machine.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "clippy.toml allows them in tests, but not in what several tests share"
)]

mod bad_input;
mod blocking;
mod budget;
mod budget_at_clerk;
mod budget_handover;
mod declared_elsewhere;
mod delivery;
mod endpoints;
mod environment;
mod errors;
mod fake;
mod faults;
mod floors;
mod metadata;
mod named;
mod operations;
mod pages;
mod pictures;
mod properties;
mod readme;
mod results;
mod retries;
mod runtimes;
mod secrecy;
mod send_check;
mod server;
mod simulation;
mod spans;
mod tls;
mod wire;
