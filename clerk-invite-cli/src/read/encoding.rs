//! Kinds of content, told apart by the bytes. A name's extension decides nothing.

use super::error::ReadError;

/// The content of a file.
pub(super) enum Content {
    /// UTF-8.
    Text {
        /// The text, with the byte order mark if there is one.
        text: String,
        /// True if the text begins with a byte order mark.
        has_bom: bool,
    },
    /// A ZIP archive, which workbooks are.
    Archive(Vec<u8>),
}

const RESAVE: &str = "Save it again as \"CSV UTF-8\" (Excel: File, Save As), and send that file.";
const AS_WORKBOOK: &str = "Save it as .xlsx or as \"CSV UTF-8\", and send that file.";

/// Beginnings of files that hold no text.
const SIGNATURES: [(&[u8], &str, &str); 8] = [
    (b"\xff\xfe\0\0", "is encoded in UTF-32, not in UTF-8", RESAVE),
    (b"\0\0\xfe\xff", "is encoded in UTF-32, not in UTF-8", RESAVE),
    (b"\xff\xfe", "is encoded in UTF-16, not in UTF-8", RESAVE),
    (b"\xfe\xff", "is encoded in UTF-16, not in UTF-8", RESAVE),
    (b"\xd0\xcf\x11\xe0", "is a workbook of the old kind (.xls), or has a password", AS_WORKBOOK),
    (b"%PDF", "is a PDF document", AS_WORKBOOK),
    (b"{\\rtf", "is a document of a word processor (RTF)", AS_WORKBOOK),
    (b"\x1f\x8b", "is compressed (gzip)", "Unpack it, and send the file that is in it."),
];

/// Tells what the bytes are.
///
/// # Errors
///
/// The bytes are not UTF-8, or not text: the kind or the encoding is named, not guessed.
pub(super) fn decode(file: &str, bytes: Vec<u8>) -> Result<Content, ReadError> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(ReadError::of_file(file, "is empty", "Put the people into it."));
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return Ok(Content::Archive(bytes));
    }
    for (signature, problem, advice) in SIGNATURES {
        if bytes.starts_with(signature) {
            return Err(ReadError::of_file(file, problem, advice));
        }
    }
    if bytes.contains(&0) {
        return Err(with_zeros(file, &bytes));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let line = line_at(error.as_bytes(), valid);
        let problem = "is not encoded in UTF-8, but probably in a legacy code page such as \
                       Windows-1252, Windows-1250 or ISO 8859-1, which cannot be told apart";
        ReadError::of_line(file, line, problem, RESAVE)
    })?;
    let has_bom = text.starts_with('\u{feff}');
    let start = text.trim_start_matches('\u{feff}').trim_start();
    if start.is_empty() {
        return Err(ReadError::of_file(file, "is empty", "Put the people into it."));
    }
    let head: String = start.chars().take(9).collect::<String>().to_ascii_lowercase();
    if ["<!doctype", "<html", "<table", "<?xml"].iter().any(|it| head.starts_with(it)) {
        return Err(ReadError::of_file(file, "is a web page or XML, not a table", AS_WORKBOOK));
    }
    Ok(Content::Text { text, has_bom })
}

/// Explains bytes among which are zeros: UTF-16 without a mark, or no text at all.
fn with_zeros(file: &str, bytes: &[u8]) -> ReadError {
    let zeros_at = |odd: usize| bytes.iter().take(256).skip(odd).step_by(2).filter(|it| **it == 0);
    let half = bytes.len().min(256) / 2;
    // Western text has a zero in every other byte.
    if [0, 1].into_iter().any(|odd| zeros_at(odd).count() * 5 > half * 4) {
        return ReadError::of_file(file, "is encoded in UTF-16, not in UTF-8", RESAVE);
    }
    let advice = "Give a file of people: CSV, a list of addresses, JSON, .xlsx or .ods.";
    let line = line_at(bytes, bytes.iter().position(|byte| *byte == 0).unwrap_or_default());
    ReadError::of_line(file, line, "holds a zero byte, so it is not a text", advice)
}

/// Returns the line, from 1, of a position in bytes. Lines end with LF, CRLF or CR.
pub(super) fn line_at(bytes: &[u8], position: usize) -> u64 {
    1 + line_ends(bytes, 0, position)
}

/// Counts the lines that end in a part of the bytes.
pub(super) fn line_ends(bytes: &[u8], start: usize, end: usize) -> u64 {
    let part = bytes.get(start..end.min(bytes.len())).unwrap_or_default();
    let is_end = |(index, byte): (usize, &u8)| match byte {
        b'\n' => true,
        b'\r' => bytes.get(start + index + 1) != Some(&b'\n'),
        _ => false,
    };
    part.iter().enumerate().filter(|&it| is_end(it)).count() as u64
}
