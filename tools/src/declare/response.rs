//! Writes responses: models that serde reads.

use std::collections::BTreeMap;

use crate::declare::docs;
use crate::declare::scope::Scope;
use crate::declare::source::{Content, Field, Item, Source, many_flags};
use crate::declare::values;
use crate::names;
use crate::openapi::schema::{Kind, Property, Schema};
use crate::openapi::{Operation, Response};

/// The components that were written, each in a file of its own.
#[derive(Default)]
pub(crate) struct Models {
    /// The name of the type, by the name of the component.
    pub(crate) names: BTreeMap<String, String>,
    /// The files, by the name of the type.
    pub(crate) files: BTreeMap<String, Source>,
}

/// Writes the models of one file.
pub(crate) struct Writer<'a> {
    pub(crate) scope: &'a mut Scope,
    pub(crate) models: &'a mut Models,
    pub(crate) source: &'a mut Source,
}

impl Writer<'_> {
    /// Returns the type that an operation returns, with a comment where the contract does not say.
    pub(crate) fn response(
        &mut self,
        operation: &Operation,
        name: &str,
    ) -> (String, Option<String>) {
        match &operation.response {
            Response::Undescribed => ("()".to_owned(), None),
            Response::Other(kind) => {
                ("String".to_owned(), Some(format!("declare: the response is `{kind}`.")))
            }
            Response::Json(schema) => {
                let mut comments = Vec::new();
                let name = format!("{name}Response");
                let ty = match page(operation, schema) {
                    Some(item) if operation.method == "GET" => {
                        self.source.uses.library.insert("Page");
                        format!("Page<{}>", self.value(item, &name, &mut comments))
                    }
                    Some(item) => format!("Vec<{}>", self.value(item, &name, &mut comments)),
                    None => self.value(schema, &name, &mut comments),
                };
                (ty, comments.into_iter().next())
            }
        }
    }

    /// The type of a value that is there.
    fn value(&mut self, schema: &Schema, name: &str, comments: &mut Vec<String>) -> String {
        match &schema.kind {
            Kind::Text(text) if text.values.len() > 1 => {
                let name = self.scope.take(name);
                self.source.items.push(Item {
                    docs: docs::part("of a response"),
                    attributes: Vec::new(),
                    name: name.clone(),
                    content: Content::OpenEnum(values::variants(&text.values)),
                });
                name
            }
            Kind::Text(_) => "String".to_owned(),
            Kind::Integer(_) => "i64".to_owned(),
            Kind::List { items, .. } => {
                let item = self.value(items, &format!("{name}Item"), comments);
                if items.nullable { format!("Vec<Option<{item}>>") } else { format!("Vec<{item}>") }
            }
            Kind::Map(inside) if inside.kind != Kind::Any => {
                self.source.uses.paths.insert("std::collections::BTreeMap");
                let value = self.value(inside, &format!("{name}Value"), comments);
                let value = if inside.nullable { format!("Option<{value}>") } else { value };
                format!("BTreeMap<String, {value}>")
            }
            Kind::Object(properties) => match &schema.component {
                Some(component) => self.component(component, properties),
                None => self.object(properties, name, "of a response"),
            },
            Kind::Recursive => {
                let component = schema.component.as_deref().unwrap_or_default();
                let name = self.models.names.get(component).cloned();
                name.map_or_else(|| "Value".to_owned(), |name| format!("Box<{name}>"))
            }
            kind => {
                let (ty, comment) = values::plain(kind, &mut self.source.uses);
                comments.extend(comment);
                ty
            }
        }
    }

    /// An object that has a name in the contract, in a file of its own.
    fn component(&mut self, component: &str, properties: &[Property]) -> String {
        let name = if let Some(name) = self.models.names.get(component) {
            name.clone()
        } else {
            let name = self.scope.take(&names::pascal_case(component));
            self.models.names.insert(component.to_owned(), name.clone());
            let mut source = Source::default();
            let docs = format!("schema `{component}` of the Backend API");
            source.docs.push(format!("Schema `{component}`."));
            let mut writer = Writer { scope: self.scope, models: self.models, source: &mut source };
            writer.fields(properties, &name, &docs);
            source.uses.models.remove(&name);
            self.models.files.insert(name.clone(), source);
            name
        };
        self.source.uses.models.insert(name.clone());
        name
    }

    fn object(&mut self, properties: &[Property], name: &str, docs: &str) -> String {
        let name = self.scope.take(name);
        self.fields(properties, &name, docs);
        name
    }

    /// The struct of an object, before the parts of it.
    fn fields(&mut self, properties: &[Property], name: &str, docs: &str) {
        self.source.uses.paths.insert("clerk_invite::serde::Deserialize");
        let index = self.source.items.len();
        let mut fields: Vec<Field> = Vec::new();
        for Property { name: wire, required, schema } in properties {
            let mut comments = Vec::new();
            let part = format!("{name}{}", names::pascal_case(wire));
            let value = self.value(schema, &part, &mut comments);
            let mut field = names::field(wire);
            while fields.iter().any(|other| other.name == field) {
                field.push('_');
            }
            let is_always_there = *required && !schema.nullable;
            let mut serde = Vec::new();
            if !is_always_there {
                serde.push("default".to_owned());
            }
            if field.trim_start_matches("r#") != wire {
                serde.push(format!("rename = {wire:?}"));
            }
            let mut attributes = Vec::new();
            if !serde.is_empty() {
                attributes.push(format!("#[serde({})]", serde.join(", ")));
            }
            if schema.deprecated {
                attributes.push("#[deprecated]".to_owned());
            }
            let ty = if is_always_there { value } else { format!("Option<{value}>") };
            let place = match (*required, schema.nullable) {
                (true, false) => "Always there",
                (true, true) => "Can be `null`",
                (false, false) => "Can be missing",
                (false, true) => "Can be missing or `null`",
            };
            let docs = docs::field(place, schema);
            fields.push(Field { comments, docs, attributes, name: field, ty });
        }
        let mut attributes = vec![
            "#[derive(Debug, Clone, PartialEq, Deserialize)]".to_owned(),
            "#[serde(crate = \"clerk_invite::serde\")]".to_owned(),
            "#[non_exhaustive]".to_owned(),
        ];
        attributes.extend(many_flags(&fields));
        let item = Item {
            docs: docs::part(docs),
            attributes,
            name: name.to_owned(),
            content: Content::Struct(fields),
        };
        self.source.items.insert(index, item);
    }
}

/// The item of a page: an object of `data` and `total_count`, or a list that is read in pages.
fn page<'a>(operation: &Operation, schema: &'a Schema) -> Option<&'a Schema> {
    let has = |name: &str| operation.parameters.iter().any(|p| p.name == name);
    match &schema.kind {
        Kind::List { items, .. } if has("limit") && has("offset") => Some(items),
        Kind::Object(properties) => match properties.as_slice() {
            [data, total] if data.name == "data" && total.name == "total_count" => {
                data.schema.is_list().then(|| data.schema.item())
            }
            _ => None,
        },
        _ => None,
    }
}
