//! Writes requests: the struct of an operation, and the objects and enums inside of it.

use clerk_invite::ParameterLocation;

use crate::declare::docs;
use crate::declare::remark::{DeclareError, Remark};
use crate::declare::scope::Scope;
use crate::declare::source::{Content, Field, Item, Source, many_flags};
use crate::declare::values::{self, Presence};
use crate::drift::difference::Kind as Respect;
use crate::names;
use crate::openapi::schema::{Kind, Property, Schema, Text};
use crate::openapi::{Body, Content as BodyContent, Operation, Parameter};

/// Setters that every request has already.
const TAKEN_SETTERS: &[&str] = &["new", "batches"];

/// Writes one request.
pub(crate) struct Writer<'a> {
    pub(crate) operation: &'a str,
    pub(crate) scope: &'a mut Scope,
    pub(crate) remarks: &'a mut Vec<Remark>,
    pub(crate) source: &'a mut Source,
}

/// The place of a value: how drift names it, and what a type of its own is called.
struct At {
    location: ParameterLocation,
    parameter: String,
    type_name: String,
    /// An item of a list.
    in_list: bool,
}

/// The parts of a request.
pub(crate) struct Request {
    pub(crate) fields: Vec<Field>,
    pub(crate) max_items: Option<i128>,
    /// The objects and enums inside of it.
    pub(crate) parts: Vec<Item>,
    /// The attributes above the struct.
    pub(crate) comments: Vec<String>,
}

impl Request {
    fn new() -> Self {
        Self { fields: Vec::new(), max_items: None, parts: Vec::new(), comments: Vec::new() }
    }
}

impl Writer<'_> {
    /// Writes the fields of an operation: the path, the query, then the body.
    pub(crate) fn request(&mut self, operation: &Operation) -> Result<Request, DeclareError> {
        let mut request = Request::new();
        for (name, place) in &operation.elsewhere {
            let text = format!("in a {place}, which a declaration has none of: left out");
            request.comments.push(format!("declare: `{name}` is {text}"));
            self.remark(name, Some(Respect::Missing), text);
        }
        for segment in operation.path.split('/').filter_map(|s| s.strip_prefix('{')) {
            let name = segment.trim_end_matches('}');
            let known = operation.parameters.iter().find(|parameter| {
                parameter.location == ParameterLocation::Path && parameter.name == name
            });
            let unknown;
            let schema = if let Some(parameter) = known {
                &parameter.schema
            } else {
                unknown = text_schema();
                &unknown
            };
            self.path_parameter(name, schema, &mut request);
        }
        let query = |p: &&Parameter| p.location == ParameterLocation::Query;
        let has_body_properties = matches!(operation.method.as_str(), "POST" | "PUT" | "PATCH");
        for parameter in operation.parameters.iter().filter(query) {
            if has_body_properties {
                return Err(DeclareError::QueryBesideBody(parameter.name.clone()));
            }
            self.query_parameter(parameter, &mut request);
        }
        match &operation.body {
            None => {}
            Some(Body { content: BodyContent::Other(kind), .. }) => {
                return Err(DeclareError::ContentType(kind.clone()));
            }
            Some(Body { content: BodyContent::Json(schema), required }) => match &schema.kind {
                Kind::Object(properties) if has_body_properties => {
                    self.properties(properties, "", self.operation, &mut request);
                }
                _ => self.whole_body(schema, *required, &mut request),
            },
        }
        Ok(request)
    }

    fn remark(&mut self, parameter: &str, kind: Option<Respect>, text: impl Into<String>) {
        self.remarks.push(Remark {
            operation: self.operation.to_owned(),
            parameter: parameter.to_owned(),
            kind,
            text: text.into(),
        });
    }

    fn path_parameter(&mut self, name: &str, schema: &Schema, request: &mut Request) {
        let at = At {
            location: ParameterLocation::Path,
            parameter: name.to_owned(),
            type_name: format!("{}{}", self.operation, names::pascal_case(name)),
            in_list: false,
        };
        let ty = match &schema.kind {
            Kind::Text(text) if text.values.len() > 1 => self.open_enum(&text.values, &at, request),
            _ => "String".to_owned(),
        };
        request.fields.push(Field {
            comments: Vec::new(),
            docs: docs::field("In the path", schema),
            attributes: deprecated(schema),
            name: names::field(name),
            ty,
        });
    }

    fn query_parameter(&mut self, parameter: &Parameter, request: &mut Request) {
        let Parameter { name, required, separator, schema, .. } = parameter;
        let at = At {
            location: ParameterLocation::Query,
            parameter: name.clone(),
            type_name: format!("{}{}", self.operation, names::pascal_case(name)),
            in_list: false,
        };
        if let (true, Some(separator)) = (schema.is_list(), separator) {
            let mut field = self.field(name, &text_schema(), *required, &at, request);
            let text =
                format!("several values with `{separator}` between them: written as a string");
            field.comments.push(format!("declare: {text}"));
            field.attributes = [deprecated(schema), rename(name, &field.name)].concat();
            self.remark(name, None, text);
            request.fields.push(field);
        } else {
            let field = self.field(name, schema, *required, &at, request);
            request.fields.push(field);
        }
    }

    /// The fields of an object; `prefix` is how drift names what is in it.
    fn properties(
        &mut self,
        properties: &[Property],
        prefix: &str,
        type_name: &str,
        request: &mut Request,
    ) {
        for Property { name, required, schema } in properties {
            let at = At {
                location: ParameterLocation::Body,
                parameter: format!("{prefix}{name}"),
                type_name: format!("{type_name}{}", names::pascal_case(name)),
                in_list: false,
            };
            let field = self.field(name, schema, *required, &at, request);
            request.fields.push(field);
        }
    }

    fn whole_body(&mut self, schema: &Schema, required: bool, request: &mut Request) {
        let at = At {
            location: ParameterLocation::Body,
            parameter: String::new(),
            type_name: self.operation.to_owned(),
            in_list: false,
        };
        let mut field = Field {
            comments: Vec::new(),
            docs: docs::field("The whole body", schema),
            attributes: vec!["#[body]".to_owned()],
            name: "body".to_owned(),
            ty: String::new(),
        };
        field.ty = self.value(schema, &at, &mut field.comments, request);
        if let Kind::List { min, max, .. } = &schema.kind {
            request.max_items = *max;
            if min.is_none_or(|min| min != 1) || max.is_none() {
                let text = "a list with other bounds than `max_items` has: left to Clerk";
                self.remark("", Some(Respect::Cap), text);
            }
        }
        if !required && request.max_items.is_some() {
            let text = "the body can be left out; a list with `max_items` is always sent";
            field.comments.push(format!("declare: {text}"));
            self.remark("", Some(Respect::Required), text);
        } else if !required {
            field.ty = format!("Option<{}>", field.ty);
        }
        while request.fields.iter().any(|other| other.name == field.name) {
            field.name.push('_');
        }
        request.fields.push(field);
    }

    /// One field of a query or of an object.
    fn field(
        &mut self,
        name: &str,
        schema: &Schema,
        required: bool,
        at: &At,
        request: &mut Request,
    ) -> Field {
        let mut comments = Vec::new();
        let value = self.value(schema, at, &mut comments, request);
        let in_query = at.location == ParameterLocation::Query;
        let presence = Presence::of(required, schema.nullable && !in_query);
        if schema.nullable && in_query {
            let text = "a query has no `null`: it can be left out";
            comments.push(format!("declare: {text}"));
            self.remark(&at.parameter, Some(Respect::Nullable), text);
        } else if required && schema.nullable {
            let text = "always sent, and can be `null`: `Nullable` leaves it out until it is set";
            comments.push(format!("declare: {text}"));
            self.remark(&at.parameter, Some(Respect::Required), text);
        }
        let ty = match presence {
            Presence::Required => value,
            Presence::Optional => format!("Option<{value}>"),
            Presence::Nullable => {
                self.source.uses.library.insert("Nullable");
                format!("Nullable<{value}>")
            }
        };
        let mut field = names::field(name);
        if TAKEN_SETTERS.contains(&field.as_str()) {
            field.push('_');
        }
        while request.fields.iter().any(|other| other.name == field) {
            field.push('_');
        }
        let place =
            if at.location == ParameterLocation::Query { "In the query" } else { "In the body" };
        let mut attributes = [deprecated(schema), rename(name, &field)].concat();
        attributes.extend(values::range(schema));
        Field { comments, docs: docs::field(place, schema), attributes, name: field, ty }
    }

    /// The type of a value that is there.
    fn value(
        &mut self,
        schema: &Schema,
        at: &At,
        comments: &mut Vec<String>,
        request: &mut Request,
    ) -> String {
        for (kind, text) in values::unchecked(schema) {
            comments.push(format!("declare: {text}"));
            self.remark(&at.parameter, Some(kind), text);
        }
        let is_scalar = values::is_scalar(schema.item());
        if at.location == ParameterLocation::Query
            && (!is_scalar || schema.is_list() && schema.item().nullable)
        {
            let text = "a query has scalars and lists of scalars: written as a string";
            comments.push(format!("declare: {text}"));
            self.remark(&at.parameter, Some(Respect::Type), text);
            return "String".to_owned();
        }
        match &schema.kind {
            Kind::Text(text) if !text.values.is_empty() => {
                self.open_enum(&text.values, at, request)
            }
            Kind::List { items, .. } => {
                let inside = At {
                    location: at.location,
                    parameter: at.parameter.clone(),
                    type_name: format!("{}Item", at.type_name),
                    in_list: true,
                };
                let item = self.value(items, &inside, comments, request);
                if items.nullable { format!("Vec<Option<{item}>>") } else { format!("Vec<{item}>") }
            }
            Kind::Object(properties) => self.object(properties, at, request),
            Kind::Map(inside) if inside.kind != Kind::Any => {
                self.source.uses.paths.insert("std::collections::BTreeMap");
                let at = At {
                    location: at.location,
                    parameter: at.parameter.clone(),
                    type_name: format!("{}Value", at.type_name),
                    in_list: at.in_list,
                };
                let value = self.value(inside, &at, comments, request);
                let value = if inside.nullable { format!("Option<{value}>") } else { value };
                format!("BTreeMap<String, {value}>")
            }
            kind => {
                let (ty, comment) = values::plain(kind, &mut self.source.uses);
                comments.extend(comment);
                ty
            }
        }
    }

    /// An object, as a struct with `#[params]`.
    fn object(&mut self, properties: &[Property], at: &At, request: &mut Request) -> String {
        let name = self.scope.take(&at.type_name);
        self.source.uses.library.insert("params");
        let mut inside = Request::new();
        let is_list = at.in_list || at.parameter.is_empty();
        let prefix = format!("{}{}", at.parameter, if is_list { "[]." } else { "." });
        self.properties(properties, &prefix, &name, &mut inside);
        let mut attributes = vec!["#[params]".to_owned()];
        attributes.extend(many_flags(&inside.fields));
        request.parts.push(Item {
            docs: docs::part(&self.name_of(at)),
            attributes,
            name: name.clone(),
            content: Content::Struct(inside.fields),
        });
        request.parts.append(&mut inside.parts);
        name
    }

    /// Names the place of a part, for its docs.
    fn name_of(&self, at: &At) -> String {
        match at.parameter.as_str() {
            "" => format!("the body of `{}`, or an item of it", self.operation),
            parameter => format!("`{parameter}` of `{}`", self.operation),
        }
    }

    fn open_enum(&mut self, values: &[String], at: &At, request: &mut Request) -> String {
        let name = self.scope.take(&at.type_name);
        request.parts.push(Item {
            docs: docs::part(&self.name_of(at)),
            attributes: Vec::new(),
            name: name.clone(),
            content: Content::OpenEnum(values::variants(values)),
        });
        name
    }
}

fn deprecated(schema: &Schema) -> Vec<String> {
    schema.deprecated.then(|| "#[deprecated]".to_owned()).into_iter().collect()
}

/// `#[rename = "wire"]`, where the field's name is another.
fn rename(wire: &str, field: &str) -> Vec<String> {
    let differs = field.trim_start_matches("r#") != wire;
    differs.then(|| format!("#[rename = {wire:?}]")).into_iter().collect()
}

/// A string without any bounds.
fn text_schema() -> Schema {
    Schema {
        component: None,
        nullable: false,
        deprecated: false,
        default: None,
        kind: Kind::Text(Text::default()),
    }
}
