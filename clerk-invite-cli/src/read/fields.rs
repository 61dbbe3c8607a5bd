//! The cells of a row, read into the fields of an invitation.

use clerk_invite::Metadata;
use clerk_invite::serde_json::Value;
use clerk_invite::{Check as _, EmailAddress};

use super::address::{is_blank, mailboxes, trim};
use super::delimited::Row;
use super::headers::Field;
use super::layout::Layout;
use super::reading::{Cells, Invalid, Person};

/// Reads one row. `typed` cells of metadata keys are JSON, others are text.
///
/// # Errors
///
/// The row cannot be invited.
pub(super) fn person(layout: &Layout, row: &Row<'_>, typed: bool) -> Result<Person, Invalid> {
    let invalid = |index: usize, reason: String| {
        let column = layout.columns.get(index).map(|(name, _)| name.clone()).unwrap_or_default();
        Invalid { line: row.line, column, reason }
    };
    check_length(layout, row)?;
    let cell = |index: usize| row.cells.get(index).copied().unwrap_or_default();
    let email = email(cell(layout.email), row.quoted_text)
        .map_err(|reason| invalid(layout.email, reason))?;
    let mut person = Person {
        line: row.line,
        email,
        organization_id: None,
        role: None,
        redirect_url: None,
        expires_in_days: None,
        notify: None,
        public_metadata: None,
        cells: (0..layout.headers.len()).map(cell).collect::<Cells>(),
    };
    for (index, (_, field)) in layout.columns.iter().enumerate() {
        let text = trim(cell(index));
        if !text.is_empty() {
            set(&mut person, field, text, typed).map_err(|reason| invalid(index, reason))?;
        }
    }
    Ok(person)
}

/// A row of another length is one whose cells may stand in the wrong columns.
fn check_length(layout: &Layout, row: &Row<'_>) -> Result<(), Invalid> {
    let (found, expected) = (row.cells.len(), layout.columns.len());
    let beyond = row.cells.iter().skip(expected);
    let is_right = found >= layout.min_cells && beyond.into_iter().all(|cell| is_blank(cell));
    if is_right {
        return Ok(());
    }
    if layout.min_cells == 0 {
        let reason = "has a cell to the right of the table".to_owned();
        return Err(Invalid { line: row.line, column: String::new(), reason });
    }
    let mut reason = format!(
        "has {found} {} where {} are expected: a separator is missing, or a cell that holds one is not in quotes",
        if found == 1 { "cell" } else { "cells" },
        layout.min_cells.max(expected.min(found)),
    );
    if row.cells.iter().any(|cell| cell.starts_with([' ', '\u{a0}']) && trim(cell).starts_with('"'))
    {
        reason = format!(
            "has {found} cells where {expected} are expected: there is a space between a \
             separator and a quote"
        );
    }
    Err(Invalid { line: row.line, column: String::new(), reason })
}

fn email(cell: &str, quoted_text: Option<&str>) -> Result<EmailAddress, String> {
    let mut found = mailboxes(cell).into_iter();
    let address = match (found.next(), found.next()) {
        (None, _) => return Err("is empty, expected an email address".to_owned()),
        (Some(only), None) => only.address?,
        _ => return Err("holds more than one address: give each a row of its own".to_owned()),
    };
    // Quotes within it would have vanished, and with them a part of another address.
    if quoted_text.is_some_and(|raw| !raw.contains(address.as_str())) {
        return Err("holds quotes within the address".to_owned());
    }
    Ok(address)
}

/// Sets a field from a cell that is not blank.
fn set(person: &mut Person, field: &Field, text: &str, typed: bool) -> Result<(), String> {
    match field {
        Field::Email | Field::Other => {}
        Field::Role => person.role = Some(word(text)?),
        Field::OrganizationId => {
            let id = word(text)?;
            if matches!(&*id, "." | "..") || id.contains(char::is_whitespace) {
                return Err("is not the id of an organization".to_owned());
            }
            person.organization_id = Some(id);
        }
        Field::RedirectUrl => {
            if text.contains(char::is_whitespace) {
                return Err("holds white space, expected a URL".to_owned());
            }
            person.redirect_url = Some(word(text)?);
        }
        Field::ExpiresInDays => {
            let days = text.parse::<u32>().ok().filter(|days| (1..=365).contains(days));
            person.expires_in_days = Some(days.ok_or("is not a number from 1 to 365")?);
        }
        Field::Notify => {
            person.notify = Some(match text.to_lowercase().as_str() {
                "true" | "yes" | "1" => true,
                "false" | "no" | "0" => false,
                _ => return Err("is not `true` or `false`".to_owned()),
            });
        }
        Field::PublicMetadata => {
            let found: Metadata = serde_json::from_str(text)
                .map_err(|error| format!("is not JSON ({})", category(&error)))?;
            found.check().map_err(|error| error.problem().to_owned())?;
            let before = person.public_metadata.take();
            person.public_metadata = Some(match before {
                None => found,
                Some(keys) => merge(found, &keys)?,
            });
        }
        Field::MetadataKey(key) => {
            let value = if typed {
                serde_json::from_str(text).map_err(|_| "is not JSON".to_owned())?
            } else {
                Value::from(text)
            };
            let metadata = person.public_metadata.take().unwrap_or_default();
            if metadata.get(key).is_some() {
                return Err("is a key that `public_metadata` has as well".to_owned());
            }
            person.public_metadata = Some(metadata.with(key, value));
        }
    }
    Ok(())
}

fn word(text: &str) -> Result<Box<str>, String> {
    if text.contains(char::is_control) {
        return Err("holds a control character".to_owned());
    }
    Ok(text.into())
}

/// Adds keys that stand in columns before the object.
fn merge(object: Metadata, keys: &Metadata) -> Result<Metadata, String> {
    let keys: serde_json::Map<String, Value> = keys.parse().unwrap_or_default();
    keys.into_iter().try_fold(object, |object, (key, value)| {
        if object.get(&key).is_some() {
            return Err("has a key that a column of its own has as well".to_owned());
        }
        Ok(object.with(key, value))
    })
}

/// Names the kind of an error. Its text may quote the cell.
fn category(error: &serde_json::Error) -> &'static str {
    if error.is_eof() { "it ends too early" } else { "its syntax is wrong" }
}
