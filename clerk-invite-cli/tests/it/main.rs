//! The program `clerk-invite`, as people run it: through pipes and on a terminal, against FakeClerk on
//! a real socket.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod after;
mod exit_codes;
mod hostile;
mod kill;
mod privacy;
mod rehearse;
mod screens;
mod send;
mod terminal;
mod verify;
mod watch;
mod world;

// The outbox's tests use all of it.
#[allow(dead_code)]
#[path = "../../../clerk-invite-outbox/tests/it/postgres.rs"]
mod postgres;
