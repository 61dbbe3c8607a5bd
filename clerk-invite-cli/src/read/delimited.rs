//! Records of a text whose cells are separated by a character: CSV in its variants.

use std::io::Read as _;

use super::encoding::line_ends;
use super::error::ReadError;

/// The size in bytes above which a cell is taken for a quote that was not closed.
pub(super) const MAX_CELL: usize = 64 * 1024;

/// One row of a table.
pub(super) struct Row<'a> {
    /// The line on which it begins, from 1.
    pub(super) line: u64,
    pub(super) cells: Vec<&'a str>,
    /// The row as it is in the file, where its quotes were taken away.
    pub(super) quoted_text: Option<&'a str>,
}

/// Gives the rows of the text to `take`, blank ones included, until it returns `false`.
///
/// # Errors
///
/// A quote is not closed or has text behind it, or a cell is too large; or `take` fails.
pub(super) fn for_each_row(
    file: &str,
    text: &str,
    first_line: u64,
    separator: u8,
    mut take: impl FnMut(&Row<'_>) -> Result<bool, ReadError>,
) -> Result<(), ReadError> {
    // Read as a row of its own, unless a quote is still open.
    const SENTINEL: &[u8] = b"\n\"\"\n";
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(text.as_bytes().chain(SENTINEL));
    let mut record = csv::StringRecord::new();
    let mut line = first_line;
    let mut counted_to = 0;
    loop {
        let before = position(&reader);
        let is_read = reader.read_record(&mut record).map_err(|error| {
            ReadError::of_line(file, line, format!("cannot be read ({error})"), "Correct the line.")
        })?;
        let skipped = text.get(before..).unwrap_or_default();
        let start = before + (skipped.len() - skipped.trim_start_matches(['\r', '\n']).len());
        if !is_read || start >= text.len() {
            return Ok(());
        }
        line += line_ends(text.as_bytes(), counted_to, start);
        counted_to = start;
        let end = position(&reader);
        let raw = text.get(start..end.min(text.len())).unwrap_or_default();
        let quoted_text = raw.contains('"').then_some(raw);
        if end > text.len() + 1 {
            return Err(open_quote(file, line, record.len()));
        }
        // In one line it spoils its own row only. Over several, it may have taken people in.
        let body = raw.trim_end_matches(['\r', '\n']);
        let spans_lines = quoted_text.is_some() && body.contains(['\r', '\n']);
        if spans_lines && has_stray_quote(body, separator) {
            return Err(stray_quote(file, line, body));
        }
        if let Some(index) = record.iter().position(|cell| cell.len() > MAX_CELL) {
            return Err(too_large(file, line, index));
        }
        let row = Row { line, cells: record.iter().collect(), quoted_text };
        if !take(&row)? {
            return Ok(());
        }
    }
}

fn position<R: std::io::Read>(reader: &csv::Reader<R>) -> usize {
    usize::try_from(reader.position().byte()).unwrap_or(usize::MAX)
}

/// Returns true if a quote that closes a cell is not the cell's end: then the cell was meant to end
/// elsewhere.
fn has_stray_quote(raw: &str, separator: u8) -> bool {
    let mut bytes = raw.bytes().peekable();
    loop {
        // At the beginning of a cell.
        if bytes.peek() == Some(&b'"') {
            bytes.next();
            loop {
                match bytes.next() {
                    Some(b'"') if bytes.peek() == Some(&b'"') => {
                        bytes.next();
                    }
                    Some(b'"') => break,
                    Some(_) => {}
                    None => return true,
                }
            }
            match bytes.next() {
                None => return false,
                Some(byte) if byte == separator => {}
                Some(_) => return true,
            }
        } else if !bytes.any(|byte| byte == separator) {
            return false;
        }
    }
}

fn open_quote(file: &str, line: u64, columns: usize) -> ReadError {
    let column = super::headers::numbered(columns.saturating_sub(1));
    let advice = "Close the quote, or double it (\"\") if it belongs to the text.";
    ReadError::of_line(file, line, "a quote is opened and never closed", advice).in_column(column)
}

fn stray_quote(file: &str, line: u64, raw: &str) -> ReadError {
    let last = line + line_ends(raw.as_bytes(), 0, raw.len());
    let problem =
        format!("a quote is not closed, or closed too late: the row would go up to line {last}");
    let advice = "Close the quote, or double it (\"\") if it belongs to the text.";
    ReadError::of_line(file, line, problem, advice)
}

fn too_large(file: &str, line: u64, index: usize) -> ReadError {
    let advice = "If a quote before it is not closed, close it; otherwise shorten the cell.";
    ReadError::of_line(file, line, "a cell is larger than 64 KiB", advice)
        .in_column(super::headers::numbered(index))
}
