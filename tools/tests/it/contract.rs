//! Clerk's `OpenAPI` files, which are not in the repository: in the folder that `CLERK_OPENAPI` names, or
//! beside the checkout.

use std::path::{Path, PathBuf};

/// Reads a file. `None` where there is no such file, which is a failure where CI is set.
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

/// Returns the path of a file.
#[allow(dead_code, reason = "not every test needs it")]
pub(crate) fn path(name: &str) -> PathBuf {
    let folder = std::env::var_os("CLERK_OPENAPI").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/reference"),
        PathBuf::from,
    );
    folder.join(name)
}
