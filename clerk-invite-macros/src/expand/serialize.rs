//! `Serialize`: the JSON body, straight from the fields.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ast::type_shape::Shape;
use crate::ast::{Field, Struct};
use crate::expand::structure::{at_type, conditions};

/// A body that is one field.
pub(super) fn transparent(structure: &Struct, body: &Field) -> TokenStream {
    let field = &body.ident;
    let value = at_type(body, quote! { &self.#field });
    wrap(
        structure,
        &quote! {
            ::clerk_invite::serde::Serialize::serialize(#value, __serializer)
        },
    )
}

/// A body that is an object: a map of unknown length, since optional fields are left out.
pub(super) fn object(structure: &Struct, fields: &[&Field]) -> TokenStream {
    let entries = fields.iter().map(|field| {
        let conditions = conditions(&field.attributes.rest);
        let (ident, wire) = (&field.ident, field.wire_name());
        let entry = |value: TokenStream| {
            let value = at_type(field, value);
            quote! {
                ::clerk_invite::serde::ser::SerializeMap::serialize_entry(&mut __map, #wire, #value)?;
            }
        };
        let write = match &field.shape {
            Shape::Required => {
                let entry = entry(quote! { &self.#ident });
                quote! { #entry }
            }
            Shape::Optional(_) => {
                let entry = entry(quote! { __value });
                quote! {
                    if let ::core::option::Option::Some(__value) = &self.#ident {
                        #entry
                    }
                }
            }
            Shape::Nullable(_) => {
                let entry = entry(quote! { &self.#ident });
                quote! {
                    if !::clerk_invite::Nullable::is_unset(&self.#ident) {
                        #entry
                    }
                }
            }
        };
        // Braces, because an attribute on an expression statement is not stable.
        quote! { #(#conditions)* { #write } }
    });
    let mutable = (!fields.is_empty()).then(|| quote! { mut });
    wrap(
        structure,
        &quote! {
            let #mutable __map = ::clerk_invite::serde::Serializer::serialize_map(
                __serializer,
                ::core::option::Option::None,
            )?;
            #(#entries)*
            ::clerk_invite::serde::ser::SerializeMap::end(__map)
        },
    )
}

fn wrap(structure: &Struct, body: &TokenStream) -> TokenStream {
    let ident = &structure.ident;
    let conditions = conditions(&structure.attributes);
    quote! {
        #(#conditions)*
        #[automatically_derived]
        #[allow(deprecated)]
        impl ::clerk_invite::serde::Serialize for #ident {
            fn serialize<__S>(
                &self,
                __serializer: __S,
            ) -> ::core::result::Result<__S::Ok, __S::Error>
            where
                __S: ::clerk_invite::serde::Serializer,
            {
                #body
            }
        }
    }
}
