//! From a declaration as it was parsed to one that cannot be wrong.

pub(crate) mod fields;

use syn::{Ident, LitStr, Type, Visibility};

use crate::ast::{Declaration, Field, Struct};
use crate::attr::{Arguments, Method};
use crate::diagnostics::errors::Errors;

use crate::ast::type_shape::{self, Shape};
use crate::attr::path_template::Piece;
use crate::attr::rate_limit::RateLimit;
use crate::diagnostics::suggest;

/// Where a field's value goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Path,
    Query,
    /// A property of the JSON body.
    Property,
    /// The whole JSON body.
    Body,
    /// Most likely in the path, which could not be read: its mistake has been reported.
    Unknown,
}

/// A valid endpoint: what `expand` writes out.
pub(crate) struct Endpoint {
    pub(crate) structure: Struct,
    /// One for each field of `structure`.
    pub(crate) places: Vec<Place>,
    pub(crate) method: Method,
    pub(crate) template: LitStr,
    pub(crate) path: Vec<Piece>,
    pub(crate) rate_limit: Option<RateLimit>,
    pub(crate) cap: Option<Cap>,
    pub(crate) returns: Type,
    pub(crate) client_method: Option<Ident>,
}

/// A valid object inside a body.
pub(crate) struct Params {
    pub(crate) structure: Struct,
}

/// A body that is a list with a greatest length.
pub(crate) struct Cap {
    pub(crate) field: Ident,
    pub(crate) item: Type,
    pub(crate) max: u32,
}

impl Endpoint {
    /// The checked declaration, or the declaration again if anything about it is wrong.
    pub(crate) fn check(
        declaration: Declaration,
        crate_name: Option<&str>,
        errors: &mut Errors,
    ) -> Result<Self, Box<Declaration>> {
        let Declaration { arguments, structure, returns } = &declaration;
        let places = places(arguments, structure, errors);
        fields::check(structure, &places, errors);
        check_body(arguments, structure, &places, errors);
        let cap = cap(arguments, structure, &places, errors);
        check_crate(arguments, structure, crate_name, errors);
        match (&arguments.method, &arguments.path, returns) {
            (Some(method), Some(path), Some(returns)) if errors.is_empty() => Ok(Self {
                places,
                method: *method,
                template: path.literal.clone(),
                path: path.template.pieces.clone(),
                rate_limit: arguments.rate_limit,
                cap,
                returns: returns.clone(),
                client_method: arguments.client_method.as_ref().map(|m| m.name.clone()),
                structure: declaration.structure,
            }),
            _ => Err(Box::new(declaration)),
        }
    }

    /// The fields with their places, in order.
    pub(crate) fn fields(&self) -> impl Iterator<Item = (&Field, Place)> {
        self.structure.fields.iter().zip(self.places.iter().copied())
    }

    pub(crate) fn fields_in(&self, place: Place) -> impl Iterator<Item = &Field> {
        self.fields().filter(move |(_, its)| *its == place).map(|(field, _)| field)
    }

    /// The field that is the whole body.
    pub(crate) fn whole_body(&self) -> Option<&Field> {
        self.fields_in(Place::Body).next()
    }

    /// Whether a call of this endpoint sends a JSON body.
    pub(crate) fn sends_body(&self) -> bool {
        self.places.iter().any(|place| matches!(place, Place::Body | Place::Property))
    }
}

impl Params {
    pub(crate) fn check(structure: Struct, errors: &mut Errors) -> Result<Self, Box<Struct>> {
        for field in &structure.fields {
            if let Some(span) = field.attributes.body {
                let message = "`#[body]` belongs on a field of an `#[endpoint(..)]`: here every \
                               field is a property";
                errors.at_span(span, message);
            }
        }
        fields::check(&structure, &vec![Place::Property; structure.fields.len()], errors);
        if errors.is_empty() { Ok(Self { structure }) } else { Err(Box::new(structure)) }
    }
}

/// Finds each field's place, and each placeholder's field.
fn places(arguments: &Arguments, structure: &Struct, errors: &mut Errors) -> Vec<Place> {
    let template = arguments.path.as_ref().map(|path| &path.template);
    let in_path: Vec<&str> = template.iter().flat_map(|t| t.placeholders()).collect();
    let rest = match arguments.method {
        Some(method) if !method.has_body() => Place::Query,
        _ => Place::Property,
    };
    let mut places: Vec<_> = structure
        .fields
        .iter()
        .map(|field| match field {
            field if in_path.contains(&field.name().as_str()) => Place::Path,
            field if field.attributes.body.is_some() => Place::Body,
            _ => rest,
        })
        .collect();
    // A field whose placeholder is missing or misspelt is a path parameter all the same: its
    // mistake is the placeholder's.
    for name in missing_fields(arguments, structure, &places, errors) {
        let near = near_field(structure, &places, rest, &name);
        if let Some(index) = near {
            places[index] = Place::Path;
        } else if let Some(index) = next_required(structure, &places, rest) {
            places[index] = Place::Unknown;
        }
    }
    let unreadable = match template {
        Some(template) => template.unreadable,
        // Without a path nothing says which fields are in it.
        None if structure.fields.iter().any(|f| f.attributes.body.is_some()) => usize::MAX,
        None => 0,
    };
    for _ in 0..unreadable.min(structure.fields.len()) {
        if let Some(index) = next_required(structure, &places, rest) {
            places[index] = Place::Unknown;
        }
    }
    places
}

/// Reports each placeholder that no field stands for.
fn missing_fields(
    arguments: &Arguments,
    structure: &Struct,
    places: &[Place],
    errors: &mut Errors,
) -> Vec<String> {
    let Some(path) = &arguments.path else { return Vec::new() };
    let names: Vec<String> = structure.fields.iter().map(Field::name).collect();
    let free = names.iter().zip(places).filter(|(_, place)| **place != Place::Path);
    let free: Vec<&str> = free.map(|(name, _)| name.as_str()).collect();
    let missing = path.template.placeholders().filter(|name| !names.iter().any(|n| n == name));
    missing
        .map(|name| {
            let near = suggest::did_you_mean(name, free.iter().copied());
            let hint = if near.is_empty() {
                format!(": expected `pub {name}: ..` in `{}`", structure.ident)
            } else {
                near
            };
            errors.at(&path.literal, format!("no field for the placeholder `{{{name}}}`{hint}"));
            name.to_owned()
        })
        .collect()
}

fn near_field(structure: &Struct, places: &[Place], rest: Place, name: &str) -> Option<usize> {
    let names: Vec<String> = structure.fields.iter().map(Field::name).collect();
    let free = || names.iter().enumerate().filter(|(index, _)| places[*index] == rest);
    let near = suggest::nearest(name, free().map(|(_, name)| name.as_str()))?;
    free().find(|(_, name)| *name == near).map(|(index, _)| index)
}

fn next_required(structure: &Struct, places: &[Place], rest: Place) -> Option<usize> {
    let mut fields = structure.fields.iter().zip(places);
    fields.position(|(field, place)| *place == rest && field.shape.is_required())
}

/// `#[body]`: once, alone, and not on GET.
fn check_body(arguments: &Arguments, structure: &Struct, places: &[Place], errors: &mut Errors) {
    // On a path parameter it has been reported already.
    let in_path = |place: &Place| matches!(place, Place::Path | Place::Unknown);
    let outside = || structure.fields.iter().zip(places).filter(|(_, place)| !in_path(place));
    let marked = || outside().filter_map(|(field, _)| Some((field, field.attributes.body?)));
    let Some((body, span)) = marked().next() else { return };
    for (field, again) in marked().skip(1) {
        errors.at_span(
            again,
            format!(
                "`#[body]` stands on `{}` and on `{}`: a request has one body",
                body.name(),
                field.name()
            ),
        );
    }
    if arguments.method == Some(Method::Get) {
        errors.at_span(span, "a GET request has no body: leave `#[body]` out to send a query");
        return;
    }
    let beside: Vec<_> = outside()
        .filter(|(field, _)| field.attributes.body.is_none())
        .map(|(field, _)| format!("`{}`", field.name()))
        .collect();
    if !beside.is_empty() {
        errors.at_span(
            span,
            format!(
                "`{}` is the whole body, so only path parameters can stand beside it, not {}: move \
                 that into the body's type, or leave `#[body]` out",
                body.name(),
                beside.join(", ")
            ),
        );
    }
}

/// `max_items` needs a `#[body]` that is a list.
fn cap(
    arguments: &Arguments,
    structure: &Struct,
    places: &[Place],
    errors: &mut Errors,
) -> Option<Cap> {
    let max_items = arguments.max_items.as_ref()?;
    let mut marked =
        structure.fields.iter().zip(places).filter(|(field, _)| field.attributes.body.is_some());
    let Some((body, place)) = marked.next() else {
        let message = "`max_items` caps a list: expected a `#[body]` field of type `Vec<_>`";
        errors.at(&max_items.key, message);
        return None;
    };
    // On a path parameter, or as a `Nullable`, it has been reported already.
    if *place == Place::Path || matches!(body.shape, Shape::Nullable(_)) {
        return None;
    }
    let Some(item) = type_shape::list_item(&body.ty) else {
        errors
            .at(&body.ty, "expected a `Vec<_>`: `max_items` caps the number of items in the body");
        return None;
    };
    Some(Cap { field: body.ident.clone(), item: item.clone(), max: max_items.value? })
}

/// An inherent method can only be added where `Client` is, and is as public as its request.
fn check_crate(
    arguments: &Arguments,
    structure: &Struct,
    crate_name: Option<&str>,
    errors: &mut Errors,
) {
    if let (Some(method), Some(name)) = (&arguments.client_method, crate_name) {
        if name != "clerk_invite" {
            errors.at(
                &method.key,
                "`client_method` adds a method to `Client`, which only works inside `clerk-invite`: \
                 leave it out and call `client.send(request)`",
            );
        } else if !matches!(structure.visibility, Visibility::Public(_)) {
            errors.at(
                &structure.ident,
                format!(
                    "expected `pub struct {}`: `Client::{}` takes it from everybody",
                    structure.ident, method.name
                ),
            );
        }
    }
}
