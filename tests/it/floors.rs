//! The floors of the source: nothing imports from a floor above its own, or through the root.
//!
//! Reads the files' `use` lines. `#[cfg(test)]` code, `mod` and `pub use` lines do not count.

use std::fs;
use std::path::{Path, PathBuf};

/// The library's folders and files, from the ground up.
const LIBRARY: &[&[&str]] = &[
    &["endpoint", "lock", "macros"],
    &["values", "rate_budget"],
    &["error", "models"],
    &["codec"],
    &["transport", "private"],
    &["client"],
    &["specs"],
    &["fake", "blocking"],
];

/// The same inside of `fake/`; what is not named here stands beside all of them.
const FAKE: &[&[&str]] = &[&["requests"], &["store"], &["operations"], &["routes"], &["server"]];

/// The same in the macro crate.
const MACROS: &[&[&str]] = &[
    &["diagnostics"],
    &["attr"],
    &["ast"],
    &["valid"],
    &["expand", "fallback"],
    &["pipeline", "specs"],
];

/// Imports that are still to be turned round; each that is goes from this list.
const REMAINING: &[(&str, &str)] = &[
    ("codec/mod.rs", "crate::transport::NoBody"),
    ("error/mod.rs", "crate::client::retry::Outcome"),
    ("error/mod.rs", "crate::transport::Cause"),
    ("fake/operations/call.rs", "crate::fake::routes::router::Route"),
    ("fake/store/invitations.rs", "crate::fake::operations::listing::Listed"),
    ("fake/store/invitations.rs", "crate::fake::operations::listing::OrderBy"),
    ("fake/store/waitlist.rs", "crate::fake::operations::listing::Listed"),
    ("fake/store/waitlist.rs", "crate::fake::operations::listing::OrderBy"),
];

fn floor(floors: &[&[&str]], module: &str) -> Option<usize> {
    floors.iter().position(|floor| floor.contains(&module))
}

/// Every Rust file below `folder`.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found
}

/// The `use` items of a file with their line numbers, up to its `#[cfg(test)]` module.
fn imports(source: &str) -> Vec<(usize, String)> {
    let mut found: Vec<(usize, String)> = Vec::new();
    let mut open = false;
    let mut skip = false;
    for (index, line) in source.lines().enumerate() {
        let line = line.trim();
        if line.starts_with("//") {
            continue;
        }
        if line == "#[cfg(test)]" {
            skip = true;
            continue;
        }
        if skip {
            if line.starts_with("mod ") && line.ends_with('{') {
                break;
            }
            skip = false;
            continue;
        }
        if open {
            found.last_mut().expect("an open import").1.push_str(line);
        } else if let Some(tree) = line.strip_prefix("use ") {
            found.push((index + 1, tree.to_owned()));
        } else {
            continue;
        }
        open = !line.ends_with(';');
    }
    found
}

/// `a::{b, c::d}` as `a::b` and `a::c::d`.
fn paths(tree: &str) -> Vec<String> {
    let tree = tree.trim().trim_end_matches(';');
    let Some((prefix, rest)) = tree.split_once('{') else {
        return vec![tree.split(" as ").next().unwrap_or(tree).trim().to_owned()];
    };
    let inner = rest.strip_suffix('}').expect("a closing brace");
    let (mut depth, mut start, mut found) = (0, 0, Vec::new());
    for (at, c) in inner.char_indices().chain([(inner.len(), ',')]) {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                let part = inner[start..at].trim();
                if !part.is_empty() {
                    found.extend(paths(part).into_iter().map(|path| format!("{prefix}{path}")));
                }
                start = at + 1;
            }
            _ => {}
        }
    }
    found
}

/// The module path that `path` of a `use` in `file` names, from the crate's root.
fn absolute(path: &str, file: &[String]) -> Option<Vec<String>> {
    let mut segments: Vec<_> = path.split("::").map(str::to_owned).collect();
    let mut module = file.to_vec();
    match segments[0].as_str() {
        "crate" => module.clear(),
        "self" => {}
        "super" => {
            module.pop();
        }
        _ => return None,
    }
    segments.remove(0);
    while segments.first().is_some_and(|segment| segment == "super") {
        module.pop();
        segments.remove(0);
    }
    module.extend(segments);
    Some(module)
}

/// What is wrong in the crate whose root file lies in `folder`.
fn violations(folder: &str, floors: &[&[&str]], inner: Option<(&str, &[&[&str]])>) -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut found = Vec::new();
    for path in files(&root) {
        let relative = path.strip_prefix(&root).expect("below the root").with_extension("");
        let mut module: Vec<String> =
            relative.iter().map(|part| part.to_string_lossy().into_owned()).collect();
        if module.last().is_some_and(|name| name == "mod") {
            module.pop();
        }
        // The root wires; files of tests alone are `#[cfg(test)]` where they are declared.
        let last = module.last().map_or("", String::as_str);
        if ["lib", "tests", "simulation", "snapshots"].contains(&last) {
            continue;
        }
        let source = fs::read_to_string(&path).expect("a source file");
        for (line, tree) in imports(&source) {
            let name = format!("{}.rs", relative.display());
            let place = format!("{folder}/{name}:{line}");
            for import in paths(&tree) {
                if REMAINING.contains(&(name.as_str(), import.as_str())) {
                    continue;
                }
                let Some(target) = absolute(&import, &module) else {
                    if import.starts_with("clerk_invite::") {
                        found.push(format!("{place}: `{import}` goes through the root"));
                    }
                    continue;
                };
                let first = target.first().map_or("", String::as_str);
                let Some(theirs) = floor(floors, first) else {
                    found.push(format!("{place}: `{import}` goes through the root"));
                    continue;
                };
                let ours = floor(floors, &module[0]).expect("a module with a floor");
                if theirs > ours {
                    found.push(format!("{place}: `{import}` is on a floor above"));
                }
                if let Some((name, rooms)) = inner {
                    let inner_floor = |path: &[String]| {
                        if path[0] == name && path.len() > 1 {
                            floor(rooms, &path[1])
                        } else {
                            None
                        }
                    };
                    if inner_floor(&target)
                        .zip(inner_floor(&module))
                        .is_some_and(|(to, from)| to > from)
                    {
                        found.push(format!("{place}: `{import}` is above, inside of {name}/"));
                    }
                }
            }
        }
    }
    found
}

#[test]
fn the_library_imports_downwards_only() {
    let found = violations("clerk-invite", LIBRARY, Some(("fake", FAKE)));
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn the_macros_import_downwards_only() {
    let found = violations("clerk-invite-macros/src", MACROS, None);
    assert!(found.is_empty(), "{}", found.join("\n"));
}
