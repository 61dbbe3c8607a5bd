//! The struct itself, its `new` and its setters.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Attribute, Ident, Meta, Type};

use crate::ast::type_shape::{self, Shape};
use crate::ast::{Field, Struct};

/// `capped` is the field whose list has a cap: it takes arrays only within that cap.
pub(crate) fn expand(
    structure: &Struct,
    facts: Option<&str>,
    capped: Option<&Ident>,
) -> TokenStream {
    let definition = definition(structure, facts);
    let new = new(structure, capped);
    let setters = structure.fields.iter().filter_map(|field| setter(structure, field));
    let default = default(structure);
    let ident = &structure.ident;
    let (generics, arguments, clause) = structure.generics.split_for_impl();
    let levels = lint_levels(&structure.attributes);
    let conditions = conditions(&structure.attributes);
    quote! {
        #definition

        #(#conditions)*
        #(#levels)*
        #[allow(dead_code, deprecated)]
        impl #generics #ident #arguments #clause {
            #new
            #(#setters)*
        }

        #default
    }
}

fn definition(structure: &Struct, facts: Option<&str>) -> TokenStream {
    let Struct { attributes, visibility, ident, generics, semicolon, .. } = structure;
    let has = |name: &str| attributes.iter().any(|attribute| attribute.path().is_ident(name));
    let facts = facts.map(|facts| {
        quote! {
            #[doc = ""]
            #[doc = #facts]
        }
    });
    let non_exhaustive = (!has("non_exhaustive")).then(|| quote! { #[non_exhaustive] });
    let must_use = (!has("must_use")).then(|| {
        if facts.is_some() {
            quote! { #[must_use = "a request does nothing until it is sent"] }
        } else {
            quote! { #[must_use] }
        }
    });
    let fields = structure.fields.iter().map(|field| {
        let Field { visibility, ident, ty, attributes, .. } = field;
        let attributes = &attributes.rest;
        quote! {
            #(#attributes)*
            #visibility #ident: #ty
        }
    });
    // `<>` that nobody wrote: rustc then does not suggest a type parameter for an unknown type, which
    // would make its errors here and at the setter two different ones.
    let parameters = if generics.params.is_empty() {
        quote! { <> }
    } else {
        generics.to_token_stream()
    };
    let clause = &generics.where_clause;
    let body = if let Some(semicolon) = semicolon {
        quote! { #clause #semicolon }
    } else {
        quote! { #clause { #(#fields),* } }
    };
    quote! {
        #(#attributes)*
        #facts
        #[derive(::core::fmt::Debug, ::core::clone::Clone, ::core::cmp::PartialEq)]
        #non_exhaustive
        #must_use
        #visibility struct #ident #parameters #body
    }
}

/// `new`, which takes what is required.
fn new(structure: &Struct, capped: Option<&Ident>) -> TokenStream {
    let Struct { visibility, ident, .. } = structure;
    let required = || structure.fields.iter().filter(|field| field.shape.is_required());
    let parameters = required().map(|field| {
        let conditions = conditions(&field.attributes.rest);
        let (name, ty) = (&field.ident, parameter_type(field, &field.ty, capped));
        quote! { #(#conditions)* #name: #ty }
    });
    let values = structure.fields.iter().map(|field| {
        let conditions = conditions(&field.attributes.rest);
        let name = &field.ident;
        let value = match &field.shape {
            Shape::Required if Some(name) == capped => {
                quote! { ::clerk_invite::IntoBulkItems::into_items(#name) }
            }
            Shape::Required => converted(name, &field.ty),
            Shape::Optional(_) => quote! { ::core::option::Option::None },
            Shape::Nullable(_) => quote! { ::clerk_invite::Nullable::Unset },
        };
        quote! { #(#conditions)* #name: #value }
    });
    let names: Vec<_> = required().map(|field| format!("`{}`", field.name())).collect();
    let rest = if names.len() < structure.fields.len() {
        "; everything else is left out until it is set"
    } else {
        ""
    };
    let docs = match names.as_slice() {
        [] => format!(" A new `{ident}` with nothing set."),
        [one] => format!(" A new `{ident}` with its {one}{rest}."),
        [names @ .., last] => {
            format!(" A new `{ident}` with its {} and {last}{rest}.", names.join(", "))
        }
    };
    quote! {
        #[doc = #docs]
        #[inline]
        #[allow(clippy::too_many_arguments)]
        #visibility fn new(#(#parameters),*) -> Self {
            Self { #(#values),* }
        }
    }
}

/// The setter of a field that can be left out.
fn setter(structure: &Struct, field: &Field) -> Option<TokenStream> {
    let Field { ident, ty, .. } = field;
    // Refused, and not to be reported a second time by rustc.
    if field.has_taken_name() {
        return None;
    }
    let (parameter, value) = match &field.shape {
        Shape::Required => return None,
        Shape::Optional(inner) => {
            let value = converted(ident, inner);
            (parameter_type(field, inner, None), quote! { ::core::option::Option::Some(#value) })
        }
        Shape::Nullable(_) => (
            quote! { impl ::core::convert::Into<#ty> },
            quote! { ::core::convert::Into::into(#ident) },
        ),
    };
    let docs = docs_of(field);
    let attributes = field.attributes.rest.iter().filter(|attribute| {
        ["cfg", "deprecated"].iter().any(|name| attribute.path().is_ident(name))
    });
    let levels = lint_levels(&field.attributes.rest);
    let visibility = &structure.visibility;
    Some(quote! {
        #docs
        #(#attributes)*
        #(#levels)*
        #[inline]
        #visibility fn #ident(mut self, #ident: #parameter) -> Self {
            self.#ident = #value;
            self
        }
    })
}

/// The field's own docs, or its name where it has none: what generates must document.
fn docs_of(field: &Field) -> TokenStream {
    let docs: Vec<_> =
        field.attributes.rest.iter().filter(|attribute| attribute.path().is_ident("doc")).collect();
    if docs.is_empty() {
        let docs = format!(" Sets `{}`.", field.name());
        return quote! { #[doc = #docs] };
    }
    quote! { #(#docs)* }
}

/// A request without required fields has a default, as clippy asks of every `new()`.
fn default(structure: &Struct) -> Option<TokenStream> {
    let required = structure.fields.iter().any(|field| field.shape.is_required());
    if required || structure.derives_default {
        return None;
    }
    let ident = &structure.ident;
    let (generics, arguments, clause) = structure.generics.split_for_impl();
    let conditions = conditions(&structure.attributes);
    Some(quote! {
        #(#conditions)*
        #[allow(deprecated)]
        impl #generics ::core::default::Default for #ident #arguments #clause {
            #[inline]
            fn default() -> Self {
                Self::new()
            }
        }
    })
}

/// What a parameter takes: the type itself where it is a primitive (a literal `7` has no type to
/// convert from), else whatever converts into it.
pub(crate) fn parameter_type(field: &Field, ty: &Type, capped: Option<&Ident>) -> TokenStream {
    if Some(&field.ident) == capped {
        items_type(field, &quote! { Self })
    } else if type_shape::is_primitive(ty) {
        ty.to_token_stream()
    } else {
        quote! { impl ::core::convert::Into<#ty> }
    }
}

/// An expression for the field's value, placed at its type: where rustc is to say what the type
/// cannot do.
pub(super) fn at_type(field: &Field, value: TokenStream) -> TokenStream {
    let place = field.shape.value(&field.ty).span();
    let placed = |mut token: TokenTree| {
        token.set_span(token.span().located_at(place));
        token
    };
    value.into_iter().map(placed).collect()
}

/// `impl IntoBulkItems<Request>`, placed at the type for the same reason.
pub(super) fn items_type(field: &Field, request: &TokenStream) -> TokenStream {
    let span = Span::call_site().located_at(field.ty.span());
    quote_spanned! {span=> impl ::clerk_invite::IntoBulkItems<#request> }
}

/// The value of such a parameter.
pub(crate) fn converted(name: &Ident, ty: &Type) -> TokenStream {
    if type_shape::is_primitive(ty) {
        name.to_token_stream()
    } else {
        quote! { ::core::convert::Into::into(#name) }
    }
}

/// The `#[cfg]`s: whatever is generated for an item or a field is there only when it is.
pub(crate) fn conditions(attributes: &[Attribute]) -> Vec<&Attribute> {
    attributes.iter().filter(|attribute| attribute.path().is_ident("cfg")).collect()
}

/// `#[allow]` and its kin, for what carries the same names; `expect` as `allow`, since a copy may
/// have nothing to expect.
pub(crate) fn lint_levels(attributes: &[Attribute]) -> Vec<TokenStream> {
    let level = |attribute: &Attribute| {
        let Meta::List(list) = &attribute.meta else { return None };
        let name = list.path.get_ident()?.to_string();
        let name = match name.as_str() {
            "expect" => format_ident!("allow"),
            "allow" | "warn" | "deny" => format_ident!("{name}"),
            _ => return None,
        };
        let lints = &list.tokens;
        Some(quote! { #[#name(#lints)] })
    };
    attributes.iter().filter_map(level).collect()
}
