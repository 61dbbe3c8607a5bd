//! The floors of the source: no module refers to a floor above its own, or to a name through the
//! crate's root, and no two modules refer to each other.
//!
//! A folder's `mod.rs` may use the folder's other files, and they may use what it defines: to the
//! outside they are one.

mod source;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The library's folders and files, from the ground up.
const LIBRARY: &[&[&str]] = &[
    &["editor", "endpoint", "lock", "macros"],
    &["values", "rate_budget"],
    &["error", "models"],
    &["codec"],
    &["transport", "private"],
    &["client"],
    &["specs"],
    &["fake", "blocking"],
];

/// The same inside `fake/`. A file that is not named here is beside all of them.
const FAKE: &[&[&str]] = &[&["requests"], &["store"], &["operations"], &["routes"], &["server"]];

/// The same in the macro crate.
const MACROS: &[&[&str]] = &[
    &["diagnostics"],
    &["attr"],
    &["ast"],
    &["valid"],
    &["expand", "fallback"],
    &["editor", "pipeline", "specs"],
];

struct Module {
    /// The path from the crate's root.
    path: Vec<String>,
    file: PathBuf,
}

/// The modules in `folder` and below, without the root and those that only tests have.
fn modules(folder: &Path, path: &[String], tests: &[String]) -> Vec<Module> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder of sources") {
        let file = entry.expect("an entry").path();
        let name = file.file_stem().expect("a name").to_string_lossy().into_owned();
        let mut path = path.to_vec();
        if name != "mod" {
            path.push(name.clone());
        }
        if tests.contains(&path.join("::")) || path == ["lib"] {
            continue;
        }
        if file.is_dir() {
            found.extend(modules(&file, &path, tests));
        } else if file.extension().is_some_and(|extension| extension == "rs") {
            found.push(Module { path, file });
        }
    }
    found
}

/// The modules that are declared below `#[cfg(test)]`, as `a::b`.
fn test_modules(folder: &Path, path: &[String]) -> Vec<String> {
    modules(folder, path, &[])
        .iter()
        .map(|module| (module.path.clone(), module.file.clone()))
        .chain([(Vec::new(), folder.join("lib.rs"))])
        .flat_map(|(path, file)| {
            let source = fs::read_to_string(file).expect("a source file");
            let lines: Vec<_> = source.lines().map(str::trim).collect();
            lines
                .windows(2)
                .filter(|pair| pair[0] == "#[cfg(test)]")
                .filter_map(|pair| pair[1].strip_prefix("mod ")?.strip_suffix(';'))
                .map(|child| [path.as_slice(), &[child.to_owned()]].concat().join("::"))
                .collect::<Vec<_>>()
        })
        .collect()
}

fn floor(floors: &[&[&str]], module: &str) -> Option<usize> {
    floors.iter().position(|floor| floor.contains(&module))
}

/// Returns what is wrong in the crate whose root file is in `folder`.
fn violations(folder: &str, floors: &[&[&str]], inner: &[(&str, &[&[&str]])]) -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let modules = modules(&root, &[], &test_modules(&root, &[]));
    let mut found = Vec::new();
    // From a module to each that it refers to, with the first place where it does.
    let mut edges: BTreeMap<&[String], BTreeMap<&[String], String>> = BTreeMap::new();
    for module in &modules {
        let file = module.file.strip_prefix(&root).expect("a file below the root");
        let file = file.to_string_lossy();
        let source = fs::read_to_string(&module.file).expect("a source file");
        for reference in source::references(&source, &module.path) {
            let place = format!("{folder}/{file}:{}", reference.line);
            let path = reference.path.join("::");
            let first = reference.path.first().map_or("", String::as_str);
            if !reference.own_crate {
                if first == "clerk_invite" && folder == "clerk-invite" {
                    found.push(format!("{place}: `{path}` goes through the root"));
                }
                continue;
            }
            let Some(theirs) = floor(floors, first) else {
                found.push(format!("{place}: `{path}` goes through the root"));
                continue;
            };
            let Some(ours) = floor(floors, &module.path[0]) else {
                found.push(format!("{place}: this module has no floor"));
                continue;
            };
            let inner_floors = |path: &[String]| {
                let (_, rooms) = inner.iter().find(|(name, _)| *name == path[0])?;
                floor(rooms, path.get(1)?)
            };
            let inside = inner_floors(&reference.path)
                .zip(inner_floors(&module.path))
                .is_some_and(|(theirs, ours)| theirs > ours);
            if theirs > ours || inside {
                found.push(format!("{place}: `{path}` is on a floor above"));
                continue;
            }
            let target = modules
                .iter()
                .filter(|other| reference.path.starts_with(&other.path))
                .max_by_key(|other| other.path.len());
            if let Some(target) = target {
                edges.entry(&module.path).or_default().entry(&target.path).or_insert(place);
            }
        }
    }
    found.extend(circles(&edges));
    found
}

/// Returns each pair of neighbours of which either leads to the other, with the places.
///
/// Neighbours are two files or folders in one folder.
fn circles(edges: &BTreeMap<&[String], BTreeMap<&[String], String>>) -> Vec<String> {
    // Between neighbours: an edge from `a::b::c` to `a::d` is one from `a::b` to `a::d`.
    let mut between: BTreeMap<&[String], BTreeMap<&[String], &str>> = BTreeMap::new();
    for (&from, targets) in edges {
        for (&to, place) in targets {
            let common = from.iter().zip(to).take_while(|(a, b)| a == b).count();
            if common < from.len() && common < to.len() {
                let (from, to) = (&from[..=common], &to[..=common]);
                between.entry(from).or_default().entry(to).or_insert(place);
            }
        }
    }
    let reachable = |start| {
        let (mut seen, mut next) = (BTreeSet::new(), vec![start]);
        while let Some(module) = next.pop() {
            for &target in between.get(module).into_iter().flat_map(BTreeMap::keys) {
                if seen.insert(target) {
                    next.push(target);
                }
            }
        }
        seen
    };
    let mut found = Vec::new();
    for (&from, targets) in &between {
        for (&to, place) in targets {
            if reachable(to).contains(from) {
                let (from, to) = (from.join("::"), to.join("::"));
                found.push(format!("{place}: `{from}` uses `{to}`, which leads back to it"));
            }
        }
    }
    found
}

#[test]
fn the_library_refers_downwards_only() {
    let found = violations("clerk-invite", LIBRARY, &[("fake", FAKE)]);
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn the_macros_refer_downwards_only() {
    let found = violations("clerk-invite-macros/src", MACROS, &[]);
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn a_circle_is_found_however_long_it_is() {
    let path = |text: &str| text.split("::").map(str::to_owned).collect::<Vec<_>>();
    let [a, b, c, below_a] = ["x::a", "x::b", "x::c", "x::a::below"].map(path);
    let mut edges: BTreeMap<&[String], BTreeMap<&[String], String>> = BTreeMap::new();
    let mut edge = |from: &'static [String], to: &'static [String]| {
        edges.entry(from).or_default().insert(to, "place".to_owned());
    };
    let [a, b, c, below_a] = [a, b, c, below_a].map(|path| &*path.leak());
    edge(a, b);
    edge(b, c);
    edge(a, below_a);
    edge(below_a, a);
    assert_eq!(circles(&edges), [""; 0]);
    edges.entry(c).or_default().insert(below_a, "place".to_owned());
    assert_eq!(circles(&edges).len(), 3, "{:?}", circles(&edges));
}
