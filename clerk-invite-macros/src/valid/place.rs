//! The place of each field's value in a request.

use crate::ast::{Field, Struct};
use crate::attr::{Arguments, Path};
use crate::diagnostics::errors::Errors;
use crate::diagnostics::suggest;

/// The part of a request that a field's value goes to.
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

/// Finds each field's place, and each placeholder's field.
pub(super) fn assign(arguments: &Arguments, input: &Struct, errors: &mut Errors) -> Vec<Place> {
    let template = arguments.path.as_ref().map(|path| &path.template);
    let in_path: Vec<&str> = template.iter().flat_map(|t| t.placeholders()).collect();
    let rest = match arguments.method {
        Some(method) if !method.has_body() => Place::Query,
        _ => Place::Property,
    };
    let mut places: Vec<_> = input
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
    for name in missing_fields(arguments, input, &places, errors) {
        let near = near_field(input, &places, rest, &name);
        if let Some(index) = near {
            places[index] = Place::Path;
        } else if let Some(index) = next_required(input, &places, rest) {
            places[index] = Place::Unknown;
        }
    }
    let Some(path) = &arguments.path else {
        // Without a path nothing says which fields are in it.
        if input.fields.iter().any(|field| field.attributes.body.is_some()) {
            while let Some(index) = next_required(input, &places, rest) {
                places[index] = Place::Unknown;
            }
        }
        return places;
    };
    for name in &path.template.unread {
        let named = input.fields.iter().position(|field| Some(field.name()) == *name);
        if let Some(index) = named.or_else(|| next_required(input, &places, rest)) {
            places[index] = Place::Unknown;
        }
    }
    report_conversions(path, input, &places, errors);
    places
}

/// Reports each placeholder that no field stands for.
fn missing_fields(
    arguments: &Arguments,
    input: &Struct,
    places: &[Place],
    errors: &mut Errors,
) -> Vec<String> {
    let Some(path) = &arguments.path else { return Vec::new() };
    let names: Vec<String> = input.fields.iter().map(Field::name).collect();
    let free = names.iter().zip(places).filter(|(_, place)| **place != Place::Path);
    let free: Vec<&str> = free.map(|(name, _)| name.as_str()).collect();
    let missing = path.template.placeholders().filter(|name| !names.iter().any(|n| n == name));
    missing
        .map(|name| {
            let hint = suggest::nearest(name, free.iter().copied()).map_or_else(
                || format!(": expected `pub {name}: ..` in `{}`", input.ident),
                suggest::did_you_mean,
            );
            errors.at(&path.literal, format!("no field for the placeholder `{{{name}}}`{hint}"));
            name.to_owned()
        })
        .collect()
}

/// Reports `%s` and its like, each with a field that a placeholder which could not be read is for.
fn report_conversions(path: &Path, input: &Struct, places: &[Place], errors: &mut Errors) {
    let unknown = input.fields.iter().zip(places).filter(|(_, place)| **place == Place::Unknown);
    let mut meant = unknown.map(|(field, _)| field.name());
    for written in &path.template.conversions {
        let meant = meant.next().map_or_else(
            || "a placeholder is the name of a field in braces".to_owned(),
            |name| format!("expected `{{{name}}}`"),
        );
        errors.at(&path.literal, format!("`{written}` is not percent-encoding: {meant}"));
    }
}

fn near_field(input: &Struct, places: &[Place], rest: Place, name: &str) -> Option<usize> {
    let names: Vec<String> = input.fields.iter().map(Field::name).collect();
    let free = || names.iter().enumerate().filter(|(index, _)| places[*index] == rest);
    let near = suggest::nearest(name, free().map(|(_, name)| name.as_str()))?;
    free().find(|(_, name)| *name == near).map(|(index, _)| index)
}

fn next_required(input: &Struct, places: &[Place], rest: Place) -> Option<usize> {
    let mut fields = input.fields.iter().zip(places);
    fields.position(|(field, place)| *place == rest && field.shape.is_required())
}
