//! The messages that the README quotes are the real ones.

#[test]
fn the_compile_error_is_the_real_one() {
    let readme = include_str!("../../README.md");
    let error =
        include_str!("../ui/fail-readme.stderr").replace("tests/ui/fail-readme.rs", "src/main.rs");
    assert!(readme.contains(error.trim()), "the README shows another error than\n{error}");
    let declaration =
        include_str!("../ui/fail-readme.rs").replace("organisation_id", "organization_id");
    let declaration = declaration.split("///").skip(1).collect::<Vec<_>>().join("///");
    let declaration = declaration.trim_end_matches("fn main() {}\n").trim();
    assert!(readme.contains(declaration), "the README declares another endpoint");
}
