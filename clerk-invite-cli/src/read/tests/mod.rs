//! Readings of the small files under `tests/files`, of whatever bytes, and of errors.

mod bytes;
mod files;
mod options;
mod show;
