//! Prints all endpoints with their limits and caps, as a Markdown table: the one in the README.
//!
//! ```sh
//! cargo run -p clerk-invite-tools --bin endpoints
//! ```

use std::io::Write as _;

use clerk_invite::ENDPOINTS;

fn main() {
    // Whoever stops reading has read enough.
    let _ = std::io::stdout().write_all(clerk_invite_tools::endpoints::table(ENDPOINTS).as_bytes());
}
