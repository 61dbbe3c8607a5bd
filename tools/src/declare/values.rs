//! Types of single values, of requests and of responses alike.

use crate::declare::source::Uses;
use crate::drift::difference::Kind as Respect;
use crate::drift::value::length;
use crate::names::pascal_case;
use crate::openapi::schema::{Kind, Number, Schema};

/// The cases in which a value is sent.
pub(crate) enum Presence {
    Required,
    Optional,
    Nullable,
}

impl Presence {
    pub(crate) fn of(required: bool, nullable: bool) -> Self {
        match (required, nullable) {
            (_, true) => Self::Nullable,
            (true, false) => Self::Required,
            (false, false) => Self::Optional,
        }
    }
}

pub(crate) fn is_scalar(schema: &Schema) -> bool {
    matches!(schema.kind, Kind::Text(_) | Kind::Integer(_) | Kind::Number(_) | Kind::Boolean)
}

/// The type of a value that needs no type of its own, with a comment where the contract says
/// nothing.
pub(crate) fn plain(kind: &Kind, uses: &mut Uses) -> (String, Option<String>) {
    let (ty, comment) = match kind {
        Kind::Text(text) if text.format.as_deref() == Some("email") => {
            uses.library.insert("EmailAddress");
            ("EmailAddress", None)
        }
        Kind::Text(_) => ("String", None),
        Kind::Integer(number) => (integer(number), None),
        Kind::Number(_) => ("f64", None),
        Kind::Boolean => ("bool", None),
        Kind::Map(_) => {
            uses.library.insert("Metadata");
            ("Metadata", None)
        }
        Kind::Choice(choices) => {
            uses.paths.insert("clerk_invite::serde_json::Value");
            let names: Vec<_> = choices.iter().filter_map(|c| c.component.clone()).collect();
            let names = if names.is_empty() { "several types".into() } else { names.join(", ") };
            ("Value", Some(format!("declare: one of {names}; written as any JSON.")))
        }
        Kind::Any | Kind::List { .. } | Kind::Object(_) | Kind::Recursive => {
            uses.paths.insert("clerk_invite::serde_json::Value");
            ("Value", Some("declare: the schema does not say what this is.".to_owned()))
        }
    };
    (ty.to_owned(), comment)
}

/// The smallest type that holds every value which the contract allows.
fn integer(number: &Number) -> &'static str {
    let (min, max) = number.range();
    let holds = |least: i128, greatest: i128| least <= min && max <= greatest;
    if holds(0, u32::MAX.into()) {
        "u32"
    } else if holds(i32::MIN.into(), i32::MAX.into()) {
        "i32"
    } else if holds(0, u64::MAX.into()) {
        "u64"
    } else if holds(i64::MIN.into(), i64::MAX.into()) {
        "i64"
    } else {
        "i128"
    }
}

/// `#[range(..)]`, for an integer and for the length of a list.
pub(crate) fn range(schema: &Schema) -> Option<String> {
    let (Kind::Integer(Number { min, max, .. }) | Kind::List { min, max, .. }) = &schema.kind
    else {
        return None;
    };
    let (min, max) = (min.map(literal), max.map(literal));
    match (min, max) {
        (Some(min), Some(max)) => Some(format!("#[range(min = {min}, max = {max})]")),
        (Some(min), None) => Some(format!("#[range(min = {min})]")),
        (None, Some(max)) => Some(format!("#[range(max = {max})]")),
        (None, None) => None,
    }
}

/// An integer as clippy reads it: `315_360_000`.
pub(crate) fn literal(number: i128) -> String {
    let digits = number.unsigned_abs().to_string();
    let sign = if number < 0 { "-" } else { "" };
    if digits.len() < 5 {
        return format!("{sign}{digits}");
    }
    let first = (digits.len() - 1) % 3 + 1;
    let (head, tail) = digits.split_at(first);
    let groups = tail.as_bytes().chunks(3).map(|group| String::from_utf8_lossy(group));
    groups.fold(format!("{sign}{head}"), |number, group| format!("{number}_{group}"))
}

/// Constraints that a declaration does not check before it sends a value, as drift reports them.
pub(crate) fn unchecked(schema: &Schema) -> Vec<(Respect, String)> {
    let mut found = Vec::new();
    match &schema.kind {
        Kind::Text(text) => {
            if let Some(format) = text.format.as_ref().filter(|format| *format != "email") {
                found.push((Respect::Format, format!("the format `{format}` is left to Clerk")));
            }
            if let Some(pattern) = &text.pattern {
                found.push((Respect::Pattern, format!("the pattern `{pattern}` is left to Clerk")));
            }
            if text.min.or(text.max).is_some() {
                let length = length(text);
                found.push((Respect::Length, format!("the length, {length}, is left to Clerk")));
            }
        }
        Kind::Number(number) => {
            for (bound, kind) in [(number.min, Respect::Minimum), (number.max, Respect::Maximum)] {
                if let Some(bound) = bound {
                    let text = format!("the {} {bound} of a float is left to Clerk", kind.name());
                    found.push((kind, text));
                }
            }
        }
        _ => {}
    }
    found
}

/// The variants of an enum: each value on the wire, and its name in Rust.
pub(crate) fn variants(values: &[String]) -> Vec<(String, String)> {
    let mut variants: Vec<(String, String)> = Vec::new();
    for value in values {
        let mut name = match value.as_str() {
            "" => "Empty".to_owned(),
            "*" => "Any".to_owned(),
            "other" => "OtherValue".to_owned(),
            "self" => "SelfValue".to_owned(),
            value => match value.strip_prefix('-') {
                Some(rest) => format!("Not{}", pascal_case(rest)),
                None => pascal_case(value),
            },
        };
        if variants.iter().any(|(wire, _)| wire == value) {
            continue;
        }
        while variants.iter().any(|(_, known)| *known == name) {
            name.push_str("Again");
        }
        variants.push((value.clone(), name));
    }
    variants
}
