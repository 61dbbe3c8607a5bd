//! Readings as text, for comparison.

use std::fmt::Write as _;

use crate::read::{Person, ReadError, Reading};

/// Shows all of a reading, or the error as the user sees it.
pub(super) fn show(reading: &Result<Reading, ReadError>) -> String {
    match reading {
        Ok(reading) => show_reading(reading),
        Err(error) => format!("{error}\n"),
    }
}

fn show_reading(reading: &Reading) -> String {
    let mut text = format!("{}\n", reading.format.description);
    for column in &reading.format.columns {
        let _ = writeln!(text, "  {:?}: {}", column.name, column.taken_as);
    }
    let _ = writeln!(text, "{} rows, header: {}", reading.rows, reading.format.has_header);
    let names: Vec<&str> = reading.format.columns.iter().map(|it| it.name.as_str()).collect();
    if reading.headers != names {
        let _ = writeln!(text, "headers {:?}", reading.headers);
    }
    for person in &reading.people {
        let _ = writeln!(text, "{}", show_person(person));
    }
    for repeated in &reading.repeated {
        let _ = writeln!(text, "line {}: repeats line {}", repeated.line, repeated.first_line);
    }
    for invalid in &reading.invalid {
        let _ = writeln!(
            text,
            "line {}: invalid {:?} {}",
            invalid.line, invalid.column, invalid.reason
        );
    }
    for warning in &reading.warnings {
        let _ = writeln!(text, "warning: {warning}");
    }
    text
}

fn show_person(person: &Person) -> String {
    let mut text = format!("line {}: {}", person.line, person.email);
    let texts = [
        ("organization_id", &person.organization_id),
        ("role", &person.role),
        ("redirect_url", &person.redirect_url),
    ];
    for (name, value) in texts {
        if let Some(value) = value {
            let _ = write!(text, " {name}={value}");
        }
    }
    if let Some(days) = person.expires_in_days {
        let _ = write!(text, " expires_in_days={days}");
    }
    if let Some(notify) = person.notify {
        let _ = write!(text, " notify={notify}");
    }
    if let Some(metadata) = &person.public_metadata {
        let _ = write!(text, " public_metadata={}", metadata.as_json());
    }
    let cells: Vec<&str> = person.cells.iter().collect();
    let _ = write!(text, " {cells:?}");
    text
}
