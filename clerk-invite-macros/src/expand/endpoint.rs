//! `impl Endpoint`: the facts as constants, and the request's parts.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::ast::Field;
use crate::ast::type_shape::{self, Shape};
use crate::attr::path_template::Piece;
use crate::expand::implement::{guarded, implement};
use crate::expand::info;
use crate::expand::parameter::respan;
use crate::valid::Endpoint;
use crate::valid::place::Place;

pub(super) fn expand(endpoint: &Endpoint) -> TokenStream {
    let name = crate::ast::unraw(&endpoint.input.ident);
    let method = Ident::new(endpoint.method.name(), Span::call_site());
    let template = &endpoint.template;
    let returns = &endpoint.returns;
    let rate_limit = endpoint.rate_limit.map(|limit| {
        let (requests, seconds) = (limit.requests, limit.seconds);
        quote! {
            const RATE_LIMIT: ::core::option::Option<::clerk_invite::RateLimit> =
                ::core::option::Option::Some(::clerk_invite::RateLimit::new(
                    #requests,
                    ::core::time::Duration::from_secs(#seconds),
                ));
        }
    });
    let max_items = endpoint.cap.as_ref().map(|cap| {
        let max = cap.max as usize;
        quote! {
            const MAX_ITEMS: ::core::option::Option<::core::primitive::usize> = ::core::option::Option::Some(#max);
        }
    });
    let description = info::constants(endpoint);
    let (path, query, body) = (path(endpoint), query(endpoint), body(endpoint));
    implement(
        &endpoint.input,
        &quote! { ::clerk_invite::Endpoint },
        &quote! {
            type Response = #returns;
            const NAME: &'static ::core::primitive::str = #name;
            const METHOD: ::clerk_invite::http::Method = ::clerk_invite::http::Method::#method;
            const PATH: &'static ::core::primitive::str = #template;
            #rate_limit
            #max_items
            #description
            #path
            #query
            #body
        },
    )
}

/// The encoded path; without parameters it is the template, as the trait has it.
fn path(endpoint: &Endpoint) -> Option<TokenStream> {
    endpoint.fields_in(Place::Path).next()?;
    let pieces = endpoint.path.iter().map(|piece| match piece {
        Piece::Literal(text) => quote! { __path.literal(#text); },
        Piece::Placeholder(name) => {
            let field = endpoint.fields_in(Place::Path).find(|field| field.name() == *name);
            let value = field.map(|field| {
                let ident = &field.ident;
                respan(field, quote! { &self.#ident })
            });
            quote! { __path.parameter(#name, #value)?; }
        }
    });
    Some(quote! {
        #[inline]
        fn path(
            &self,
        ) -> ::core::result::Result<
            ::std::borrow::Cow<'static, ::core::primitive::str>,
            ::clerk_invite::InvalidRequest,
        > {
            let mut __path = ::clerk_invite::__private::PathBuilder::new();
            #(#pieces)*
            ::core::result::Result::Ok(__path.finish())
        }
    })
}

fn query(endpoint: &Endpoint) -> Option<TokenStream> {
    endpoint.fields_in(Place::Query).next()?;
    let parameters = endpoint.fields_in(Place::Query).map(|field| {
        let ident = &field.ident;
        let write = if let Shape::Required = &field.shape {
            parameter(field, quote! { &self.#ident })
        } else {
            let write = parameter(field, quote! { __value });
            quote! { if let ::core::option::Option::Some(__value) = &self.#ident { #write } }
        };
        guarded(&field.attributes.rest, write)
    });
    Some(quote! {
        #[inline]
        fn query(
            &self,
        ) -> ::core::result::Result<::std::string::String, ::clerk_invite::InvalidRequest> {
            let mut __query = ::clerk_invite::__private::QueryBuilder::new();
            #(#parameters)*
            ::core::result::Result::Ok(__query.finish())
        }
    })
}

/// One parameter; a list repeats its name.
fn parameter(field: &Field, value: TokenStream) -> TokenStream {
    let wire = field.wire_name();
    if type_shape::list_item(field.shape.value(&field.ty)).is_some() {
        let item = respan(field, quote! { __item });
        quote! { for __item in #value { __query.parameter(#wire, #item)?; } }
    } else {
        let value = respan(field, value);
        quote! { __query.parameter(#wire, #value)?; }
    }
}

fn body(endpoint: &Endpoint) -> Option<TokenStream> {
    if !endpoint.sends_body() {
        return None;
    }
    let items = match endpoint.cap.as_ref().map(|cap| &cap.field) {
        Some(list) => quote! { self.#list.len() },
        None => quote! { 1 },
    };
    let write = quote! { ::clerk_invite::__private::json_body(self, #items) };
    let write = match endpoint.whole_body() {
        Some(body) if !body.shape.is_required() => {
            let field = &body.ident;
            quote! {
                match &self.#field {
                    ::core::option::Option::Some(_) => #write,
                    ::core::option::Option::None => {
                        ::core::result::Result::Ok(::core::option::Option::None)
                    }
                }
            }
        }
        _ => write,
    };
    Some(quote! {
        #[inline]
        fn body(
            &self,
        ) -> ::core::result::Result<
            ::core::option::Option<::clerk_invite::bytes::Bytes>,
            ::clerk_invite::InvalidRequest,
        > {
            #write
        }
    })
}
