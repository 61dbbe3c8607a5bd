//! Responses that the contract allows, as JSON.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::openapi::schema::{Kind, Property, Schema, Text};

/// The kind of an example.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Filling {
    /// All properties, and the alternative of this index wherever there are several.
    Full(usize),
    /// The required properties, and empty lists.
    Least,
    /// All properties, `null` wherever the contract allows it.
    Null,
}

/// Writes examples of a schema.
pub(crate) struct Examples {
    pub(crate) filling: Filling,
    /// The properties that are left out, as paths.
    pub(crate) without: BTreeSet<String>,
    /// The properties that are there and not `null`, as paths.
    pub(crate) with: BTreeSet<String>,
}

impl Examples {
    /// Writes a value; `path` is its place in the response.
    pub(crate) fn value(&self, schema: &Schema, path: &str) -> Value {
        match &schema.kind {
            Kind::Any | Kind::Recursive => json!({}),
            Kind::Text(text) => Value::from(string(text)),
            Kind::Integer(number) | Kind::Number(number) => {
                let number = number.min.unwrap_or(1).max(1);
                i64::try_from(number).map_or(Value::from(1), Value::from)
            }
            Kind::Boolean => Value::Bool(true),
            Kind::List { .. } if self.filling == Filling::Least => json!([]),
            Kind::List { items, .. } => json!([self.value(items, &format!("{path}[]"))]),
            Kind::Map(values) => json!({ "key": self.value(values, path) }),
            Kind::Object(properties) => self.object(properties, path),
            Kind::Choice(choices) => {
                let index = if let Filling::Full(index) = self.filling { index } else { 0 };
                let choice = choices.get(index).or_else(|| choices.last());
                choice.map_or(Value::Null, |choice| self.value(choice, path))
            }
        }
    }

    fn object(&self, properties: &[Property], path: &str) -> Value {
        let mut object = Map::new();
        for Property { name, required, schema } in properties {
            let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            let is_kept = self.with.contains(&path);
            let is_least = self.filling == Filling::Least && !is_kept;
            let is_recursive = schema.item().kind == Kind::Recursive;
            if self.without.contains(&path) || !required && (is_least || is_recursive) {
                continue;
            }
            let is_null = schema.nullable && !is_kept && !matches!(self.filling, Filling::Full(_));
            let value = if is_null { Value::Null } else { self.value(schema, &path) };
            object.insert(name.clone(), value);
        }
        Value::Object(object)
    }
}

/// Returns how many examples it takes to show every alternative.
pub(crate) fn alternatives(schema: &Schema) -> usize {
    match &schema.kind {
        Kind::List { items, .. } | Kind::Map(items) => alternatives(items),
        Kind::Object(properties) => {
            properties.iter().map(|property| alternatives(&property.schema)).max().unwrap_or(1)
        }
        Kind::Choice(choices) => {
            choices.iter().map(alternatives).max().unwrap_or(1).max(choices.len())
        }
        _ => 1,
    }
}

/// Returns the schema at a path such as `data[].id`.
pub(crate) fn at<'a>(schema: &'a Schema, path: &str) -> Option<&'a Schema> {
    let mut schema = schema;
    for part in path.split('.') {
        let name = part.trim_end_matches("[]");
        while let Kind::List { items, .. } = &schema.kind {
            schema = items;
        }
        if !name.is_empty() {
            schema = &schema.properties().iter().find(|property| property.name == name)?.schema;
        }
    }
    let item = if path.ends_with("[]") { schema.item() } else { schema };
    Some(item)
}

fn string(text: &Text) -> String {
    if let Some(value) = text.values.first() {
        return value.clone();
    }
    match text.format.as_deref() {
        Some("email") => "a@example.com",
        Some("uri") => "https://example.com/",
        Some("date-time") => "2026-05-12T00:00:00Z",
        Some("date") => "2026-05-12",
        _ => "text",
    }
    .to_owned()
}
