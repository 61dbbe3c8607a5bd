//! Validation: a parsed declaration becomes one that can be expanded.

pub(crate) mod body;
pub(crate) mod client_method;
mod fields;
pub(crate) mod place;

use syn::{Ident, LitStr, Type};

use crate::ast::{Declaration, Field, Struct};
use crate::attr::Method;
use crate::attr::path_template::Piece;
use crate::attr::rate_limit::RateLimit;
use crate::diagnostics::errors::Errors;
use crate::valid::body::Cap;
use crate::valid::place::Place;

/// A valid endpoint.
pub(crate) struct Endpoint {
    pub(crate) input: Struct,
    /// One for each field of `input`.
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
    pub(crate) input: Struct,
}

/// A declaration with mistakes, and where its fields most likely go.
pub(crate) struct Rejected {
    pub(crate) declaration: Declaration,
    /// One for each field.
    pub(crate) places: Vec<Place>,
}

impl Endpoint {
    /// Checks a declaration, and gives it back if anything about it is wrong.
    pub(crate) fn check(
        declaration: Declaration,
        errors: &mut Errors,
    ) -> Result<Self, Box<Rejected>> {
        let Declaration { arguments, input, returns } = &declaration;
        let places = place::assign(arguments, input, errors);
        fields::check(input, &places, errors);
        body::check(arguments, input, &places, errors);
        let cap = body::cap(arguments, input, &places, errors);
        client_method::check(arguments, input, errors);
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
                input: declaration.input,
            }),
            _ => Err(Box::new(Rejected { declaration, places })),
        }
    }

    /// Returns the fields with their places, in order.
    pub(crate) fn fields(&self) -> impl Iterator<Item = (&Field, Place)> {
        self.input.fields.iter().zip(self.places.iter().copied())
    }

    pub(crate) fn fields_in(&self, place: Place) -> impl Iterator<Item = &Field> {
        self.fields().filter(move |(_, its)| *its == place).map(|(field, _)| field)
    }

    /// Returns the field that is the whole body.
    pub(crate) fn whole_body(&self) -> Option<&Field> {
        self.fields_in(Place::Body).next()
    }

    /// Returns whether a request can have a JSON body.
    pub(crate) fn sends_body(&self) -> bool {
        self.places.iter().any(|place| matches!(place, Place::Body | Place::Property))
    }
}

impl Params {
    pub(crate) fn check(input: Struct, errors: &mut Errors) -> Result<Self, Box<Struct>> {
        for field in &input.fields {
            if let Some(span) = field.attributes.body {
                let message = "`#[body]` belongs on a field of an `#[endpoint(..)]`: here every \
                               field is a property";
                errors.at_span(span, message);
            }
        }
        fields::check(&input, &vec![Place::Property; input.fields.len()], errors);
        if errors.is_empty() { Ok(Self { input }) } else { Err(Box::new(input)) }
    }
}
