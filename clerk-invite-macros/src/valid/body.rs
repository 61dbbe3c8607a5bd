//! The rules of `#[body]` and `max_items`.

use syn::{Ident, Type};

use crate::ast::Struct;
use crate::ast::type_shape::{self, Shape};
use crate::attr::{Arguments, Method};
use crate::diagnostics::errors::Errors;
use crate::valid::place::Place;

/// A body that is a list with a greatest length.
pub(crate) struct Cap {
    pub(crate) field: Ident,
    pub(crate) item: Type,
    pub(crate) max: u32,
}

/// `#[body]`: once, alone, and not on GET.
pub(super) fn check(arguments: &Arguments, input: &Struct, places: &[Place], errors: &mut Errors) {
    // On a path parameter it has been reported already.
    let in_path = |place: &Place| matches!(place, Place::Path | Place::Unknown);
    let outside = || input.fields.iter().zip(places).filter(|(_, place)| !in_path(place));
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
pub(super) fn cap(
    arguments: &Arguments,
    input: &Struct,
    places: &[Place],
    errors: &mut Errors,
) -> Option<Cap> {
    let max_items = arguments.max_items.as_ref()?;
    if arguments.names_body {
        return None;
    }
    let mut marked =
        input.fields.iter().zip(places).filter(|(field, _)| field.attributes.body.is_some());
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
