//! The parts of an endpoint with a cap: `Bulk` and `batches`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Ident, Type};

use crate::ast::{Field, Struct};
use crate::expand::implement::{implement, inherent};
use crate::expand::parameter::{converted, parameter_type};
use crate::valid::Endpoint;
use crate::valid::place::Place;

/// Up to this cap, `cargo check` and an editor refuse a longer array. Above it, an assertion refuses
/// it when the crate is built.
const MAX_CHECKED: u32 = 16;

pub(super) fn expand(endpoint: &Endpoint) -> Option<TokenStream> {
    let cap = endpoint.cap.as_ref()?;
    let (item, max) = (&cap.item, cap.max as usize);
    let cap_type = if cap.max <= MAX_CHECKED {
        quote! { ::clerk_invite::__private::Cap<#max> }
    } else {
        quote! { ::clerk_invite::__private::LargeCap }
    };
    let bulk = implement(
        &endpoint.input,
        &quote! { ::clerk_invite::Bulk },
        &quote! {
            type Item = #item;
            type Cap = #cap_type;
        },
    );
    let fixed: Vec<_> = endpoint.fields_in(Place::Path).collect();
    let names: Vec<_> = fixed.iter().map(|field| &field.ident).collect();
    let conversions = fixed.iter().map(|field| {
        let (name, ty, value) = (&field.ident, &field.ty, converted(field));
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
    Some(quote! {
        #bulk

        #batches
    })
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
        let (name, ty) = (&field.ident, parameter_type(field));
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
