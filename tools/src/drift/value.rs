//! The values of one parameter: types, formats, patterns, lengths and bounds.

use clerk_invite::{ParameterInfo, ValueType};

use crate::drift::difference::Kind;
use crate::openapi::schema::{Kind as Type, Number, Schema, Text};

/// Returns the least and the greatest number, or number of items.
pub(crate) fn bounds(schema: &Schema) -> (Option<i128>, Option<i128>) {
    match &schema.kind {
        Type::List { min, max, .. } => (*min, *max),
        Type::Integer(number) | Type::Number(number) => (number.min, number.max),
        _ => (None, None),
    }
}

/// Returns the values of an enum, or of a list of them.
pub(crate) fn values(schema: &Schema) -> &[String] {
    if let Type::Text(text) = &schema.item().kind { &text.values } else { &[] }
}

/// Returns whether the declaration has a string.
pub(crate) fn is_text(ours: &ParameterInfo) -> bool {
    matches!(ours.value_type, ValueType::Text { .. })
}

/// Compares the types of one value, or of the items of a list: the respect, what the declaration
/// says, and what the contract says.
pub(crate) fn differences(ours: &ParameterInfo, schema: &Schema) -> Vec<(Kind, String, String)> {
    let theirs = schema.item();
    match (ours.value_type, &theirs.kind) {
        (ValueType::Unknown, _)
        | (_, Type::Any | Type::Recursive)
        | (ValueType::Boolean, Type::Boolean)
        | (ValueType::Number, Type::Number(_))
        | (ValueType::Object, Type::Object(_) | Type::Map(_)) => Vec::new(),
        (ValueType::Text { format }, Type::Text(text)) => texts(format, text),
        (ValueType::Integer { min, max }, Type::Integer(number)) => integers((min, max), number),
        (ours, theirs) => vec![(Kind::Type, name(ours).to_owned(), json_type(theirs).to_owned())],
    }
}

fn texts(format: Option<&str>, theirs: &Text) -> Vec<(Kind, String, String)> {
    let none = || "none".to_owned();
    let mut found = Vec::new();
    if let Some(wanted) = &theirs.format
        && format != Some(wanted.as_str())
    {
        let ours = format.map_or_else(none, ToOwned::to_owned);
        found.push((Kind::Format, ours, wanted.clone()));
    }
    if let Some(pattern) = &theirs.pattern {
        found.push((Kind::Pattern, none(), pattern.clone()));
    }
    if theirs.min.or(theirs.max).is_some() {
        found.push((Kind::Length, none(), length(theirs)));
    }
    found
}

/// The length of a string, as `1 to 255`.
pub(crate) fn length(text: &Text) -> String {
    let bound = |bound: Option<i128>| bound.map_or_else(|| "none".to_owned(), |b| b.to_string());
    format!("{} to {}", bound(text.min), bound(text.max))
}

/// A type that holds less than the contract allows.
fn integers(ours: (i128, i128), theirs: &Number) -> Vec<(Kind, String, String)> {
    let (least, greatest) = theirs.range();
    if ours.0 <= least && greatest <= ours.1 {
        return Vec::new();
    }
    let range = |(min, max): (i128, i128)| format!("{min} to {max}");
    vec![(Kind::Format, range(ours), range((least, greatest)))]
}

fn name(ours: ValueType) -> &'static str {
    match ours {
        ValueType::Text { .. } => "string",
        ValueType::Integer { .. } => "integer",
        ValueType::Number => "number",
        ValueType::Boolean => "boolean",
        ValueType::Object => "object",
        _ => "unknown",
    }
}

/// Names a type as the contract does.
pub(crate) fn json_type(theirs: &Type) -> &'static str {
    match theirs {
        Type::Any => "any",
        Type::Text(_) => "string",
        Type::Integer(_) => "integer",
        Type::Number(_) => "number",
        Type::Boolean => "boolean",
        Type::List { .. } => "array",
        Type::Object(_) | Type::Map(_) | Type::Recursive => "object",
        Type::Choice(_) => "one of several types",
    }
}
