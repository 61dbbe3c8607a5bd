//! `impl Paged`, for an endpoint that returns a page and takes a limit and an offset.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Type;

use crate::ast::type_shape::{self, Shape};
use crate::ast::{Field, Struct};
use crate::expand::implement::implement;
use crate::valid::Endpoint;
use crate::valid::place::Place;

/// The bodies of the four functions.
pub(crate) struct Bodies {
    pub(crate) limit: TokenStream,
    pub(crate) offset: TokenStream,
    pub(crate) set_limit: TokenStream,
    pub(crate) set_offset: TokenStream,
}

pub(super) fn expand(endpoint: &Endpoint) -> Option<TokenStream> {
    let item = type_shape::argument_of(&endpoint.returns, "Page")?;
    let limit = parameter(endpoint, "limit")?;
    let offset = parameter(endpoint, "offset")?;
    let max = limit.attributes.range.as_ref().and_then(|range| range.max.as_ref());
    let max = max.and_then(|max| u64::try_from(max.value).ok());
    let (limit, offset) = (&limit.ident, &offset.ident);
    let read = quote! { ::clerk_invite::__private::page_parameter };
    let set = quote! { ::clerk_invite::__private::set_page_parameter };
    let bodies = Bodies {
        limit: quote! { self.#limit.and_then(#read) },
        offset: quote! { self.#offset.and_then(#read).unwrap_or(0) },
        set_limit: quote! { #set(&mut self.#limit, limit); },
        set_offset: quote! { #set(&mut self.#offset, offset) },
    };
    Some(paged(&endpoint.input, item, max, &bodies))
}

pub(crate) fn paged(input: &Struct, item: &Type, max: Option<u64>, bodies: &Bodies) -> TokenStream {
    let max = match max {
        Some(max) => quote! { ::core::option::Option::Some(#max) },
        None => quote! { ::core::option::Option::None },
    };
    let Bodies { limit, offset, set_limit, set_offset } = bodies;
    let u64 = quote! { ::core::primitive::u64 };
    implement(
        input,
        &quote! { ::clerk_invite::Paged },
        &quote! {
            type Item = #item;
            const MAX_LIMIT: ::core::option::Option<#u64> = #max;
            #[inline]
            fn page_limit(&self) -> ::core::option::Option<#u64> {
                #limit
            }
            #[inline]
            fn page_offset(&self) -> #u64 {
                #offset
            }
            #[inline]
            fn set_page_limit(&mut self, limit: #u64) {
                #set_limit
            }
            #[inline]
            fn set_page_offset(&mut self, offset: #u64) -> ::core::primitive::bool {
                #set_offset
            }
        },
    )
}

/// Returns an optional integer in the query, by its name there.
fn parameter<'a>(endpoint: &'a Endpoint, name: &str) -> Option<&'a Field> {
    let field = endpoint.fields_in(Place::Query).find(|field| field.wire_name() == name)?;
    match &field.shape {
        Shape::Optional(ty)
            if type_shape::integer_limits(ty).is_some() && !field.is_conditional() =>
        {
            Some(field)
        }
        _ => None,
    }
}
