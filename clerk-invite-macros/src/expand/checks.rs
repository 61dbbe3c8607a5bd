//! `Check`: ranges and the item cap, before anything is sent.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Ident, Type};

use crate::ast::type_shape::{self, Shape};
use crate::ast::{Field, Struct};
use crate::attr::field::Bound;
use crate::expand::docs;
use crate::expand::implement::{Target, guarded, implement};
use crate::valid::Endpoint;
use crate::valid::place::Place;

/// The check of the item cap, if the endpoint has one.
pub(super) fn cap(endpoint: &Endpoint) -> Option<TokenStream> {
    let cap = endpoint.cap.as_ref()?;
    let (field, max) = (&cap.field, cap.max as usize);
    let (name, route) = (crate::ast::unraw(field), docs::route(endpoint));
    Some(quote! {
        ::clerk_invite::__private::check_cap(#name, self.#field.len(), #max, #route)?;
    })
}

pub(super) fn expand<'a>(
    input: &Struct,
    fields: impl Iterator<Item = (&'a Field, Place)>,
    cap: Option<&TokenStream>,
) -> TokenStream {
    let mut checks = Vec::new();
    let mut looks_inside = false;
    for (field, place) in fields {
        let range = range(field);
        let innermost = type_shape::innermost(field.shape.value(&field.ty));
        let inside = match place {
            Place::Property | Place::Body => has_checks(innermost),
            Place::Path => type_shape::is_float(innermost),
            // Its text is checked where it is written.
            Place::Query | Place::Unknown => false,
        };
        looks_inside |= inside;
        if range.is_none() && !inside {
            continue;
        }
        let inside = inside.then(|| inside_of(&field.ident, &field.name()));
        checks.push(guarded(&field.attributes.rest, quote! { #range #inside }));
    }
    let traits = looks_inside.then(|| {
        quote! { use ::clerk_invite::__private::{ViaCheck as _, ViaNothing as _, ViaSerialize as _}; }
    });
    check(
        input,
        &quote! {
            #traits
            #cap
            #(#checks)*
            ::core::result::Result::Ok(())
        },
    )
}

/// A float can be NaN or infinite, which JSON cannot say.
fn has_checks(ty: &Type) -> bool {
    !type_shape::is_plain(ty) || type_shape::is_float(ty)
}

pub(crate) fn check<'a>(target: impl Into<Target<'a>>, body: &TokenStream) -> TokenStream {
    implement(
        target,
        &quote! { ::clerk_invite::Check },
        &quote! {
            #[inline]
            fn check(&self) -> ::core::result::Result<(), ::clerk_invite::InvalidRequest> {
                #body
            }
        },
    )
}

/// Only the compiler knows whether the field's type has checks of its own: with three references the
/// method of `ViaCheck` comes first, then that of `ViaSerialize`, and `ViaNothing` takes whatever is
/// left.
fn inside_of(field: &Ident, name: &str) -> TokenStream {
    quote! {
        ::clerk_invite::__private::within(
            #name,
            (&&&::clerk_invite::__private::CheckProbe(&self.#field)).check_inside(),
        )?;
    }
}

fn range(field: &Field) -> Option<TokenStream> {
    let range = field.attributes.range.as_ref()?;
    let bound = |bound: &Option<Bound>| {
        if let Some(bound) = bound {
            let value = &bound.tokens;
            quote! { ::core::option::Option::Some(#value) }
        } else {
            quote! { ::core::option::Option::None }
        }
    };
    let (min, max) = (bound(&range.min), bound(&range.max));
    let (ident, name) = (&field.ident, field.name());
    let is_list = type_shape::list_item(field.shape.value(&field.ty)).is_some();
    let check = |value: TokenStream| {
        if is_list {
            quote! { ::clerk_invite::__private::check_length(#name, #value.len(), #min, #max)?; }
        } else {
            quote! { ::clerk_invite::__private::check_range(#name, #value, #min, #max)?; }
        }
    };
    Some(match &field.shape {
        Shape::Required if is_list => check(quote! { self.#ident }),
        Shape::Required => check(quote! { &self.#ident }),
        Shape::Optional(_) => {
            let check = check(quote! { __value });
            quote! {
                if let ::core::option::Option::Some(__value) = &self.#ident { #check }
            }
        }
        Shape::Nullable(_) => {
            let check = check(quote! { __value });
            quote! {
                if let ::clerk_invite::Nullable::Value(__value) = &self.#ident { #check }
            }
        }
    })
}
