//! Declarations, compiled: those in `ui/pass-*.rs` build and run, and each `ui/fail-*.rs` gives
//! exactly the errors beside it. `TRYBUILD=overwrite cargo test --test compile` rewrites them.
//!
//! Two sets: trybuild checks a set without a `pass` case in one run of `cargo check`, but builds
//! every case of a mixed set on its own.

#[test]
fn correct_declarations_run() {
    trybuild::TestCases::new().pass("tests/ui/pass-*.rs");
}

#[test]
fn mistakes_are_reported() {
    trybuild::TestCases::new().compile_fail("tests/ui/fail-*.rs");
}
