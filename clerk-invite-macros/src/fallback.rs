//! The code emitted beside the errors of a wrong declaration, so that nothing else is reported
//! wherever it is used.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DeriveInput, Type};

use crate::ast::other_item::{OtherItem, derives_serialize};
use crate::ast::{self, Declaration, Struct, type_shape};
use crate::diagnostics::errors::Errors;
use crate::expand::bulk::batches;
use crate::expand::checks::check;
use crate::expand::client::Method;
use crate::expand::implement::{Target, implement};
use crate::expand::input;
use crate::expand::paged::{Bodies, paged};
use crate::expand::serialize::serialize;
use crate::valid::{Rejected, client_method};

pub(crate) fn endpoint(rejected: &Rejected) -> TokenStream {
    let Rejected { declaration, places } = rejected;
    let Declaration { arguments, input, returns } = declaration;
    let nothing = syn::parse_quote! { () };
    let response = returns.as_ref().unwrap_or(&nothing);
    let base = params(input);
    let endpoint = endpoint_stub(input.into(), response);
    let paged = paged_stub(input, response);
    let batches = batches_stub(input);
    let client = arguments
        .client_method
        .as_ref()
        .filter(|method| !arguments.is_elsewhere && !client_method::is_taken(&method.name))
        .map(|method| {
            let method =
                Method { name: &method.name, input, places, capped: None, returns: response };
            let attributes = quote! { #[allow(missing_docs, unused)] };
            method.expand(&attributes, |_| quote! { ::core::future::pending() })
        });
    quote! {
        #base
        #endpoint
        #paged
        #batches
        #client
    }
}

/// An item that cannot be a declaration: if it is a type, it can still be sent.
pub(crate) fn other_item(
    item: &OtherItem,
    reported: Option<&Type>,
    errors: &mut Errors,
) -> TokenStream {
    let base = other_params(item);
    let OtherItem::Type(input, helpers) = item else { return base };
    let returns = ast::returns(helpers, reported, &input.ident, errors);
    let nothing = syn::parse_quote! { () };
    let endpoint = endpoint_stub(target(input), returns.as_ref().unwrap_or(&nothing));
    quote! {
        #base
        #endpoint
    }
}

/// An item that cannot be `#[params]`: if it is a type, it can still be an item of a body.
pub(crate) fn other_params(item: &OtherItem) -> TokenStream {
    let stubs = match item {
        OtherItem::Type(input, _) => {
            let target = target(input);
            let serialize = (!derives_serialize(input)).then(|| serialize_stub(target));
            let check = check_stub(target);
            Some(quote! { #serialize #check })
        }
        OtherItem::Other(_) => None,
    };
    quote! {
        #item
        #stubs
    }
}

fn target(input: &DeriveInput) -> Target<'_> {
    Target { ident: &input.ident, generics: &input.generics, attributes: &input.attrs }
}

fn endpoint_stub(target: Target, returns: &Type) -> TokenStream {
    let mut generics = target.generics.clone();
    if !generics.params.is_empty() {
        // Without it, rustc would say of a type parameter that it cannot be a response.
        let bound = syn::parse_quote! { #returns: ::clerk_invite::serde::de::DeserializeOwned };
        generics.make_where_clause().predicates.push(bound);
    }
    implement(
        Target { generics: &generics, ..target },
        &quote! { ::clerk_invite::Endpoint },
        &quote! {
            type Response = #returns;
            const NAME: &'static ::core::primitive::str = "";
            const METHOD: ::clerk_invite::http::Method = ::clerk_invite::http::Method::GET;
            const PATH: &'static ::core::primitive::str = "";
        },
    )
}

/// A declaration that returns a page is most likely read page by page.
fn paged_stub(input: &Struct, returns: &Type) -> Option<TokenStream> {
    let item = type_shape::argument_of(returns, "Page")?;
    let bodies = Bodies {
        limit: quote! { ::core::option::Option::None },
        offset: quote! { 0 },
        set_limit: quote! { let _ = limit; },
        set_offset: quote! { offset == 0 },
    };
    Some(paged(input, item, None, &bodies))
}

/// The struct, `new`, the setters, and stubs of what a body's type implements.
pub(crate) fn params(input: &Struct) -> TokenStream {
    let base = input::expand(input, None, None);
    let serialize = serialize_stub(input.into());
    let check = check_stub(input.into());
    // Imports that only a refused type names count as used.
    let replaced = input.fields.iter().filter_map(|field| field.replaced.as_ref());
    quote! {
        #base
        #serialize
        #check
        #(const _: () = { #[allow(dead_code)] fn __replaced(_: &#replaced) {} };)*
    }
}

fn serialize_stub(target: Target) -> TokenStream {
    let unit = quote! { ::clerk_invite::serde::Serializer::serialize_unit(__serializer) };
    serialize(target, &unit)
}

fn check_stub(target: Target) -> TokenStream {
    check(target, &quote! { ::core::result::Result::Ok(()) })
}

fn batches_stub(input: &Struct) -> Option<TokenStream> {
    let body = input.fields.iter().find(|field| field.attributes.body.is_some())?;
    let item = type_shape::list_item(&body.ty)?;
    let fixed: Vec<_> =
        input.fields.iter().filter(|field| field.attributes.body.is_none()).collect();
    Some(batches(
        input,
        &fixed,
        (&body.ident, item),
        &quote! { #[allow(missing_docs, unused_variables)] },
        &quote! { ::core::iter::empty() },
    ))
}
