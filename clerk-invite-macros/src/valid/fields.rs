//! The rules that hold for each field in its place.

use syn::Type;

use crate::ast::type_shape::{self, Shape};
use crate::ast::{Field, Struct};
use crate::attr::conditional::cfg_of;
use crate::diagnostics::errors::{Errors, written};
use crate::valid::place::Place;

pub(crate) fn check(input: &Struct, places: &[Place], errors: &mut Errors) {
    for (field, place) in input.fields.iter().zip(places) {
        if check_type(field, *place, errors) {
            check_range(field, errors);
        }
        check_attributes(field, *place, errors);
        check_setter(field, errors);
    }
    check_wire_names(input, places, errors);
}

/// Checks a field's type. Returns `true` if its bounds are worth a look.
fn check_type(field: &Field, place: Place, errors: &mut Errors) -> bool {
    let name = field.name();
    if let Some(outer) = ["Option", "Nullable"].into_iter().find(|outer| {
        type_shape::argument_of(&field.ty, outer).is_some_and(|ty| !Shape::of(ty).is_required())
    }) {
        let message = "expected `Nullable<T>` for a value that can be left out, `null` or set";
        errors.at(type_shape::argument_of(&field.ty, outer), message);
        return false;
    }
    let found = match &field.shape {
        Shape::Optional(_) => "Option",
        Shape::Nullable(_) => "Nullable",
        Shape::Required if type_shape::list_item(&field.ty).is_some() => "Vec",
        Shape::Required => return true,
    };
    let message = match (place, found) {
        (Place::Path, _) => {
            format!("`{name}` is in the path, so it is always one value: expected no `{found}`")
        }
        (Place::Query, "Nullable") => {
            format!("`{name}` is in the query, which has no `null`: expected `Option`")
        }
        (Place::Body, "Nullable") => {
            format!("`{name}` is the whole body, which is sent or left out: expected `Option`")
        }
        _ => return true,
    };
    errors.at(&field.ty, message);
    true
}

fn check_attributes(field: &Field, place: Place, errors: &mut Errors) {
    let what = match place {
        Place::Path => "a path parameter",
        Place::Body => "the whole body",
        Place::Query | Place::Property | Place::Unknown => return,
    };
    if let Some(rename) = &field.attributes.rename {
        let name = field.name();
        let message =
            format!("`{name}` is {what}, which has no name on the wire: leave `#[rename]` out");
        errors.at(rename, message);
    }
    if place == Place::Path {
        if let Some(span) = field.attributes.body {
            let message =
                format!("`{}` is in the path, so it cannot be the body as well", field.name());
            errors.at_span(span, message);
        }
        let conditional = field.attributes.rest.iter().find(|a| cfg_of(a).is_some());
        if let Some(cfg) = conditional {
            let message = format!("`{}` is in the path, so it is always needed", field.name());
            errors.at(cfg.path(), message);
        }
    }
}

fn check_range(field: &Field, errors: &mut Errors) {
    let Some(range) = &field.attributes.range else { return };
    let ty = field.shape.value(&field.ty);
    let Some((least, greatest)) = limits(ty) else {
        let name = field.name();
        errors.at_span(range.span, if type_shape::may_be_alias(ty) && !is_known(ty) {
            let ty = written(ty);
            format!(
                "`#[range]` needs the name of an integer type such as `u32`, or a `Vec`: the macro \
                 sees names only, and does not know `{ty}`"
            )
        } else {
            format!("`#[range]` bounds an integer or a list, and `{name}` is neither")
        });
        return;
    };
    for bound in [&range.min, &range.max].into_iter().flatten() {
        if bound.value < least || bound.value > greatest {
            let name = field.name();
            let what = match type_shape::list_item(ty) {
                Some(_) => format!("the length of `{name}`"),
                None => format!("`{name}`"),
            };
            errors.at(&bound.tokens, format!("{what} can only be {least} to {greatest}"));
        }
    }
}

/// Returns `true` for a type of the standard library that is neither an integer nor a list.
fn is_known(ty: &Type) -> bool {
    let known = ["BTreeMap", "Box", "Cow", "HashMap", "Metadata", "PathBuf", "Value"];
    known.iter().any(|name| type_shape::is_named(ty, *name))
}

fn limits(ty: &Type) -> Option<(i128, i128)> {
    if type_shape::list_item(ty).is_some() {
        return Some((0, u32::MAX.into()));
    }
    type_shape::integer_limits(ty)
}

fn check_setter(field: &Field, errors: &mut Errors) {
    let name = field.name();
    if field.has_taken_name() {
        errors.at(
            &field.ident,
            format!(
                "the setter of `{name}` would collide with `{name}(..)`: rename the field and add \
                 `#[rename = \"{name}\"]`"
            ),
        );
    }
}

/// Two fields of one place cannot have one name on the wire, unless only one of them is compiled.
fn check_wire_names(input: &Struct, places: &[Place], errors: &mut Errors) {
    let mut seen: Vec<(String, &Field)> = Vec::new();
    for (field, place) in input.fields.iter().zip(places) {
        if !matches!(place, Place::Query | Place::Property) {
            continue;
        }
        let wire = field.wire_name();
        let earlier = seen.iter().rfind(|(known, _)| *known == wire).map(|(_, field)| *field);
        seen.push((wire.clone(), field));
        let Some(earlier) = earlier else { continue };
        if field.is_conditional() && earlier.is_conditional() || field.ident == earlier.ident {
            continue;
        }
        let renamed = field.attributes.rename.as_ref().or(earlier.attributes.rename.as_ref());
        if let Some(rename) = renamed {
            errors.at(
                rename,
                format!(
                    "`{}` and `{}` are both `{wire}` on the wire",
                    earlier.name(),
                    field.name()
                ),
            );
        }
    }
}
