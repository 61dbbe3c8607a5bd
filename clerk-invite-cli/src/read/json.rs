//! JSON: an array of addresses or objects, an object that holds one such array, or an object a line.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

use clerk_invite::serde::Deserialize;
use clerk_invite::serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::delimited::Row;
use super::encoding::line_ends;
use super::error::ReadError;
use super::fields::person;
use super::headers::Field;
use super::layout::{Layout, SAMPLE, SampleRow, with_headers};
use super::options::Options;
use super::people::People;
use super::reading::{Format, Invalid, Reading};
use super::table::columns;

/// The number of different keys up to which objects are taken for rows of a table.
const MAX_KEYS: usize = 1000;

const ADVICE: &str = "Correct it: an array of addresses, or of objects with an `email` each.";

/// Returns true if the text is meant as JSON.
pub(super) fn is_json(text: &str) -> bool {
    let mut characters = text.chars().filter(|it| !it.is_whitespace());
    match (characters.next(), characters.next()) {
        (Some('['), Some(next)) => matches!(next, '{' | '"' | '[' | ']'),
        (Some('{'), Some(next)) => matches!(next, '"' | '}'),
        _ => false,
    }
}

/// Reads the people of a JSON text.
///
/// # Errors
///
/// The text is not JSON or has another shape, or there is a doubt about the key of the address.
pub(super) fn read(
    file: &str,
    text: &str,
    has_bom: bool,
    options: &Options,
) -> Result<Reading, ReadError> {
    let elements = elements(file, text)?;
    let objects = || elements.iter().filter(|it| it.get().starts_with('{'));
    let mut keys = Keys::default();
    for object in objects() {
        for (key, _) in pairs(object) {
            keys.add(key);
        }
        if keys.names.len() > MAX_KEYS {
            let problem = format!("its objects have more than {MAX_KEYS} different keys");
            return Err(ReadError::of_file(file, problem, ADVICE));
        }
    }
    let has_objects = !keys.names.is_empty();
    let layout = if has_objects {
        let line = |object: &&RawValue| SampleRow {
            line: 0,
            cells: keys.texts(object, &[]).iter().map(ToString::to_string).collect(),
        };
        let sample: Vec<SampleRow> = objects().take(SAMPLE).map(line).collect();
        let below: Vec<&SampleRow> = sample.iter().collect();
        with_headers(file, keys.names.clone(), None, &below, options)?
    } else {
        let below = [];
        with_headers(file, vec!["email".to_owned()], None, &below, &Options::default())?
    };
    let mut people = People::default();
    let (mut line, mut counted_to) = (1, 0);
    for element in &elements {
        let start = element.get().as_ptr() as usize - text.as_ptr() as usize;
        line += line_ends(text.as_bytes(), counted_to, start);
        counted_to = start;
        if element.get() != "null" {
            people.add(row(element, line, &layout, &keys));
        }
    }
    let format = Format {
        description: if has_objects { "JSON objects" } else { "a JSON array of addresses" }.into(),
        separator: None,
        has_bom,
        has_header: has_objects,
        columns: columns(&layout),
    };
    Ok(people.finish(format, layout.headers))
}

fn row(
    element: &RawValue,
    line: u64,
    layout: &Layout,
    keys: &Keys,
) -> Result<super::reading::Person, Invalid> {
    let invalid = |column: &str, reason: &str| Invalid {
        line,
        column: column.to_owned(),
        reason: reason.to_owned(),
    };
    let texts = match element.get().as_bytes().first() {
        Some(b'{') => {
            let mut seen = vec![false; layout.headers.len()];
            for (key, _) in pairs(element) {
                let index = keys.indices.get(&*key).copied().unwrap_or_default();
                match seen.get_mut(index) {
                    Some(true) => {
                        let name = layout.columns.get(index).map(|(name, _)| name.as_str());
                        return Err(invalid(name.unwrap_or_default(), "is there twice"));
                    }
                    Some(seen) => *seen = true,
                    None => {}
                }
            }
            keys.texts(element, &layout.columns)
        }
        Some(b'"') => {
            let mut texts = vec![Cow::Borrowed(""); layout.headers.len()];
            if let Some(cell) = texts.get_mut(layout.email) {
                *cell = cell_text(element);
            }
            texts
        }
        _ => return Err(invalid("", "is neither an address nor an object")),
    };
    let cells = texts.iter().map(AsRef::as_ref).collect();
    person(layout, &Row { line, cells, quoted_text: None }, true)
}

/// The keys of all objects, in the order in which they occur first.
#[derive(Default)]
struct Keys {
    names: Vec<String>,
    indices: HashMap<String, usize>,
}

impl Keys {
    fn add(&mut self, key: Cow<'_, str>) {
        if !self.indices.contains_key(&*key) {
            self.indices.insert(key.clone().into_owned(), self.names.len());
            self.names.push(key.into_owned());
        }
    }

    /// Returns an object's values as cells: strings as their text, all else as JSON, and keys of the
    /// metadata as JSON always.
    fn texts<'a>(&self, object: &'a RawValue, columns: &[(String, Field)]) -> Vec<Cow<'a, str>> {
        let mut texts = vec![Cow::Borrowed(""); self.names.len()];
        for (key, value) in pairs(object) {
            let Some(index) = self.indices.get(&*key).copied() else { continue };
            let is_key = matches!(columns.get(index), Some((_, Field::MetadataKey(_))));
            if let Some(cell) = texts.get_mut(index) {
                *cell = if is_key && value.get() != "null" {
                    Cow::Borrowed(value.get())
                } else {
                    cell_text(value)
                };
            }
        }
        texts
    }
}

fn cell_text(value: &RawValue) -> Cow<'_, str> {
    match value.get() {
        "null" => Cow::Borrowed(""),
        text if text.starts_with('"') => {
            serde_json::from_str::<Text<'_>>(text).map_or(Cow::Borrowed(""), |text| text.0)
        }
        text => Cow::Borrowed(text),
    }
}

/// Text that is borrowed where it holds no escapes.
struct Text<'a>(Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Text<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Text(Cow::Borrowed(text)))
            }

            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Text(Cow::Owned(text.to_owned())))
            }
        }
        deserializer.deserialize_str(Any)
    }
}

/// Returns the keys and values of an object in order, repeated keys included.
fn pairs(object: &RawValue) -> Vec<(Cow<'_, str>, &RawValue)> {
    serde_json::from_str::<Pairs<'_>>(object.get()).map(|pairs| pairs.0).unwrap_or_default()
}

struct Pairs<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Pairs<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;
        impl<'de> Visitor<'de> for Object {
            type Value = Pairs<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut pairs = Vec::new();
                while let Some((key, value)) = map.next_entry::<Text<'de>, &'de RawValue>()? {
                    pairs.push((key.0, value));
                }
                Ok(Pairs(pairs))
            }
        }
        deserializer.deserialize_map(Object)
    }
}

/// Returns what stands for people: the elements of the array, or the objects one after the other.
fn elements<'a>(file: &str, text: &'a str) -> Result<Vec<&'a RawValue>, ReadError> {
    let values = serde_json::Deserializer::from_str(text).into_iter::<&RawValue>();
    let values: Vec<&RawValue> =
        values.collect::<Result<_, _>>().map_err(|error| not_json(file, &error))?;
    let array = |value: &'a RawValue| {
        serde_json::from_str::<Vec<&RawValue>>(value.get()).map_err(|error| not_json(file, &error))
    };
    match values.as_slice() {
        [only] if only.get().starts_with('[') => array(only),
        [only] if only.get().starts_with('{') => {
            let pairs = pairs(only);
            let mut arrays = pairs.iter().filter(|(_, value)| {
                let mut characters = value.get().chars().filter(|it| !it.is_whitespace());
                characters.next() == Some('[') && matches!(characters.next(), Some('{' | '"'))
            });
            match (arrays.next(), arrays.next()) {
                (Some((_, people)), None) if !pairs.iter().any(|(key, _)| is_address(key)) => {
                    array(people)
                }
                _ => Ok(values),
            }
        }
        objects if objects.iter().all(|it| it.get().starts_with(['{', '"'])) => Ok(values),
        _ => {
            let problem = "holds JSON of another shape than people";
            Err(ReadError::of_file(file, problem, ADVICE))
        }
    }
}

fn is_address(key: &str) -> bool {
    Field::of(key) == Field::Email
}

/// Says where the JSON ends. The error's own text may quote what is there.
fn not_json(file: &str, error: &serde_json::Error) -> ReadError {
    let line = u64::try_from(error.line()).unwrap_or(u64::MAX);
    let problem = if error.is_eof() {
        "the JSON ends too early".to_owned()
    } else {
        format!("is not JSON from character {} of the line on", error.column())
    };
    ReadError::of_line(file, line, problem, ADVICE)
}
