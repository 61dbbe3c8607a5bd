//! Files of people, read into invitations.
//!
//! From the bytes (`input`, `encoding`) to a shape (`shape`: list or table; `json`; `archive`,
//! `workbook`, `ods`, `cells`), to a layout (`layout`, `headers`), to people (`fields`, `address`, `people`, `warnings`).
//! What can be read in two ways is a doubt that the caller decides, never a guess.

mod address;
mod archive;
mod cells;
mod delimited;
mod encoding;
mod error;
mod fields;
mod headers;
mod input;
mod json;
mod layout;
mod list;
mod ods;
mod options;
mod people;
mod reading;
mod shape;
mod table;
mod warnings;
mod workbook;

#[cfg(test)]
mod tests;

pub(crate) use error::ReadError;
pub(crate) use options::{Options, Source, separator_named};
pub(crate) use reading::{Invalid, Person, Reading};

use encoding::Content;
use shape::Shape;

/// Reads the people of a file.
///
/// # Errors
///
/// The file cannot be read, or it can be read in more than one way.
pub(crate) fn read(source: &Source, options: &Options) -> Result<Reading, ReadError> {
    read_bytes(&source.to_string(), input::load(source)?, options)
}

/// Reads the people of a file's bytes. `file` is its name in errors.
fn read_bytes(file: &str, bytes: Vec<u8>, options: &Options) -> Result<Reading, ReadError> {
    let (text, has_bom) = match encoding::decode(file, bytes)? {
        Content::Archive(bytes) => return workbook::read(file, bytes, options),
        Content::Text { text, has_bom } => (text, has_bom),
    };
    let text = text.trim_start_matches('\u{feff}');
    if json::is_json(text) {
        return json::read(file, text, has_bom, options);
    }
    let (text, first_line, options) = with_separator_line(text, options);
    let shape = shape::of(file, text, first_line, &options)?;
    match shape {
        Shape::List => list::read(file, text, first_line, has_bom, &options),
        Shape::Table { separator, sample } => {
            let table = table::Table { file, text, first_line, has_bom, separator, sample };
            table::read(table, &options)
        }
    }
}

/// Takes away the line `sep=;`, in which Excel is told the separator.
fn with_separator_line<'a>(text: &'a str, options: &Options) -> (&'a str, u64, Options) {
    let mut options = options.clone();
    let first = shape::lines(text).next().unwrap_or_default();
    let named = first.trim_matches('"').strip_prefix("sep=").and_then(|it| {
        let mut characters = it.chars();
        characters.next().filter(|_| characters.next().is_none())
    });
    let Some(separator) = named.filter(char::is_ascii) else { return (text, 1, options) };
    options.separator.get_or_insert(separator);
    let rest = text.get(first.len()..).unwrap_or_default();
    let rest = rest.strip_prefix("\r\n").or_else(|| rest.get(1..)).unwrap_or_default();
    (rest, 2, options)
}
