//! What a capped list brings: the arrays that fit, and `batches`.

use proc_macro2::TokenStream;
use quote::quote;

use crate::expand::structure::{conditions, converted, lint_levels, parameter_type};
use crate::valid::{Cap, Endpoint, Place};

/// Up to here each array length that fits has an `impl`, so that `cargo check` and an editor refuse
/// the others; above, a constant assertion refuses them when the crate is built.
const MOST_IMPLS: u32 = 64;

pub(super) fn expand(endpoint: &Endpoint) -> Option<TokenStream> {
    let cap = endpoint.cap.as_ref()?;
    let ident = &endpoint.structure.ident;
    let item = &cap.item;
    let conditions = conditions(&endpoint.structure.attributes);
    let levels = lint_levels(&endpoint.structure.attributes);
    let arrays = arrays(endpoint, cap);
    let batches = batches(endpoint, cap);
    Some(quote! {
        #(#conditions)*
        #[automatically_derived]
        #[allow(deprecated)]
        impl ::clerk_invite::Bulk for #ident {
            type Item = #item;
        }

        #arrays

        #(#conditions)*
        #(#levels)*
        #[allow(dead_code, deprecated)]
        impl #ident {
            #batches
        }
    })
}

fn arrays(endpoint: &Endpoint, cap: &Cap) -> TokenStream {
    let ident = &endpoint.structure.ident;
    let (item, max) = (&cap.item, cap.max as usize);
    let conditions = conditions(&endpoint.structure.attributes);
    let conditions = quote! { #(#conditions)* };
    if cap.max <= MOST_IMPLS {
        let lengths = 1..=max;
        return quote! {
            #(
                #conditions
                #[automatically_derived]
                #[allow(deprecated)]
                #[diagnostic::do_not_recommend]
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
        #conditions
        #[automatically_derived]
        #[allow(deprecated)]
        #[diagnostic::do_not_recommend]
        impl<const N: ::core::primitive::usize> ::clerk_invite::IntoBulkItems<#ident> for [#item; N] {
            fn into_items(self) -> ::std::vec::Vec<#item> {
                const { ::core::assert!(1 <= N && N <= #max, #message) };
                ::std::vec::Vec::from(self)
            }
        }
    }
}

fn batches(endpoint: &Endpoint, cap: &Cap) -> TokenStream {
    let (visibility, field, item) = (&endpoint.structure.visibility, &cap.field, &cap.item);
    let max = cap.max as usize;
    let fixed: Vec<_> = endpoint.fields_in(Place::Path).collect();
    let parameters = fixed.iter().map(|field| {
        let (name, ty) = (&field.ident, parameter_type(field, &field.ty, None));
        quote! { #name: #ty, }
    });
    let conversions = fixed.iter().map(|field| {
        let (name, ty, value) = (&field.ident, &field.ty, converted(&field.ident, &field.ty));
        quote! { let #name: #ty = #value; }
    });
    let names = fixed.iter().map(|field| &field.ident);
    let docs = format!(
        " Cuts a list of any length into requests of at most {max} items, in order, one at a time as \
         the iterator is driven. An empty list gives no request."
    );
    quote! {
        #[doc = #docs]
        #visibility fn batches(
            #(#parameters)*
            #field: impl ::core::iter::IntoIterator<Item = #item>,
        ) -> impl ::core::iter::Iterator<Item = Self> {
            #(#conversions)*
            ::clerk_invite::__private::batches(#field, #max, move |#field| Self {
                #(#names: ::core::clone::Clone::clone(&#names),)*
                #field,
            })
        }
    }
}
