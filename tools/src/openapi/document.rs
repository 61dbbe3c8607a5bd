//! Reads schemas out of a document: follows references, and merges what `allOf` adds.

use percent_encoding::percent_decode_str;

use crate::openapi::error::ReadError;
use crate::openapi::node::Node;
use crate::openapi::schema::{Kind, Number, Property, Schema, Text};

/// A whole file.
pub(crate) struct Document(pub(crate) Node);

/// The parts that a schema is made of: itself, and all that its `allOf` adds.
#[derive(Default)]
struct Parts<'a> {
    nodes: Vec<Part<'a>>,
    nullable: bool,
    choices: Vec<Part<'a>>,
    recursive: bool,
    component: Option<String>,
}

/// A part, with the components on the way to it.
struct Part<'a> {
    node: &'a Node,
    path: Vec<String>,
}

impl<'a> Parts<'a> {
    /// The first part that has a key.
    fn with(&self, key: &str) -> Option<&Part<'a>> {
        self.nodes.iter().find(|part| !part.node.get(key).is_null())
    }

    fn get(&self, key: &str) -> &'a Node {
        self.with(key).map_or(&Node::Null, |part| part.node.get(key))
    }
}

impl Document {
    /// Follows a `$ref`; the name is that of the last target.
    pub(crate) fn resolve<'a>(
        &'a self,
        mut node: &'a Node,
    ) -> Result<(&'a Node, Option<String>), ReadError> {
        let mut name = None;
        // A reference to a reference, but no circle.
        for _ in 0..16 {
            let Some(target) = node.get("$ref").text() else { return Ok((node, name)) };
            let missing = || ReadError::Reference(target.to_owned());
            let pointer = target.strip_prefix("#/").ok_or_else(missing)?;
            let pointer = percent_decode_str(pointer).decode_utf8_lossy();
            node = &self.0;
            for key in pointer.split('/') {
                let key = key.replace("~1", "/").replace("~0", "~");
                node = node.get(&key);
                name = Some(key);
            }
            if node.is_null() {
                return Err(missing());
            }
        }
        Err(ReadError::Reference("a circle of references".to_owned()))
    }

    /// Reads a schema.
    pub(crate) fn schema(&self, node: &Node) -> Result<Schema, ReadError> {
        self.schema_in(node, &[])
    }

    fn schema_in(&self, node: &Node, path: &[String]) -> Result<Schema, ReadError> {
        let mut parts = Parts::default();
        self.collect(node, path.to_vec(), &mut parts)?;
        Ok(Schema {
            nullable: parts.nullable,
            deprecated: parts.get("deprecated").is_true(),
            default: Some(parts.get("default").clone()).filter(|default| !default.is_null()),
            kind: self.kind(&parts)?,
            component: parts.component,
        })
    }

    /// Gathers the parts of a schema, the outermost first.
    fn collect<'a>(
        &'a self,
        node: &'a Node,
        mut path: Vec<String>,
        parts: &mut Parts<'a>,
    ) -> Result<(), ReadError> {
        let (node, component) = self.resolve(node)?;
        if let Some(component) = component {
            if path.contains(&component) {
                parts.recursive = parts.nodes.is_empty();
                parts.component.get_or_insert(component);
                return Ok(());
            }
            // A schema that adds nothing but `nullable` to another is that other one.
            if parts.with("properties").is_none() {
                parts.component = Some(component.clone());
            }
            path.push(component);
        }
        parts.nullable |= node.get("nullable").is_true()
            || node.get("type").items().iter().any(|kind| kind.text() == Some("null"));
        parts.nodes.push(Part { node, path: path.clone() });
        let all = node.get("allOf").items();
        let before = parts.component.clone();
        for part in all {
            self.collect(part, path.clone(), parts)?;
        }
        if all.len() > 1 {
            parts.component = before;
        }
        for key in ["anyOf", "oneOf"] {
            let is_null = |choice: &&Node| choice.get("type").text() == Some("null");
            let (nulls, others): (Vec<_>, Vec<_>) = node.get(key).items().iter().partition(is_null);
            parts.nullable |= !nulls.is_empty();
            match others.as_slice() {
                [only] => self.collect(only, path.clone(), parts)?,
                // Beside properties, the alternatives say only which of them are required.
                several if node.get("properties").is_null() => {
                    let path = || path.clone();
                    parts.choices.extend(several.iter().map(|node| Part { node, path: path() }));
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn kind(&self, parts: &Parts<'_>) -> Result<Kind, ReadError> {
        if parts.recursive {
            return Ok(Kind::Recursive);
        }
        if !parts.choices.is_empty() {
            let choices = parts.choices.iter().map(|part| self.schema_in(part.node, &part.path));
            return Ok(Kind::Choice(choices.collect::<Result<_, _>>()?));
        }
        let get = |key: &str| parts.get(key);
        let integer = |key| get(key).integer();
        let text = |key| get(key).text().map(ToOwned::to_owned);
        let number = || Number {
            format: text("format"),
            min: bound(get("minimum"), get("exclusiveMinimum"), 1),
            max: bound(get("maximum"), get("exclusiveMaximum"), -1),
        };
        Ok(match kind_name(parts, get("type")) {
            "integer" => Kind::Integer(number()),
            "number" => Kind::Number(number()),
            "boolean" => Kind::Boolean,
            "array" => Kind::List {
                items: Box::new(self.schema_at("items", parts)?),
                min: integer("minItems"),
                max: integer("maxItems"),
            },
            "object" => self.object(parts)?,
            "string" => Kind::Text(Text {
                format: text("format"),
                pattern: text("pattern"),
                min: integer("minLength"),
                max: integer("maxLength"),
                values: get("enum").items().iter().filter(|v| !v.is_null()).map(plain).collect(),
            }),
            _ => Kind::Any,
        })
    }

    /// The schema under a key of the first part that has it.
    fn schema_at(&self, key: &str, parts: &Parts<'_>) -> Result<Schema, ReadError> {
        match parts.with(key) {
            Some(part) => self.schema_in(part.node.get(key), &part.path),
            None => self.schema(&Node::Null),
        }
    }

    fn object(&self, parts: &Parts<'_>) -> Result<Kind, ReadError> {
        let required = parts.nodes.iter().flat_map(|part| part.node.get("required").items());
        let required: Vec<_> = required.filter_map(Node::text).collect();
        let mut properties: Vec<Property> = Vec::new();
        for part in &parts.nodes {
            for (name, node) in part.node.get("properties").entries() {
                let property = Property {
                    name: name.clone(),
                    required: required.contains(&name.as_str()),
                    schema: self.schema_in(node, &part.path)?,
                };
                match properties.iter_mut().find(|known| known.name == *name) {
                    Some(known) => *known = property,
                    None => properties.push(property),
                }
            }
        }
        if !properties.is_empty() {
            return Ok(Kind::Object(properties));
        }
        let values = "additionalProperties";
        // `true` and `false` say nothing of the values.
        let part = parts.nodes.iter().find(|part| !part.node.get(values).entries().is_empty());
        Ok(Kind::Map(Box::new(match part {
            Some(part) => self.schema_in(part.node.get(values), &part.path)?,
            None => self.schema(&Node::Null)?,
        })))
    }
}

/// The `type`, or what the other keys say of it.
fn kind_name<'a>(parts: &Parts<'a>, kind: &'a Node) -> &'a str {
    let not_null = |kind: &&str| *kind != "null";
    let named = kind.text().or_else(|| match kind.items() {
        items if items.iter().filter_map(Node::text).filter(not_null).count() == 1 => {
            items.iter().filter_map(Node::text).find(not_null)
        }
        _ => None,
    });
    let has = |key: &str| parts.with(key).is_some();
    match named {
        Some(name) => name,
        None if has("properties") => "object",
        None if has("items") => "array",
        None if has("enum") => "string",
        None => "",
    }
}

/// A bound that includes itself, from either kind: `exclusive` is a flag beside it in `OpenAPI` 3.0,
/// and a bound of its own in 3.1.
fn bound(inclusive: &Node, exclusive: &Node, inside: i128) -> Option<i128> {
    match exclusive {
        Node::Boolean(true) => inclusive.integer().map(|bound| bound + inside),
        Node::Integer(_) | Node::Float(_) => exclusive.integer().map(|bound| bound + inside),
        _ => inclusive.integer(),
    }
}

/// A value of an enum as it is on the wire.
fn plain(value: &Node) -> String {
    value.text().map_or_else(|| value.to_string(), ToOwned::to_owned)
}
