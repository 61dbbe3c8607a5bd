//! The whole contract, written, compiled and compared with itself. CI runs it; it takes a minute:
//!
//! ```sh
//! cargo test -p clerk-invite-tools --test it -- --ignored whole_contract
//! ```

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use clerk_invite_tools::declare::{Declarations, Options, declare_all};
use clerk_invite_tools::drift::difference::Kind;
use clerk_invite_tools::openapi;
use serde_json::Value;

const FILE: &str = "clerk-bapi-2026-05-12.yml";

#[test]
fn all_operations_are_written_but_the_uploads_of_files() {
    let Some(text) = crate::contract::text(FILE) else { return };
    let contract = openapi::read(&text).expect("the contract");
    let all = declare_all(&contract, Options::default());
    let refused: Vec<_> = all.refused.iter().map(|(operation, _)| operation.as_str()).collect();
    assert_eq!(
        refused,
        ["SetUserProfileImage", "UploadOrganizationLogo", "UploadOAuthApplicationLogo"]
    );
    assert_eq!((contract.operations.len(), all.declarations.len()), (249, 246));
}

#[test]
#[ignore = "compiles 246 declarations"]
fn all_operations_compile_without_a_warning_and_do_not_drift() {
    let Some(text) = crate::contract::text(FILE) else { return };
    let contract = openapi::read(&text).expect("the contract");
    let all = declare_all(&contract, Options::default());
    let folder = write(&all);

    run(cargo("clippy", &folder).args(["--lib", "--quiet"]));
    let file = crate::contract::path(FILE);
    let output = run(cargo("run", &folder).arg("--quiet").arg("--").arg(file));
    let report: Value = serde_json::from_str(&output).expect("JSON");

    // What a declaration cannot say was said when it was written; nothing else differs.
    let mut remarks: Vec<_> = all.declarations.iter().flat_map(|d| &d.remarks).collect();
    remarks.retain(|remark| remark.kind.is_some());
    let mut unexplained = Vec::new();
    for difference in report["differences"].as_array().expect("a list") {
        let text = |key: &str| difference[key].as_str().expect("text");
        let is_about_it = |remark: &&clerk_invite_tools::declare::remark::Remark| {
            remark.operation == text("operation")
                && remark.parameter == text("parameter")
                && remark.kind.map(Kind::name) == Some(text("kind"))
        };
        if !remarks.iter().any(is_about_it) {
            unexplained.push(difference.to_string());
        }
    }
    assert!(unexplained.is_empty(), "{}", unexplained.join("\n"));
    // A remark about nothing would hide a difference to come.
    let found = report["differences"].as_array().map_or(0, Vec::len);
    assert_eq!(found, remarks.len());
}

/// Writes a crate of the declarations, and a program that compares them with a file.
fn write(all: &Declarations) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("written");
    // What was written by an earlier run and is not any more.
    let _ = fs::remove_dir_all(folder.join("src"));
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace");
    let manifest = format!(
        "[package]\nname = \"written\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
         [workspace]\n\n[dependencies]\n\
         clerk-invite = {{ path = \"{}\", default-features = false }}\n\
         clerk-invite-tools = {{ path = \"{}\" }}\nserde_json = \"1\"\n\n\
         # Only for this crate: its dependencies are those that the tests were built with.\n\
         [profile.dev.package.written]\ndebug = 0\n",
        root.display(),
        root.join("tools").display(),
    );
    let mut main = String::from(
        "//! Compares the declarations with a file.\n#![allow(deprecated)]\n\
         use clerk_invite_tools::drift::{drift, responses::Declared};\nfn main() {\n\
         let file = std::env::args().nth(1).expect(\"a file\");\n\
         let file = std::fs::read_to_string(file).expect(\"a file\");\n\
         let contract = clerk_invite_tools::openapi::read(&file).expect(\"the contract\");\n\
         let declared = vec![\n",
    );
    for declaration in &all.declarations {
        let (module, name) = (&declaration.module, &declaration.name);
        let _ = writeln!(main, "Declared::of::<written::operations::{module}::{name}>(),");
    }
    main += "];\nprintln!(\"{}\", drift(&declared, &contract, &[]).json());\n}\n";
    let lib = "//! All operations.\n#![deny(warnings, missing_docs, clippy::pedantic)]\n\n\
               pub mod operations;\n";
    let mut files = vec![
        ("Cargo.toml".to_owned(), manifest),
        ("src/lib.rs".to_owned(), lib.to_owned()),
        ("src/main.rs".to_owned(), main),
    ];
    let operations = all.files.iter();
    files.extend(operations.map(|(name, text)| (format!("src/operations/{name}"), text.clone())));
    for (name, text) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock")).expect("a lock file");
    folder
}

/// Cargo in that folder, with the target folder that these tests were built in.
fn cargo(command: &str, folder: &Path) -> Command {
    let mut cargo = Command::new(env!("CARGO"));
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("the target folder");
    cargo
        .arg(command)
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", target)
        .env("CARGO_INCREMENTAL", "0");
    cargo
}

fn run(command: &mut Command) -> String {
    let output = command.output().expect("cargo runs");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}\n{errors}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}
