//! Clerk's `OpenAPI` files, which lie beside the checkout of a maintainer and not in it.

use std::path::{Path, PathBuf};

/// Reads `../shared/reference/<name>`, seen from the checkout. `None` where there is no such file,
/// which is a failure where CI is set.
pub(crate) fn text(name: &str) -> Option<String> {
    let file = path(name);
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

/// Returns the path of `../shared/reference/<name>`, seen from the checkout.
#[allow(dead_code, reason = "not every test needs it")]
pub(crate) fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/reference").join(name)
}
