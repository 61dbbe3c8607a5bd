//! Behaviour through the public API, against `FakeClerk` on a real socket and a clock that tests move.
#![allow(
    clippy::cast_precision_loss,
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "clippy.toml allows them in tests, but not in what several tests share"
)]

mod bad_input;
mod hazards;
mod idle;
mod in_doubt;
mod logs;
#[cfg(feature = "postgres")]
mod on_postgres;
#[cfg(feature = "postgres")]
mod postgres;
mod processes;
mod sending;
mod stops;
mod world;
