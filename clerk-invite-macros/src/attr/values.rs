//! The values of the keys of `#[endpoint(..)]`.

use proc_macro2::TokenStream;
use syn::parse::{ParseStream, Parser};
use syn::{Ident, Lit, Token};

use crate::attr::rate_limit::RateLimit;
use crate::attr::tokens::{assigned, starts_with_equals};
use crate::diagnostics::errors::Errors;

/// The message for a `client_method` in another crate.
pub(crate) const ELSEWHERE: &str = "`client_method` adds a method to `Client`, which only works inside \
    `clerk-invite`: leave it out and call `client.send(request)`";

/// Returns `true` in a crate that cannot add a method to `Client`.
pub(crate) fn is_elsewhere(crate_name: Option<&str>) -> bool {
    crate_name.is_some_and(|name| name != "clerk_invite")
}

/// `client_method(name)`.
pub(crate) struct ClientMethod {
    pub(crate) key: Ident,
    pub(crate) name: Ident,
}

/// The item cap, with the key that a mistake is shown at.
pub(crate) struct MaxItems {
    pub(crate) key: Ident,
    /// `None` if the value was wrong, which has been reported.
    pub(crate) value: Option<u32>,
}

pub(crate) fn client_method(
    key: &Ident,
    value: TokenStream,
    errors: &mut Errors,
) -> Option<ClientMethod> {
    let expected = "expected one method name: `client_method(create_user)`";
    let one_name = |input: ParseStream| {
        let inside;
        syn::parenthesized!(inside in input);
        if inside.is_empty() {
            return Err(syn::Error::new_spanned(key, expected));
        }
        let name: Ident = inside.parse()?;
        let _: Option<Token![,]> = inside.parse()?;
        if inside.is_empty() { Ok(name) } else { Err(inside.error(expected)) }
    };
    if value.is_empty() {
        errors.at(key, expected);
        return None;
    }
    match one_name.parse2(value.clone()) {
        Ok(name) => return Some(ClientMethod { key: key.clone(), name }),
        Err(_) if starts_with_equals(&value) => errors.at(value, expected),
        Err(error) => errors.at_span(error.span(), expected),
    }
    None
}

pub(crate) fn rate_limit(
    key: &Ident,
    value: TokenStream,
    errors: &mut Errors,
) -> Option<RateLimit> {
    let place = assigned(key, value, "expected `rate_limit = \"100/hour\"`", errors)?;
    match syn::parse2(place.clone()) {
        Ok(Lit::Str(text)) => match RateLimit::parse(&text.value()) {
            Ok(limit) => return Some(limit),
            Err(message) => errors.at(text, message),
        },
        _ => errors.at(place, "expected the rate limit as a string, as in `\"100/hour\"`"),
    }
    None
}

pub(crate) fn max_items(key: &Ident, value: TokenStream, errors: &mut Errors) -> MaxItems {
    let place = assigned(key, value, "expected `max_items = 10`", errors);
    let value = place.and_then(|place| match cap(place.clone()) {
        Ok(cap) => Some(cap),
        Err(message) => {
            errors.at(place, message);
            None
        }
    });
    MaxItems { key: key.clone(), value }
}

fn cap(value: TokenStream) -> Result<u32, String> {
    let Ok(Lit::Int(number)) = syn::parse2(value) else {
        return Err("expected a whole number of items, as in `max_items = 10`".to_owned());
    };
    let digits = number.base10_digits();
    if !number.suffix().is_empty() {
        return Err(format!("expected a number without a suffix: `{digits}`"));
    }
    if digits.starts_with('-') {
        return Err(format!("expected a positive number of items, found `{digits}`"));
    }
    match digits.parse() {
        Ok(0) => {
            Err("expected a cap of at least one item: with zero no call is possible".to_owned())
        }
        Ok(cap) => Ok(cap),
        Err(_) => Err(format!("`{digits}` items are too many: expected at most {}", u32::MAX)),
    }
}
