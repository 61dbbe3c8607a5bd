//! What declarations give: those in `ui/pass-*.rs` build and run, and each `ui/fail-*.rs` gives
//! exactly the errors beside it. `TRYBUILD=overwrite cargo test --test compile` rewrites them.

#[test]
fn declarations() {
    let cases = trybuild::TestCases::new();
    cases.pass("tests/ui/pass-*.rs");
    cases.compile_fail("tests/ui/fail-*.rs");
}
