//! Clerk's `OpenAPI` files, which lie beside the checkout of a maintainer and not in it.

use std::path::Path;

/// Reads `../shared/reference/<name>`, seen from the checkout. `None` where there is no such file,
/// which is a failure where CI is set.
pub(crate) fn text(name: &str) -> Option<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let file = root.join("../shared/reference").join(name);
    match std::fs::read_to_string(&file) {
        Ok(text) => Some(text),
        Err(error) => {
            let problem = format!("{}: {error}", file.display());
            assert!(std::env::var_os("CI").is_none(), "NOT CHECKED: {problem}");
            eprintln!("NOT CHECKED: {problem}");
            None
        }
    }
}
