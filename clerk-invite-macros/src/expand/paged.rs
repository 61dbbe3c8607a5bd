//! `impl Paged`, for what returns a page and has the parameters that say which.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ast::Field;
use crate::ast::type_shape::{self, Shape};
use crate::expand::structure::conditions;
use crate::valid::{Endpoint, Place};

pub(super) fn expand(endpoint: &Endpoint) -> Option<TokenStream> {
    let item = type_shape::argument_of(&endpoint.returns, "Page")?;
    let limit = parameter(endpoint, "limit")?;
    let offset = parameter(endpoint, "offset")?;
    let max_limit = limit.attributes.range.as_ref().and_then(|range| range.max.as_ref());
    let max_limit = match max_limit.and_then(|max| u64::try_from(max.value).ok()) {
        Some(max) => quote! { ::core::option::Option::Some(#max) },
        None => quote! { ::core::option::Option::None },
    };
    let (limit, offset) = (&limit.ident, &offset.ident);
    let ident = &endpoint.structure.ident;
    let conditions = conditions(&endpoint.structure.attributes);
    let u64 = quote! { ::core::primitive::u64 };
    Some(quote! {
        #(#conditions)*
        #[automatically_derived]
        #[allow(deprecated)]
        #[diagnostic::do_not_recommend]
        impl ::clerk_invite::Paged for #ident {
            type Item = #item;
            const MAX_LIMIT: ::core::option::Option<#u64> = #max_limit;
            #[inline]
            fn page_limit(&self) -> ::core::option::Option<#u64> {
                self.#limit.and_then(::clerk_invite::__private::page_parameter)
            }
            #[inline]
            fn page_offset(&self) -> #u64 {
                self.#offset.and_then(::clerk_invite::__private::page_parameter).unwrap_or(0)
            }
            #[inline]
            fn set_page_limit(&mut self, limit: #u64) {
                ::clerk_invite::__private::set_page_parameter(&mut self.#limit, limit);
            }
            #[inline]
            fn set_page_offset(&mut self, offset: #u64) -> ::core::primitive::bool {
                ::clerk_invite::__private::set_page_parameter(&mut self.#offset, offset)
            }
        }
    })
}

/// An optional integer in the query, by its name there.
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
