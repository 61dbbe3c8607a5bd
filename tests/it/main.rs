//! Behaviour through the public API, against real sockets on this machine.

mod bad_input;
mod declared_elsewhere;
mod delivery;
mod environment;
mod errors;
mod fake;
mod metadata;
mod readme;
mod results;
mod secrecy;
mod server;
mod wire;
