//! Tables in a text, read into people.

use super::address::is_blank;
use super::delimited::for_each_row;
use super::error::ReadError;
use super::fields::person;
use super::headers::Field;
use super::layout::{Layout, SampleRow, decide};
use super::options::Options;
use super::people::People;
use super::reading::{Column, Format, Reading};
use super::shape::separator_name;

/// Where a table is, and what it looks like.
pub(super) struct Table<'a> {
    pub(super) file: &'a str,
    pub(super) text: &'a str,
    pub(super) first_line: u64,
    pub(super) has_bom: bool,
    pub(super) separator: u8,
    pub(super) sample: Vec<SampleRow>,
}

/// Reads a table.
///
/// # Errors
///
/// A doubt, or a quote that is not closed.
pub(super) fn read(table: Table<'_>, options: &Options) -> Result<Reading, ReadError> {
    let Table { file, text, first_line, has_bom, separator, sample } = table;
    let layout = decide(file, &sample, options)?;
    drop(sample);
    let mut people = People::default();
    warn_of_titles(&layout, &mut people);
    for_each_row(file, text, first_line, separator, |row| {
        let is_above = layout.header_line.is_some_and(|header| row.line <= header);
        if !is_above && !row.cells.iter().all(|cell| is_blank(cell)) {
            people.add(person(&layout, row, false));
        }
        Ok(true)
    })?;
    let encoding = if has_bom { "UTF-8 with a byte order mark" } else { "UTF-8" };
    let separator = char::from(separator);
    let separated = match layout.columns.len() {
        1 => "one column".to_owned(),
        _ => format!("separated by {}s", separator_name(separator)),
    };
    let format = Format {
        description: format!("CSV, {encoding}, {separated}"),
        separator: Some(separator),
        has_bom,
        has_header: layout.header_line.is_some(),
        columns: columns(&layout),
    };
    Ok(people.finish(format, layout.headers))
}

/// Returns the columns for the report.
pub(super) fn columns(layout: &Layout) -> Vec<Column> {
    let column =
        |(name, field): &(String, Field)| Column { name: name.clone(), taken_as: field.name() };
    layout.columns.iter().map(column).collect()
}

/// Says what was left out above the header.
pub(super) fn warn_of_titles(layout: &Layout, people: &mut People) {
    match layout.titles {
        Some((first, last)) if first == last => {
            people.warn(format!("Line {first}, above the header, was not read."));
        }
        Some((first, last)) => {
            people.warn(format!("Lines {first} to {last}, above the header, were not read."));
        }
        None => {}
    }
}
