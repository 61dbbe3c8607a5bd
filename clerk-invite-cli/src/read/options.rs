//! Where people are read from, and what the caller decides about it.

use std::fmt;
use std::path::PathBuf;

/// Where people are read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// A file.
    Path(PathBuf),
    /// Standard input, up to its end.
    StandardInput,
}

/// Shows the path, as messages name it.
impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Path(path) => path.display().fmt(f),
            Self::StandardInput => f.write_str("standard input"),
        }
    }
}

/// The word for [`Options::email_column`] that takes every column of addresses.
pub(crate) const ALL_COLUMNS: &str = "all";

/// Decisions that the caller makes in place of the reader. If not set, the file decides.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Options {
    /// The column of the addresses: its header, its number from 1, or [`ALL_COLUMNS`].
    pub(crate) email_column: Option<String>,
    /// The separator of the cells: `,`, `;`, `|` or a tab.
    pub(crate) separator: Option<char>,
    /// Whether the first row that is not blank is a header.
    pub(crate) header: Option<bool>,
    /// The sheet of a workbook.
    pub(crate) sheet: Option<String>,
}

/// Returns the separator of this name, or the separator itself.
pub(crate) fn separator_named(name: &str) -> Option<char> {
    match name {
        "," | "comma" => Some(','),
        ";" | "semicolon" => Some(';'),
        "\t" | "\\t" | "tab" => Some('\t'),
        "|" | "pipe" => Some('|'),
        _ => None,
    }
}
