//! The people of a file, and what was found on the way.

use std::fmt;

use clerk_invite::{EmailAddress, Metadata};

/// The people of a file.
#[derive(Debug)]
pub(crate) struct Reading {
    /// The file's shape.
    pub(crate) format: Format,
    /// The headers of the cells, as they are written; `column 1` … where there are none.
    pub(crate) headers: Vec<String>,
    /// The people in the order of the file, each once per organization and
    /// [`same_address_key`](EmailAddress::same_address_key).
    pub(crate) people: Vec<Person>,
    /// Rows whose person has an earlier row. They are not among the people.
    pub(crate) repeated: Vec<Repeated>,
    /// Rows that cannot be invited. They are not among the people.
    pub(crate) invalid: Vec<Invalid>,
    /// Whole sentences about what is possible, but rarely meant.
    pub(crate) warnings: Vec<String>,
    /// The number of rows, without header, titles and blank rows. In a list, the number of addresses.
    pub(crate) rows: u64,
}

/// The shape of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Format {
    /// Names the shape for people: `CSV, UTF-8 with a byte order mark, separated by semicolons`.
    pub(crate) description: String,
    /// The separator of the cells. `None` if it is not a CSV file.
    pub(crate) separator: Option<char>,
    /// True if the file begins with a byte order mark.
    pub(crate) has_bom: bool,
    /// True if the columns are named by a header.
    pub(crate) has_header: bool,
    /// The columns, in the order of the cells.
    pub(crate) columns: Vec<Column>,
}

/// A column of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Column {
    /// The header as it may be shown, or `column 3`.
    pub(crate) name: String,
    /// The field of the invitation, such as `email` or `public_metadata.plan`, or `kept for the export`.
    pub(crate) taken_as: String,
}

/// A person to invite. Fields that the row leaves blank are `None`.
#[derive(Clone)]
pub(crate) struct Person {
    /// The line on which the row begins, from 1. Of a workbook, the row's number.
    pub(crate) line: u64,
    pub(crate) email: EmailAddress,
    pub(crate) organization_id: Option<Box<str>>,
    pub(crate) role: Option<Box<str>>,
    pub(crate) redirect_url: Option<Box<str>>,
    /// 1 to 365.
    pub(crate) expires_in_days: Option<u32>,
    pub(crate) notify: Option<bool>,
    pub(crate) public_metadata: Option<Metadata>,
    /// The row as it is written, one cell per header.
    pub(crate) cells: Cells,
}

/// Hides the address, the metadata and the cells.
impl fmt::Debug for Person {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Person").field("line", &self.line).finish_non_exhaustive()
    }
}

/// A row whose person has an earlier row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Repeated {
    pub(crate) line: u64,
    /// The line that is kept.
    pub(crate) first_line: u64,
}

/// A row that cannot be invited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Invalid {
    pub(crate) line: u64,
    /// The header of the column, or `column 3`. Empty if the whole row is meant.
    pub(crate) column: String,
    /// The reason, a clause whose subject is the cell or the row: `has no @`. Never quotes the cell.
    pub(crate) reason: String,
}

/// The cells of one row, in one allocation: a hundred thousand rows are kept.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) struct Cells {
    /// Each cell's text behind its length in bytes, seven bits of it in a byte and the lowest first.
    bytes: Box<[u8]>,
    count: u32,
}

impl Cells {
    /// Returns the cells in order.
    pub(crate) fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        let mut rest = &*self.bytes;
        (0..self.count).map(move |_| {
            let mut length = 0;
            let mut shift = 0;
            while let Some((&byte, after)) = rest.split_first() {
                rest = after;
                length |= usize::from(byte & 0x7f) << shift;
                shift += 7;
                if byte < 0x80 {
                    break;
                }
            }
            let (cell, after) = rest.split_at(length.min(rest.len()));
            rest = after;
            std::str::from_utf8(cell).unwrap_or_default()
        })
    }
}

impl<S: AsRef<str>> FromIterator<S> for Cells {
    fn from_iter<I: IntoIterator<Item = S>>(cells: I) -> Self {
        let mut bytes = Vec::new();
        let mut count = 0;
        for cell in cells {
            let cell = cell.as_ref();
            let mut length = cell.len();
            while length >= 0x80 {
                bytes.push(0x80 | length.to_le_bytes()[0]);
                length >>= 7;
            }
            bytes.push(length.to_le_bytes()[0]);
            bytes.extend_from_slice(cell.as_bytes());
            count += 1;
        }
        Self { bytes: bytes.into(), count }
    }
}

/// Hides the cells.
impl fmt::Debug for Cells {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cells").field("count", &self.count).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::Cells;

    #[test]
    fn cells_come_back_as_they_were() {
        for cells in [
            vec![],
            vec![""],
            vec!["a", "", "\u{e4}\n"],
            vec![&*"x".repeat(127)],
            vec![&*"x".repeat(128), &*"y".repeat(70_000), "z"],
        ] {
            let kept: Cells = cells.iter().collect();
            assert_eq!(kept.iter().len(), cells.len());
            assert_eq!(kept.iter().collect::<Vec<_>>(), cells);
        }
    }
}
