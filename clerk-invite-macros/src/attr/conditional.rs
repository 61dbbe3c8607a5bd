//! `cfg` and `cfg_attr`, which are evaluated after the macros have run.

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{Attribute, Ident, Meta};

use crate::attr::tokens::split_at_commas;
use crate::diagnostics::errors::Errors;

/// The attributes of fields that the macros read.
const OURS: [&str; 3] = ["body", "rename", "range"];

/// Returns the condition under which this attribute leaves its item out, as an attribute for generated
/// code: `#[cfg(..)]`, or what is left of a `#[cfg_attr(..)]`.
pub(crate) fn cfg_of(attribute: &Attribute) -> Option<TokenStream> {
    if attribute.path().is_ident("cfg") {
        return Some(attribute.to_token_stream());
    }
    let (predicate, metas) = cfg_attr(attribute)?;
    let is_cfg = |meta: &TokenStream| name(meta).is_some_and(|name| name == "cfg");
    let cfgs: Vec<_> = metas.into_iter().filter(is_cfg).collect();
    (!cfgs.is_empty()).then(|| quote! { #[cfg_attr(#predicate, #(#cfgs),*)] })
}

/// Reports a field's attributes of ours inside of a `#[cfg_attr(..)]`, and returns the attribute
/// without them.
pub(crate) fn without_ours(attribute: Attribute, errors: &mut Errors) -> Option<Attribute> {
    let Some((predicate, metas)) = cfg_attr(&attribute) else { return Some(attribute) };
    let mut kept = Vec::new();
    let mut found = false;
    for meta in metas {
        match name(&meta).filter(|name| OURS.iter().any(|ours| name == ours)) {
            Some(name) => {
                found = true;
                errors.at(&name, format!("`#[{name}]` cannot be conditional"));
            }
            None => kept.push(meta),
        }
    }
    match (found, kept.is_empty()) {
        (false, _) => Some(attribute),
        (true, true) => None,
        (true, false) => Some(syn::parse_quote! { #[cfg_attr(#predicate, #(#kept),*)] }),
    }
}

/// Returns the predicate of a `#[cfg_attr(..)]` and the attributes in it.
fn cfg_attr(attribute: &Attribute) -> Option<(TokenStream, Vec<TokenStream>)> {
    let Meta::List(list) = &attribute.meta else { return None };
    if !list.path.is_ident("cfg_attr") {
        return None;
    }
    let mut parts = split_at_commas(list.tokens.clone()).into_iter();
    Some((parts.next()?, parts.collect()))
}

fn name(meta: &TokenStream) -> Option<Ident> {
    match meta.clone().into_iter().next() {
        Some(TokenTree::Ident(name)) => Some(name),
        _ => None,
    }
}
