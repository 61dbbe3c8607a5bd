//! People as they are read: each once, with what was repeated and what is worth a warning.

use std::collections::HashMap;
use std::collections::hash_map::{Entry, RandomState};
use std::hash::BuildHasher as _;

use super::reading::{Format, Invalid, Person, Reading, Repeated};
use super::warnings;

/// Collects what the rows of a file give.
#[derive(Default)]
pub(super) struct People {
    found: Vec<Person>,
    /// The index of each person by a hash of their [`key`]: the keys themselves would take as much memory
    /// as the people.
    indices: HashMap<u64, u32>,
    hasher: RandomState,
    repeated: Vec<Repeated>,
    /// Lines of repeated rows that say something else than the first row.
    differing: Vec<u64>,
    invalid: Vec<Invalid>,
    rows: u64,
    warnings: Vec<String>,
}

impl People {
    /// Adds a row.
    pub(super) fn add(&mut self, row: Result<Person, Invalid>) {
        self.rows += 1;
        let person = match row {
            Ok(person) => person,
            Err(invalid) => return self.invalid.push(invalid),
        };
        let key = key(&person);
        // Two people may share a hash, though hardly ever.
        for attempt in 0_u32.. {
            match self.indices.entry(self.hasher.hash_one((&key, attempt))) {
                Entry::Vacant(entry) => {
                    // A file has fewer bytes than that.
                    entry.insert(u32::try_from(self.found.len()).unwrap_or(u32::MAX));
                    return self.found.push(person);
                }
                Entry::Occupied(entry) => {
                    let first = self.found.get(*entry.get() as usize);
                    if let Some(first) = first.filter(|it| self::key(it) == key) {
                        if differs(first, &person) {
                            self.differing.push(person.line);
                        }
                        let first_line = first.line;
                        return self.repeated.push(Repeated { line: person.line, first_line });
                    }
                }
            }
        }
    }

    /// Adds a sentence to the report.
    pub(super) fn warn(&mut self, sentence: impl Into<String>) {
        self.warnings.push(sentence.into());
    }

    /// Ends the file.
    pub(super) fn finish(mut self, format: Format, headers: Vec<String>) -> Reading {
        self.indices = HashMap::new();
        self.warnings.extend(warnings::of(&self.found, &self.differing));
        Reading {
            format,
            headers,
            people: self.found,
            repeated: self.repeated,
            invalid: self.invalid,
            warnings: self.warnings,
            rows: self.rows,
        }
    }
}

/// Returns the key of a person at a place: the same person may be invited to two organizations.
fn key(person: &Person) -> String {
    let address = person.email.same_address_key();
    match &person.organization_id {
        // An address holds no line end.
        Some(organization) => format!("{address}\n{organization}"),
        None => address,
    }
}

fn differs(a: &Person, b: &Person) -> bool {
    a.role != b.role
        || a.redirect_url != b.redirect_url
        || a.expires_in_days != b.expires_in_days
        || a.notify != b.notify
        || a.public_metadata != b.public_metadata
}
