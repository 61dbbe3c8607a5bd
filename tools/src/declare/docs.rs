//! Docs made of facts; the sentences are left to the maintainer, and marked.

use crate::drift::value::length;
use crate::openapi::Operation;
use crate::openapi::schema::{Kind, Number, Schema};

/// The mark of a line that wants a sentence.
pub(crate) const MARK: &str = "TODO:";

/// The docs of an operation's struct.
pub(crate) fn operation(operation: &Operation) -> Vec<String> {
    let Operation { id, method, path, .. } = operation;
    let mut docs = vec![
        format!("{MARK} say what it does; `{method} {path}`."),
        String::new(),
        format!("Operation `{id}` of the Backend API."),
    ];
    if let Some(link) = link(operation) {
        docs.push(format!("[Clerk's page]({link})."));
    }
    docs
}

/// The address of an operation in Clerk's reference.
fn link(operation: &Operation) -> Option<String> {
    let tag = operation.tags.first()?.to_lowercase().replace(' ', "-");
    let path = operation.path.replace('{', "%7B").replace('}', "%7D");
    let method = &operation.method;
    Some(format!("https://clerk.com/docs/reference/backend-api/tag/{tag}/{method}{path}"))
}

/// The docs of a field: where it goes, its default and its bounds.
pub(crate) fn field(place: &str, schema: &Schema) -> Vec<String> {
    let mut facts = vec![format!("{place}.")];
    if let Some(default) = &schema.default {
        facts.push(format!("Default: `{default}`."));
    }
    facts.extend(bounds(schema));
    let mut docs = vec![format!("{MARK} say what it is."), String::new()];
    docs.extend(wrap(&facts.join(" ")));
    docs
}

/// The docs of an object or an enum that is a part of something.
pub(crate) fn part(name: &str) -> Vec<String> {
    vec![format!("{MARK} say what it is; {name}.")]
}

fn bounds(schema: &Schema) -> Vec<String> {
    match &schema.kind {
        Kind::Integer(number) | Kind::Number(number) => range(number),
        Kind::List { min, max, items } => {
            let mut facts = between(*min, *max, " items");
            facts.extend(bounds(items));
            facts
        }
        Kind::Text(text) => {
            let mut facts = Vec::new();
            if let Some(format) = &text.format {
                facts.push(format!("Format: `{format}`."));
            }
            if let Some(pattern) = &text.pattern {
                facts.push(format!("Pattern: `{pattern}`."));
            }
            if text.min.or(text.max).is_some() {
                facts.push(format!("Length: {}.", length(text)));
            }
            if let [only] = text.values.as_slice() {
                facts.push(format!("Always `{only}`."));
            }
            facts
        }
        _ => Vec::new(),
    }
}

fn range(number: &Number) -> Vec<String> {
    between(number.min, number.max, "")
}

fn between(min: Option<i128>, max: Option<i128>, unit: &str) -> Vec<String> {
    match (min, max) {
        (Some(min), Some(max)) => vec![format!("{min} to {max}{unit}.")],
        (Some(min), None) => vec![format!("At least {min}{unit}.")],
        (None, Some(max)) => vec![format!("At most {max}{unit}.")],
        (None, None) => Vec::new(),
    }
}

/// Breaks a text into lines of a file's width, at spaces outside of backquotes.
pub(crate) fn wrap(text: &str) -> Vec<String> {
    const WIDTH: usize = 90;
    let mut lines = vec![String::new()];
    let mut is_code = false;
    for word in text.split(' ') {
        let line = lines.last_mut();
        match line {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) if is_code || line.len() + word.len() < WIDTH => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
        is_code ^= word.matches('`').count() % 2 == 1;
    }
    lines
}
