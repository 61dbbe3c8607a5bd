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
    inspect_up_to(file, bytes, MAX_UNPACKED)
}

fn inspect_up_to(file: &str, bytes: &[u8], max_unpacked: u64) -> Result<Kind, ReadError> {
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
        let mut entry = entry.take(max_unpacked + 1 - unpacked);
        let mut head = Vec::new();
        entry.by_ref().take(1024).read_to_end(&mut head).map_err(|_| damaged(file))?;
        let rest = io::copy(&mut entry, &mut io::sink()).map_err(|_| damaged(file))?;
        let size = head.len() as u64 + rest;
        unpacked += size;
        if unpacked > max_unpacked {
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

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write as _};

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::inspect_up_to;

    fn workbook(strings: &str) -> Vec<u8> {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in [("xl/workbook.xml", "<workbook/>"), ("xl/sharedStrings.xml", strings)]
        {
            archive.start_file(name, SimpleFileOptions::default()).unwrap();
            archive.write_all(text.as_bytes()).unwrap();
        }
        archive.finish().unwrap().into_inner()
    }

    #[test]
    fn what_unpacks_to_far_more_is_refused() {
        let bytes = workbook(&" ".repeat(100_000));
        assert!(bytes.len() < 2000);
        assert!(inspect_up_to("a.xlsx", &bytes, 200_000).is_ok());
        let error = inspect_up_to("a.xlsx", &bytes, 50_000).unwrap_err().to_string();
        assert!(error.contains("unpacks to more"), "{error}");
    }

    #[test]
    fn a_promise_of_more_strings_than_bytes_is_refused() {
        let strings = |count: &str| workbook(&format!("<sst uniqueCount=\"{count}\"><si/></sst>"));
        assert!(inspect_up_to("a.xlsx", &strings("1"), 5000).is_ok());
        for count in ["1000", "1000000000000", "99999999999999999999999"] {
            assert!(inspect_up_to("a.xlsx", &strings(count), 5000).is_err(), "{count}");
        }
    }
}
