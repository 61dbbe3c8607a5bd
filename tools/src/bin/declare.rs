//! Writes declarations from one of Clerk's `OpenAPI` files.
//!
//! ```sh
//! cargo run -p clerk-invite-tools --bin declare -- FILE.yml OPERATION_ID     # one, to standard output
//! cargo run -p clerk-invite-tools --bin declare -- --all DIR FILE.yml        # all, and a `mod.rs`
//! ```
//!
//! With `--client-methods` they have `client_method(..)`, as those in `specs/`. What a declaration
//! cannot say is said in a comment at the place, and on standard error at the end. Lines that begin
//! with `TODO:` want a sentence.
//!
//! Exits with 1 if an operation that was asked for cannot be declared, with 2 if the file cannot be
//! read or a folder cannot be written.

use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

use clerk_invite_tools::declare::{Options, declare, declare_all};
use clerk_invite_tools::openapi::{self, Contract};

fn main() -> ExitCode {
    let (mut options, mut folder, mut names) = (Options::default(), None, Vec::new());
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--client-methods" => options.client_methods = true,
            "--all" => match arguments.next() {
                Some(path) => folder = Some(path),
                None => return usage(),
            },
            flag if flag.starts_with('-') => return usage(),
            _ => names.push(argument),
        }
    }
    let Some((file, operations)) = names.split_first() else { return usage() };
    let text = std::fs::read_to_string(file).map_err(|error| error.to_string());
    let contract = text.and_then(|text| openapi::read(&text).map_err(|error| error.to_string()));
    let contract = match contract {
        Ok(contract) => contract,
        Err(problem) => {
            eprintln!("{file}: {problem}");
            return ExitCode::from(2);
        }
    };
    match (operations, folder) {
        ([operation], None) => one(&contract, operation, options),
        ([], Some(folder)) => all(&contract, Path::new(&folder), options),
        _ => usage(),
    }
}

fn one(contract: &Contract, operation: &str, options: Options) -> ExitCode {
    match declare(contract, operation, options) {
        Ok(declaration) => {
            // Whoever stops reading has read enough.
            let _ = std::io::stdout().write_all(declaration.text.as_bytes());
            for remark in declaration.remarks {
                eprintln!("{remark}");
            }
            ExitCode::SUCCESS
        }
        Err(problem) => {
            eprintln!("{operation}: {problem}");
            ExitCode::FAILURE
        }
    }
}

fn all(contract: &Contract, folder: &Path, options: Options) -> ExitCode {
    let all = declare_all(contract, options);
    for (name, text) in &all.files {
        let path = folder.join(name);
        let parent = path.parent().unwrap_or(folder);
        let written = std::fs::create_dir_all(parent).and_then(|()| std::fs::write(&path, text));
        if let Err(problem) = written {
            eprintln!("{}: {problem}", path.display());
            return ExitCode::from(2);
        }
    }
    for remark in all.declarations.iter().flat_map(|declaration| &declaration.remarks) {
        eprintln!("{remark}");
    }
    for (operation, problem) in &all.refused {
        eprintln!("{operation}: not written: {problem}");
    }
    let (written, operations) = (all.declarations.len(), contract.operations.len());
    eprintln!("{written} of {operations} operations written");
    ExitCode::SUCCESS
}

fn usage() -> ExitCode {
    eprintln!("usage: declare [--client-methods] FILE.yml OPERATION_ID");
    eprintln!("       declare [--client-methods] --all DIR FILE.yml");
    ExitCode::from(2)
}
