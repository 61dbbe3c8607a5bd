//! Lists: texts that hold nothing but addresses, one or several in a line.

use super::address::{Mailbox, is_blank, mailboxes, trim};
use super::error::ReadError;
use super::headers::{Field, display_name};
use super::options::{ALL_COLUMNS, Options};
use super::people::People;
use super::reading::{Cells, Column, Format, Invalid, Person, Reading};
use super::shape::lines;

/// Reads a list.
///
/// # Errors
///
/// A doubt: about the first line, or since all lines hold the same number of addresses.
pub(super) fn read(
    file: &str,
    text: &str,
    first_line: u64,
    has_bom: bool,
    options: &Options,
) -> Result<Reading, ReadError> {
    let header = find_header(file, text, first_line, options)?;
    if options.email_column.as_deref() != Some(ALL_COLUMNS) {
        refuse_columns(file, text)?;
    }
    let mut people = People::default();
    let name = header.map_or_else(|| "email".to_owned(), |(_, header)| display_name(header, 0));
    for (line, text) in (first_line..).zip(lines(text)) {
        if header.is_some_and(|(header, _)| line <= header) {
            continue;
        }
        for found in mailboxes(text) {
            people.add(person(line, found, &name));
        }
    }
    if let Some((line, _)) = header.filter(|(line, _)| *line > first_line) {
        people.warn(format!("What stands above line {line}, the header, was not read."));
    }
    let encoding = if has_bom { "UTF-8 with a byte order mark" } else { "UTF-8" };
    let format = Format {
        description: format!("a list of addresses, {encoding}"),
        separator: None,
        has_bom,
        has_header: header.is_some(),
        columns: vec![Column { name: name.clone(), taken_as: Field::Email.name() }],
    };
    Ok(people.finish(format, vec![name]))
}

fn person(line: u64, found: Mailbox<'_>, name: &str) -> Result<Person, Invalid> {
    let invalid = |reason: String| Invalid { line, column: name.to_owned(), reason };
    Ok(Person {
        line,
        email: found.address.map_err(|reason| invalid(reason.into_owned()))?,
        organization_id: None,
        role: None,
        redirect_url: None,
        expires_in_days: None,
        notify: None,
        public_metadata: None,
        cells: Cells::from_iter([found.written]),
    })
}

/// Returns the line and the text of the header.
fn find_header<'a>(
    file: &str,
    text: &'a str,
    first_line: u64,
    options: &Options,
) -> Result<Option<(u64, &'a str)>, ReadError> {
    if options.header == Some(false) {
        return Ok(None);
    }
    let numbered = || (first_line..).zip(lines(text)).filter(|(_, line)| !is_blank(line));
    let above: Vec<(u64, &str)> = numbered().take_while(|(_, line)| !line.contains('@')).collect();
    let header = |text: &'a str| trim(trim(text).trim_matches(['"', ',', ';', '\t', '|']));
    let is_header = |text: &'a str| Field::of(header(text)) == Field::Email;
    if let Some(&(line, text)) = above.iter().find(|(_, text)| is_header(text)) {
        return Ok(Some((line, header(text))));
    }
    match (options.header, above.last().copied(), numbered().next()) {
        (Some(true), None, Some((line, _))) => Ok(Some((line, "email"))),
        (Some(true), Some((line, text)), _) => {
            let shown = header(text);
            Ok(Some((line, if shown.is_empty() { "email" } else { shown })))
        }
        (_, None, _) => Ok(None),
        (_, Some((line, _)), _) => Err(ReadError::Doubt {
            file: file.to_owned(),
            question: format!("Is line {line} a header or title? It holds no address."),
            option: "--header",
            candidates: vec!["yes".to_owned(), "no".to_owned()],
        }),
    }
}

/// Refuses what may as well be a table in which each person has several addresses.
fn refuse_columns(file: &str, text: &str) -> Result<(), ReadError> {
    let mut counts = lines(text).map(|line| mailboxes(line).len()).filter(|count| *count > 0);
    let Some(first) = counts.next() else { return Ok(()) };
    let mut others = 0;
    let are_equal = counts.all(|count| {
        others += 1;
        count == first
    });
    if first < 2 || others == 0 || !are_equal {
        return Ok(());
    }
    let numbers = (1..=first).map(|number| number.to_string());
    Err(ReadError::Doubt {
        file: file.to_owned(),
        question: format!(
            "Each line holds {first} addresses. Is each a person (`all`), or which column is it?"
        ),
        option: "--email-column",
        candidates: std::iter::once(ALL_COLUMNS.to_owned()).chain(numbers).collect(),
    })
}
