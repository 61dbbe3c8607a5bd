//! The parts of an endpoint with a cap: `Bulk`, the arrays that fit, and `batches`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Ident, Type};

use crate::ast::{Field, Struct};
use crate::expand::implement::{cfg_attrs, implement, inherent};
use crate::expand::parameter::{converted, parameter_type};
use crate::valid::Endpoint;
use crate::valid::body::Cap;
use crate::valid::place::Place;

/// Up to this cap each array length that fits has an `impl`, so that `cargo check` and an editor
/// refuse the others. Above it, an assertion refuses them when the crate is built.
const MAX_IMPLS: u32 = 16;

pub(super) fn expand(endpoint: &Endpoint) -> Option<TokenStream> {
    let cap = endpoint.cap.as_ref()?;
    let (item, max) = (&cap.item, cap.max as usize);
    let bulk = implement(
        &endpoint.input,
        &quote! { ::clerk_invite::Bulk },
        &quote! { type Item = #item; },
    );
    let fixed: Vec<_> = endpoint.fields_in(Place::Path).collect();
    let names: Vec<_> = fixed.iter().map(|field| &field.ident).collect();
    let conversions = fixed.iter().map(|field| {
        let (name, ty, value) = (&field.ident, &field.ty, converted(&field.ident, &field.ty));
        quote! { let #name: #ty = #value; }
    });
    let docs = format!(
        " Cuts a list of any length into requests of at most {max} items, in order, one at a time as \
         the iterator is driven. An empty list gives no request."
    );
    let list = &cap.field;
    let body = quote! {
        #(#conversions)*
        ::clerk_invite::__private::batches(#list, #max, move |#list| Self {
            #(#names: ::core::clone::Clone::clone(&#names),)*
            #list,
        })
    };
    let batches = batches(&endpoint.input, &fixed, (list, item), &quote! { #[doc = #docs] }, &body);
    let arrays = arrays(endpoint, cap);
    Some(quote! {
        #bulk

        #arrays

        #batches
    })
}

/// The arrays that fit.
fn arrays(endpoint: &Endpoint, cap: &Cap) -> TokenStream {
    let ident = &endpoint.input.ident;
    let (item, max) = (&cap.item, cap.max as usize);
    let cfg_attrs = cfg_attrs(&endpoint.input.attributes);
    let attributes = quote! {
        #(#cfg_attrs)*
        #[automatically_derived]
        #[allow(deprecated)]
        #[diagnostic::do_not_recommend]
    };
    if cap.max <= MAX_IMPLS {
        let lengths = 1..=max;
        return quote! {
            #(
                #attributes
                impl ::clerk_invite::IntoBulkItems<#ident> for [#item; #lengths] {
                    #[inline]
                    fn into_items(self) -> ::std::vec::Vec<#item> {
                        ::std::vec::Vec::from(self)
                    }
                }
            )*
        };
    }
    let message = format!("`{ident}` takes 1 to {max} items");
    quote! {
        #attributes
        impl<const N: ::core::primitive::usize> ::clerk_invite::IntoBulkItems<#ident> for [#item; N] {
            fn into_items(self) -> ::std::vec::Vec<#item> {
                const { ::core::assert!(1 <= N && N <= #max, #message) };
                ::std::vec::Vec::from(self)
            }
        }
    }
}

/// Writes `batches`, which takes what every request has, and then the items.
pub(crate) fn batches(
    input: &Struct,
    fixed: &[&Field],
    (list, item): (&Ident, &Type),
    attributes: &TokenStream,
    body: &TokenStream,
) -> TokenStream {
    let visibility = &input.visibility;
    let parameters = fixed.iter().map(|field| {
        let (name, ty) = (&field.ident, parameter_type(&field.ty));
        quote! { #name: #ty, }
    });
    inherent(
        input,
        &quote! {
            #attributes
            #visibility fn batches(
                #(#parameters)*
                #list: impl ::core::iter::IntoIterator<Item = #item>,
            ) -> impl ::core::iter::Iterator<Item = Self> {
                #body
            }
        },
    )
}
