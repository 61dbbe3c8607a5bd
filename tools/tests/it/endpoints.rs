//! The README's table of endpoints.

use std::process::ExitCode;

use clerk_invite::ENDPOINTS;
use clerk_invite_tools::endpoints::table;

#[test]
fn the_table_of_the_readme_is_what_the_tool_prints() -> ExitCode {
    let readme = include_str!("../../../README.md");
    let table = table(ENDPOINTS);
    if readme.contains(&format!("\n\n{table}\n")) {
        return ExitCode::SUCCESS;
    }
    // Not a panic: its backtrace would stand between the reader and what is to be pasted.
    eprintln!("README.md has another table of endpoints than `specs`. Put this there:\n\n{table}");
    ExitCode::FAILURE
}
