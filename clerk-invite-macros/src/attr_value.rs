//! The values of the keys of `#[endpoint(..)]`.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::parse::{ParseStream, Parser};
use syn::{Ident, Lit, Token};

use crate::errors::Errors;
use crate::rate_limit::RateLimit;

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
    let place = if value.is_empty() { key.to_token_stream() } else { value.clone() };
    match one_name.parse2(value) {
        Ok(name) => return Some(ClientMethod { key: key.clone(), name }),
        Err(error) if error.to_string() == expected => errors.push(error),
        Err(_) => errors.at(place, expected),
    }
    None
}

pub(crate) fn rate_limit(
    key: &Ident,
    value: TokenStream,
    errors: &mut Errors,
) -> Option<RateLimit> {
    match assigned(key, value, "expected `rate_limit = \"100/hour\"`") {
        Ok(Lit::Str(text)) => match RateLimit::parse(&text.value()) {
            Ok(limit) => return Some(limit),
            Err(message) => errors.at(text, message),
        },
        Ok(other) => errors.at(other, "expected the rate limit as a string, as in `\"100/hour\"`"),
        Err(error) => errors.push(error),
    }
    None
}

pub(crate) fn max_items(key: &Ident, value: TokenStream, errors: &mut Errors) -> MaxItems {
    let value = match assigned(key, value, "expected `max_items = 10`") {
        Ok(literal) => match cap(&literal) {
            Ok(cap) => Some(cap),
            Err(message) => {
                errors.at(literal, message);
                None
            }
        },
        Err(error) => {
            errors.push(error);
            None
        }
    };
    MaxItems { key: key.clone(), value }
}

fn cap(literal: &Lit) -> Result<u32, String> {
    let Lit::Int(number) = literal else {
        return Err("expected a whole number of items, as in `max_items = 10`".to_owned());
    };
    let digits = number.base10_digits();
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

/// The literal behind `key =`.
fn assigned(key: &Ident, value: TokenStream, expected: &str) -> syn::Result<Lit> {
    let literal = |input: ParseStream| {
        input.parse::<Token![=]>()?;
        let literal: Lit = input.parse()?;
        if input.is_empty() { Ok(literal) } else { Err(input.error(expected)) }
    };
    // Only `key` or `key =`: nothing else to point at.
    let place = if value.clone().into_iter().nth(1).is_some() {
        value.clone().into_iter().skip(usize::from(starts_with_equals(&value))).collect()
    } else if starts_with_equals(&value) || value.is_empty() {
        key.to_token_stream()
    } else {
        value.clone()
    };
    literal.parse2(value).map_err(|_| syn::Error::new_spanned(place, expected))
}

fn starts_with_equals(value: &TokenStream) -> bool {
    matches!(
        value.clone().into_iter().next(),
        Some(proc_macro2::TokenTree::Punct(punct)) if punct.as_char() == '='
    )
}
