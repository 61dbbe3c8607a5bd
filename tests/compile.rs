//! Declarations, compiled: those in `ui/pass-*.rs` build and run, and each `ui/fail-*.rs` gives
//! exactly the errors beside it. `TRYBUILD=overwrite cargo test --test compile` rewrites them.
//!
//! Two sets: trybuild checks a set without a `pass` case in one run of `cargo check`, but builds
//! every case of a mixed set on its own.

/// How the names of the mistakes end that only `cargo build` finds, by evaluating a constant.
const FOUND_BY_A_BUILD: &str = "-a-large-cap";

#[test]
fn correct_declarations_run_and_a_build_finds_the_rest() {
    let cases = trybuild::TestCases::new();
    cases.pass("tests/ui/pass-*.rs");
    cases.compile_fail(format!("tests/ui/fail-*{FOUND_BY_A_BUILD}.rs"));
}

#[test]
fn mistakes_are_reported() {
    let cases = trybuild::TestCases::new();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/ui");
    for entry in std::fs::read_dir(folder).expect("the cases") {
        let name = entry.expect("a case").file_name().into_string().expect("a name in ASCII");
        let Some(case) = name.strip_suffix(".rs") else { continue };
        if case.starts_with("fail-") && !case.ends_with(FOUND_BY_A_BUILD) {
            cases.compile_fail(format!("tests/ui/{name}"));
        }
    }
}
