//! ZIP archives, looked through before a workbook is read from them.

use std::io::{self, Cursor, Read as _};

use zip::ZipArchive;

use super::error::ReadError;

/// The size in bytes up to which a workbook is unpacked.
const MAX_UNPACKED: u64 = 512 * 1024 * 1024;

/// The part of it that is unpacked into memory at most.
const KEPT_OF_UNPACKED: u64 = 8;

/// The size in bytes up to which a tag or a text is unpacked.
const MAX_RUN: u64 = 16 * 1024 * 1024;

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
    let (mut unpacked, mut kept) = (0, 0);
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(|_| damaged(file))?;
        let name = entry.name().map(|name| name.to_lowercase()).unwrap_or_default();
        let mut entry = entry.take(max_unpacked + 1 - unpacked);
        let mut head = Vec::new();
        entry.by_ref().take(1024).read_to_end(&mut head).map_err(|_| damaged(file))?;
        if name == "mimetype" && head.starts_with(b"application/vnd.oasis.opendocument.text") {
            let problem = "is a document of a word processor (.odt)";
            return Err(ReadError::of_file(file, problem, AS_WORKBOOK));
        }
        if name == "meta-inf/manifest.xml" {
            let rest = &mut head;
            entry.by_ref().take(MAX_RUN).read_to_end(rest).map_err(|_| damaged(file))?;
            if head.windows(15).any(|part| part == b"encryption-data") {
                return Err(has_password(file));
            }
        }
        let mut runs = Runs::default();
        runs.add(&head);
        io::copy(&mut entry, &mut runs).map_err(|_| damaged(file))?;
        unpacked += runs.size;
        if is_kept(&name) {
            kept += runs.size;
        }
        let is_xml = matches!(name.rsplit('.').next(), Some("xml" | "rels"));
        let problem = if unpacked > max_unpacked {
            "unpacks to more than 512 MiB"
        } else if kept > max_unpacked / KEPT_OF_UNPACKED {
            "holds more than 64 MiB of text"
        } else if is_xml && runs.longest > MAX_RUN {
            "holds a text larger than 16 MiB"
        } else {
            // The reader makes room for as many strings as the file promises.
            let is_strings = name.ends_with("sharedstrings.xml");
            if is_strings && promised_strings(&head).is_some_and(|count| count > runs.size) {
                return Err(damaged(file));
            }
            continue;
        };
        let advice = "Save the sheet of people as \"CSV UTF-8\", and send that file.";
        return Err(ReadError::of_file(file, problem, advice));
    }
    Ok(kind)
}

/// Returns true for a part that calamine keeps; sheets it reads cell by cell.
fn is_kept(name: &str) -> bool {
    let kept = ["sharedstrings.xml", "styles.xml", "workbook.xml", "theme1.xml", ".rels"];
    kept.iter().any(|ending| name.ends_with(ending))
}

/// Measures how much is between one `<` and the next: a reader keeps that in memory.
#[derive(Default)]
struct Runs {
    size: u64,
    run: u64,
    longest: u64,
}

impl Runs {
    fn add(&mut self, bytes: &[u8]) {
        self.size += bytes.len() as u64;
        for part in bytes.split_inclusive(|byte| *byte == b'<') {
            self.run += part.len() as u64;
            self.longest = self.longest.max(self.run);
            if part.ends_with(b"<") {
                self.run = 0;
            }
        }
    }
}

impl io::Write for Runs {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.add(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
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

/// Returns the error for a workbook that is encrypted.
pub(super) fn has_password(file: &str) -> ReadError {
    let advice = "Save it without a password, or as \"CSV UTF-8\", and send that file.";
    ReadError::of_file(file, "is protected by a password", advice)
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
        let refused = |most| inspect_up_to("a.xlsx", &bytes, most).unwrap_err().to_string();
        assert!(inspect_up_to("a.xlsx", &bytes, 1_000_000).is_ok());
        assert!(refused(50_000).contains("unpacks to more"), "{}", refused(50_000));
        // The strings are kept in memory, as a sheet is not.
        assert!(refused(200_000).contains("more than 64 MiB of text"), "{}", refused(200_000));
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
