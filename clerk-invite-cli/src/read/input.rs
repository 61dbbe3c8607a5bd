//! Bytes of a file or of standard input.

use std::fs::File;
use std::io::{self, Read};

use super::error::ReadError;
use super::options::Source;

/// The size in bytes up to which a file is read: a million people, with a few hundred bytes for each.
const MAX_BYTES: u64 = 256 * 1024 * 1024;

/// Reads all bytes.
///
/// # Errors
///
/// There is no such file, it is a directory, or it is empty, too large or unreadable.
pub(super) fn load(source: &Source) -> Result<Vec<u8>, ReadError> {
    let name = source.to_string();
    let bytes = match source {
        Source::StandardInput => read_all(io::stdin().lock()),
        Source::Path(path) if path.is_dir() => {
            let advice = "Give a file of people: CSV, a list of addresses, JSON, .xlsx or .ods.";
            return Err(ReadError::of_file(&name, "is a folder", advice));
        }
        Source::Path(path) => File::open(path).and_then(read_all),
    };
    let bytes = bytes.map_err(|error| unreadable(&name, &error))?;
    if bytes.len() as u64 > MAX_BYTES {
        let advice = "Split it, and send the parts one after the other.";
        return Err(ReadError::of_file(&name, "is larger than 256 MiB", advice));
    }
    Ok(bytes)
}

fn read_all(reader: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    bytes.shrink_to_fit();
    Ok(bytes)
}

fn unreadable(name: &str, error: &io::Error) -> ReadError {
    match error.kind() {
        io::ErrorKind::NotFound => ReadError::of_file(
            name,
            "there is no such file",
            "Check the spelling and the folder; a name with spaces needs quotes around it.",
        ),
        io::ErrorKind::PermissionDenied => ReadError::of_file(
            name,
            "this user may not read it",
            "Change its permissions, or close the program that has it open.",
        ),
        _ => ReadError::of_file(name, format!("cannot be read ({error})"), "Try again."),
    }
}
