//! `impl Serialize`: the JSON body, straight from the fields.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ast::type_shape::Shape;
use crate::ast::{Field, Struct};
use crate::expand::implement::{Target, guarded, implement};
use crate::expand::parameter::respan;

/// A body that is one field.
pub(super) fn transparent(input: &Struct, body: &Field) -> TokenStream {
    let field = &body.ident;
    let value = respan(body, quote! { &self.#field });
    serialize(
        input,
        &quote! {
            ::clerk_invite::serde::Serialize::serialize(#value, __serializer)
        },
    )
}

/// A body that is an object: a map of unknown length, since optional fields are left out.
pub(super) fn object(input: &Struct, fields: &[&Field]) -> TokenStream {
    let entries = fields.iter().map(|field| {
        let (ident, wire) = (&field.ident, field.wire_name());
        let entry = |value: TokenStream| {
            let value = respan(field, value);
            quote! {
                ::clerk_invite::serde::ser::SerializeMap::serialize_entry(&mut __map, #wire, #value)?;
            }
        };
        let write = match &field.shape {
            Shape::Required => entry(quote! { &self.#ident }),
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
        guarded(&field.attributes.rest, write)
    });
    let mutable = (!fields.is_empty()).then(|| quote! { mut });
    serialize(
        input,
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

pub(crate) fn serialize<'a>(target: impl Into<Target<'a>>, body: &TokenStream) -> TokenStream {
    implement(
        target,
        &quote! { ::clerk_invite::serde::Serialize },
        &quote! {
            fn serialize<__S>(
                &self,
                __serializer: __S,
            ) -> ::core::result::Result<__S::Ok, __S::Error>
            where
                __S: ::clerk_invite::serde::Serializer,
            {
                #body
            }
        },
    )
}
