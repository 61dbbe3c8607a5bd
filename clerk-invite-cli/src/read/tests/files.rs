//! Every file under `tests/files`, and what it reads as: beside it, under `expected`.

use std::path::{Path, PathBuf};

use super::show::show;
use crate::read::{Options, ReadError, Reading, Source, input, read_bytes};

/// Returns the folder of the files.
pub(super) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files")
}

/// Reads one of the files, under its bare name.
pub(super) fn read_file(name: &str, options: &Options) -> Result<Reading, ReadError> {
    let bytes = input::load(&Source::Path(folder().join(name)))?;
    read_bytes(name, bytes, options)
}

#[test]
fn every_file_reads_as_expected() {
    let mut names: Vec<String> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.file_type().unwrap().is_file())
        .map(|entry| entry.file_name().into_string().unwrap())
        .filter(|name| !name.starts_with('.'))
        .collect();
    names.sort_unstable();
    assert!(names.len() > 60, "{names:?}");
    for name in names {
        let shown = show(&read_file(&name, &Options::default()));
        insta::with_settings!({
            snapshot_path => folder().join("expected"),
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, {
            insta::assert_snapshot!(name, shown);
        });
    }
}
