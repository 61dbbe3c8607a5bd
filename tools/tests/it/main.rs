//! Tests of the tools, in one binary: each binary is linked with the whole library.
#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "clippy.toml allows them in tests, but not in what several tests share"
)]

mod contract;
mod declare;
mod drift;
mod drift_report;
mod endpoints;
mod responses;
mod things;
mod whole_contract;
mod written_invitations;
