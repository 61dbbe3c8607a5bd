//! Token helpers that all attributes share.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::Ident;

use crate::diagnostics::errors::Errors;

/// Splits at top-level commas, so that one bad argument does not hide the next.
pub(crate) fn split_at_commas(tokens: TokenStream) -> Vec<TokenStream> {
    let mut parts = Vec::new();
    let mut part = TokenStream::new();
    for token in tokens {
        match &token {
            TokenTree::Punct(punct) if punct.as_char() == ',' => {
                // An empty part is shown at its comma.
                if part.is_empty() {
                    part.extend([token]);
                }
                parts.push(std::mem::take(&mut part));
            }
            _ => part.extend([token]),
        }
    }
    if !part.is_empty() {
        parts.push(part);
    }
    parts
}

/// Returns the tokens behind `key =`, or reports what was expected.
pub(super) fn assigned(
    key: &Ident,
    value: TokenStream,
    expected: &str,
    errors: &mut Errors,
) -> Option<TokenStream> {
    let equals = starts_with_equals(&value);
    let assigned: TokenStream = value.clone().into_iter().skip(1).collect();
    if equals && !assigned.is_empty() {
        return Some(assigned);
    }
    // Only `key` or `key =`: nothing else to point at.
    let place = if equals || value.is_empty() { key.to_token_stream() } else { value };
    errors.at(place, expected);
    None
}

pub(super) fn starts_with_equals(value: &TokenStream) -> bool {
    let first = value.clone().into_iter().next();
    matches!(first, Some(TokenTree::Punct(punct)) if punct.as_char() == '=')
}
