//! Says where the declarations and one of Clerk's `OpenAPI` files differ.
//!
//! ```sh
//! cargo run -p clerk-invite-tools --bin drift -- FILE.yml            # what nothing explains
//! cargo run -p clerk-invite-tools --bin drift -- --all FILE.yml      # and what `allowed.rs` explains
//! cargo run -p clerk-invite-tools --bin drift -- --json FILE.yml     # all of it, for programs
//! ```
//!
//! Compares every declared operation: method and path, parameters, required or optional, types,
//! formats, bounds, lengths, patterns, caps, enum values, and what its response's type drops or
//! cannot read; and names the invitation operations that are not declared. Clerk publishes the files
//! at <https://github.com/clerk/openapi-specs> under `bapi/`.
//!
//! Exits with 1 if there is a difference that `allowed.rs` does not explain, with 2 if the file
//! cannot be read or is not one of the Backend API.

use std::io::Write as _;
use std::process::ExitCode;

use clerk_invite_tools::drift::allowed::ALLOWED;
use clerk_invite_tools::drift::{declared, drift};
use clerk_invite_tools::openapi;

fn main() -> ExitCode {
    let (mut json, mut all, mut files) = (false, false, Vec::new());
    for argument in std::env::args().skip(1) {
        match argument.as_str() {
            "--json" => json = true,
            "--all" => all = true,
            flag if flag.starts_with('-') => return usage(),
            _ => files.push(argument),
        }
    }
    let [file] = files.as_slice() else { return usage() };
    let text = std::fs::read_to_string(file).map_err(|error| error.to_string());
    let contract = text.and_then(|text| openapi::read(&text).map_err(|error| error.to_string()));
    match contract.map(|contract| drift(&declared(), &contract, ALLOWED)) {
        Ok(report) => {
            let text = match (json, all) {
                (true, _) => format!("{:#}\n", report.json()),
                (false, true) => format!("{}\n{report}", report.explained()),
                (false, false) => report.to_string(),
            };
            // Whoever stops reading has read enough.
            let _ = std::io::stdout().write_all(text.as_bytes());
            if report.unexplained() == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(problem) => {
            eprintln!("{file}: {problem}");
            ExitCode::from(2)
        }
    }
}

fn usage() -> ExitCode {
    eprintln!("usage: drift [--all | --json] FILE.yml");
    ExitCode::from(2)
}
