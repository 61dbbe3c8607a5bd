#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(not(any(feature = "sqlite", feature = "postgres")))]
compile_error!("clerk-invite-outbox needs one of its features `sqlite` and `postgres`");

mod address;
mod calls;
mod campaign;
mod classify;
mod clock;
mod engine;
mod entry;
mod error;
mod estimate;
mod events;
mod export;
mod guard;
mod listing;
#[cfg(test)]
mod model;
mod outbox;
mod outcome;
mod plan;
mod preflight;
mod report;
mod resend;
mod rules;
#[cfg(all(test, feature = "sqlite"))]
mod simulation;
mod states;
mod status;
mod store;
mod worker;

pub use campaign::{AnyConnection, CallersConnection, Campaign};
pub use clock::Clock;
pub use entry::NewInvitation;
pub use error::Error;
pub use events::{Event, Events};
pub use export::Export;
pub use outbox::{AnyPool, Outbox};
pub use report::Report;
pub use states::{Budget, Evidence, State};
pub use status::{BudgetStatus, Exported, Filter, Status, Stop};
pub use worker::{Did, Tick, Worker};

/// The version of `sqlx` whose pools and transactions this crate takes.
pub use sqlx;
