//! Shapes of a text: a list of addresses, or a table with a separator.

use super::address::{is_blank, mailboxes};
use super::delimited::for_each_row;
use super::error::ReadError;
use super::layout::{SAMPLE, SampleRow, sure_header, usual_width};
use super::options::{ALL_COLUMNS, Options};

/// The shape of a text.
pub(super) enum Shape {
    /// Nothing but addresses.
    List,
    /// A table, and its first rows.
    Table { separator: u8, sample: Vec<SampleRow> },
}

const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// Names a separator as its option does.
pub(super) fn separator_name(separator: char) -> &'static str {
    match separator {
        ';' => "semicolon",
        '\t' => "tab",
        '|' => "pipe",
        _ => "comma",
    }
}

/// Tells the shape of a text.
///
/// # Errors
///
/// A doubt about the separator.
pub(super) fn of(
    file: &str,
    text: &str,
    first_line: u64,
    options: &Options,
) -> Result<Shape, ReadError> {
    let chosen = options.separator.and_then(|it| u8::try_from(it).ok());
    let separators = chosen.map_or(SEPARATORS.to_vec(), |chosen| vec![chosen]);
    let tables: Vec<Candidate> = separators
        .into_iter()
        .map(|separator| Candidate::new(file, text, first_line, separator, options))
        .collect();
    let wants_list = options.email_column.as_deref() == Some(ALL_COLUMNS);
    if wants_list && !tables.iter().any(|it| it.header_width > 1) {
        return Ok(Shape::List);
    }
    // Which header it has says more about a table than what is in it.
    let best = |score: fn(&Candidate) -> (usize, usize)| {
        let most = tables.iter().map(score).max().unwrap_or_default();
        (
            most,
            tables.iter().filter(|it| score(it) == most).map(|it| it.separator).collect::<Vec<_>>(),
        )
    };
    let (by_header, mut found) =
        best(|it| if it.header_width > 1 { (1, it.like_header) } else { (0, 0) });
    if by_header.0 == 0 {
        let is_free = chosen.is_none() && options.email_column.is_none();
        if is_free && is_list(text) {
            return Ok(Shape::List);
        }
        let (by_content, by) = best(|it| (it.with_address, it.of_usual_width));
        found = by;
        // What separates nothing is no answer.
        let separates =
            |separator: u8| tables.iter().any(|it| it.separator == separator && it.width > 1);
        if found.iter().any(|it| separates(*it)) {
            found.retain(|it| separates(*it));
        }
        if by_content.0 == 0 {
            found.truncate(1);
        }
    }
    let is_one = tables.iter().all(|it| it.width < 2);
    if let ([_, _, ..], false) = (found.as_slice(), is_one) {
        let name = |it: &u8| separator_name(char::from(*it)).to_owned();
        return Err(ReadError::Doubt {
            file: file.to_owned(),
            question: "Which character separates the cells?".to_owned(),
            option: "--separator",
            candidates: found.iter().map(name).collect(),
        });
    }
    let separator = found.first().copied().unwrap_or(b',');
    let sample = tables.into_iter().find(|it| it.separator == separator).map(|it| it.sample);
    Ok(Shape::Table { separator, sample: sample.unwrap_or_default() })
}

/// The text as it reads with one separator.
struct Candidate {
    separator: u8,
    sample: Vec<SampleRow>,
    /// The greatest number of cells in a row.
    width: usize,
    /// The number of cells in the header; 0 if there is none for sure.
    header_width: usize,
    /// The number of rows as wide as the header.
    like_header: usize,
    /// The number of rows in which a cell is an address.
    with_address: usize,
    /// The number of rows that have as many cells as most, if that is more than one.
    of_usual_width: usize,
}

impl Candidate {
    fn new(file: &str, text: &str, first_line: u64, separator: u8, options: &Options) -> Self {
        let mut sample = Vec::new();
        // With another separator, a row may well be wrong. It is reported when the table is read.
        let _ = for_each_row(file, text, first_line, separator, |row| {
            if !row.cells.iter().all(|cell| is_blank(cell)) {
                let cells = row.cells.iter().map(|&cell| cell.to_owned()).collect();
                sample.push(SampleRow { line: row.line, cells });
            }
            Ok(sample.len() < SAMPLE)
        });
        let rows: Vec<&SampleRow> = sample.iter().collect();
        let of_width = |width: usize| rows.iter().filter(|it| it.cells.len() == width).count();
        let header = sure_header(&sample, options).and_then(|index| sample.get(index));
        let header_width = header.map_or(0, |row| row.cells.len());
        let usual = usual_width(&rows);
        Self {
            separator,
            width: rows.iter().map(|row| row.cells.len()).max().unwrap_or_default(),
            header_width,
            like_header: of_width(header_width),
            with_address: rows.iter().filter(|row| row.has_address()).count(),
            of_usual_width: if usual > 1 { of_width(usual) } else { 0 },
            sample,
        }
    }
}

/// Returns true if most lines with an `@` hold nothing but addresses.
fn is_list(text: &str) -> bool {
    let (mut pure, mut mixed) = (0, 0);
    for line in lines(text).filter(|line| line.contains('@')).take(SAMPLE) {
        let found = mailboxes(line);
        if found.iter().all(|it| it.address.is_ok()) {
            pure += 1;
        } else {
            mixed += 1;
        }
    }
    pure > mixed
}

/// Returns the lines of a text, which end with LF, CRLF or CR.
pub(super) fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let Some(end) = text.find(['\n', '\r']) else {
            rest = None;
            return Some(text);
        };
        let (line, after) = text.split_at(end);
        rest = after.strip_prefix("\r\n").or_else(|| after.get(1..));
        Some(line)
    })
}
