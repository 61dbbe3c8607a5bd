//! The pictures in the README: the delivery states, drawn from what real calls say, and their copy on the
//! crate's page.
//!
//! `OVERWRITE=1 cargo test --test it -- pictures` writes them.

mod calls;
mod drawing;

use std::fmt::Write as _;
use std::path::Path;

/// The README's pictures, by the name of their link.
const PICTURES: [(&str, &str); 2] = [
    ("delivery", "clerk-invite/pictures/delivery.svg"),
    ("rehearsal", "clerk-invite-cli/screens/rehearse.svg"),
];

#[test]
fn pictures_show_what_happens() {
    compare("clerk-invite/pictures/delivery.svg", &drawing::svg(&calls::all()));
    // In this order: when they are written, the second takes the first.
    compare("clerk-invite/pictures/embedded.md", &embedded());
}

#[test]
fn the_readme_has_them() {
    let readme = read("README.md");
    for (name, path) in PICTURES {
        assert!(readme.contains(&format!("][{name}]\n")), "no picture {name}");
        assert!(readme.contains(&format!("\n[{name}]: {path}\n")), "no link for {name}");
    }
}

/// Definitions that win over the README's on the crate's page, where a relative path leads nowhere.
fn embedded() -> String {
    let mut definitions = String::new();
    for (name, path) in PICTURES {
        write!(definitions, "[{name}]: data:image/svg+xml,").expect("a definition");
        for byte in read(path).trim_end().bytes() {
            if byte.is_ascii_alphanumeric() || b"-._~:/=,;".contains(&byte) {
                definitions.push(char::from(byte));
            } else {
                write!(definitions, "%{byte:02X}").expect("a byte");
            }
        }
        definitions.push('\n');
    }
    definitions
}

fn compare(path: &str, expected: &str) {
    if std::env::var_os("OVERWRITE").is_some() {
        std::fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join(path), expected).expect(path);
    }
    assert!(
        read(path) == expected,
        "{path} is out of date: `OVERWRITE=1 cargo test --test it -- pictures` writes it"
    );
}

fn read(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap_or_default()
}
