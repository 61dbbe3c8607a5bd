//! ZIP archives, looked through before a workbook is read from them.

use std::io::{self, Cursor, Read as _};

use zip::ZipArchive;

use super::error::ReadError;

/// The size in bytes up to which a workbook is unpacked.
const MAX_UNPACKED: u64 = 512 * 1024 * 1024;

/// The format of a workbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Xlsx,
    Ods,
}

const AS_WORKBOOK: &str = "Save it as .xlsx or as \"CSV UTF-8\", and send that file.";

/// Tells the format of an archive, and makes sure that it can be unpacked.
///
/// # Errors
///
/// The archive is damaged or no workbook, or it unpacks to far more than its size promises.
pub(super) fn inspect(file: &str, bytes: &[u8]) -> Result<Kind, ReadError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged(file))?;
    let has = |name: &str| archive.index_for_name(name).is_some();
    let begins = |with: &str| archive.file_names().flatten().any(|name| name.starts_with(with));
    let kind = if has("xl/workbook.xml") {
        Kind::Xlsx
    } else if has("content.xml") && has("META-INF/manifest.xml") && !begins("word/") {
        Kind::Ods
    } else {
        let problem = if has("xl/workbook.bin") {
            "is a binary workbook (.xlsb)"
        } else if begins("word/") {
            "is a document of a word processor (.docx)"
        } else if begins("Index/") {
            "is a document of Apple's Numbers, or of another of its programs"
        } else {
            "is an archive (ZIP), but not a workbook"
        };
        return Err(ReadError::of_file(file, problem, AS_WORKBOOK));
    };
    let mut unpacked = 0;
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(|_| damaged(file))?;
        let is_strings =
            entry.name().is_ok_and(|name| name.to_lowercase().ends_with("sharedstrings.xml"));
        let mut entry = entry.take(MAX_UNPACKED + 1 - unpacked);
        let mut head = Vec::new();
        entry.by_ref().take(1024).read_to_end(&mut head).map_err(|_| damaged(file))?;
        let rest = io::copy(&mut entry, &mut io::sink()).map_err(|_| damaged(file))?;
        let size = head.len() as u64 + rest;
        unpacked += size;
        if unpacked > MAX_UNPACKED {
            let advice = "Save the sheet of people as \"CSV UTF-8\", and send that file.";
            return Err(ReadError::of_file(file, "unpacks to more than 512 MiB", advice));
        }
        // The reader makes room for as many strings as the file promises.
        if is_strings && promised_strings(&head).is_some_and(|count| count > size) {
            return Err(damaged(file));
        }
    }
    Ok(kind)
}

/// Returns the `uniqueCount` at the beginning of the shared strings; the greatest number if it is not
/// one that can be.
fn promised_strings(head: &[u8]) -> Option<u64> {
    let head = String::from_utf8_lossy(head);
    let (_, after) = head.split_once("uniqueCount")?;
    let digits: String = after
        .chars()
        .skip_while(|it| !it.is_ascii_digit())
        .take_while(char::is_ascii_digit)
        .collect();
    Some(digits.parse().unwrap_or(u64::MAX))
}

/// Returns the error for a workbook that no reader understands.
pub(super) fn damaged(file: &str) -> ReadError {
    let advice = "Open it in a spreadsheet program, save it again as .xlsx, and send that file.";
    ReadError::of_file(file, "is a damaged workbook, or an archive of another kind", advice)
}
