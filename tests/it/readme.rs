//! The page of the crate: the messages that the README quotes are the real ones, and the list of names is
//! complete.

use clerk_invite::ENDPOINTS;

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

#[test]
fn all_names_have_their_place() {
    let contents = include_str!("../../clerk-invite/contents.md");
    let is_named = |name: &str| contents.contains(&format!("[`{name}`]"));
    let reexports = include_str!("../../clerk-invite/lib.rs").split("pub use ").skip(1);
    let reexported = reexports
        .flat_map(|rest| rest.split(';').next().unwrap_or_default().split([',', ':', '{', '}']))
        .map(str::trim)
        .filter(|name| name.starts_with(char::is_uppercase));
    let declared = ENDPOINTS.iter().map(|endpoint| endpoint.name);
    let missing: Vec<_> = reexported.chain(declared).filter(|name| !is_named(name)).collect();
    assert_eq!(missing, [""; 0], "contents.md, the list on the crate's page, lacks them");
}
