//! The struct itself, its `new` and its setters.

use proc_macro2::{Delimiter, Group, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::Ident;

use crate::ast::type_shape::Shape;
use crate::ast::{Field, Struct};
use crate::diagnostics::place::{found_at, located};
use crate::expand::implement::{cfg_attrs, implement, inherent, lint_levels};
use crate::expand::parameter::{converted, items_type, parameter_type};

/// `capped` is the field whose list has a cap: it takes arrays only within that cap.
pub(crate) fn expand(input: &Struct, facts: Option<&str>, capped: Option<&Ident>) -> TokenStream {
    let definition = definition(input, facts);
    let new = new(input, capped);
    let setters = input.fields.iter().filter_map(|field| setter(input, field));
    let functions = inherent(
        input,
        &quote! {
            #new
            #(#setters)*
        },
    );
    let default = default(input);
    quote! {
        #definition

        #functions

        #default
    }
}

fn definition(input: &Struct, facts: Option<&str>) -> TokenStream {
    let Struct { attributes, visibility, ident, generics, semicolon, .. } = input;
    let has = |name: &str| attributes.iter().any(|attribute| attribute.path().is_ident(name));
    // Without docs of its own the struct has none, so that `missing_docs` is seen.
    let is_request = facts.is_some();
    let facts = facts.filter(|_| has("doc")).map(|facts| {
        quote! {
            #[doc = ""]
            #[doc = #facts]
        }
    });
    let non_exhaustive = (!has("non_exhaustive")).then(|| quote! { #[non_exhaustive] });
    let must_use = (!has("must_use")).then(|| {
        if is_request {
            quote! { #[must_use = "a request does nothing until it is sent"] }
        } else {
            quote! { #[must_use] }
        }
    });
    let fields = input.fields.iter().map(|field| {
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
    // The keyword and the braces are placed at the name, where rustc then shows what it has to say of
    // the whole struct: missing docs, or a second definition of that name.
    let at_name = located(ident.span());
    let keyword = quote_spanned! {at_name=> struct };
    let body = if semicolon.is_some() {
        let semicolon = quote_spanned! {at_name=> ; };
        quote! { #clause #semicolon }
    } else {
        let fields = quote! { #(#fields),* };
        let mut braces = Group::new(Delimiter::Brace, fields);
        braces.set_span(at_name);
        quote! { #clause #braces }
    };
    quote! {
        #(#attributes)*
        #facts
        #[derive(::core::fmt::Debug, ::core::clone::Clone, ::core::cmp::PartialEq)]
        #non_exhaustive
        #must_use
        #visibility #keyword #ident #parameters #body
    }
}

/// `new`, which takes what is required.
fn new(input: &Struct, capped: Option<&Ident>) -> TokenStream {
    let Struct { visibility, ident, .. } = input;
    let required = || input.fields.iter().filter(|field| field.shape.is_required());
    let parameters = required().map(|field| {
        let cfg_attrs = cfg_attrs(&field.attributes.rest);
        let name = &field.ident;
        let ty = if Some(name) == capped {
            items_type(field, &quote! { Self })
        } else {
            parameter_type(field)
        };
        quote! { #(#cfg_attrs)* #name: #ty }
    });
    let values = input.fields.iter().map(|field| {
        let cfg_attrs = cfg_attrs(&field.attributes.rest);
        let name = &field.ident;
        let value = match &field.shape {
            Shape::Required if Some(name) == capped => {
                quote! { ::clerk_invite::IntoBulkItems::into_items(#name) }
            }
            Shape::Required => converted(field),
            Shape::Optional(_) => quote! { ::core::option::Option::None },
            Shape::Nullable(_) => quote! { ::clerk_invite::Nullable::Unset },
        };
        quote! { #(#cfg_attrs)* #name: #value }
    });
    let names: Vec<_> = required().map(|field| format!("`{}`", field.name())).collect();
    let rest = if names.len() < input.fields.len() {
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
    let at_name = found_at(ident.span());
    let new = Ident::new("new", at_name);
    let attributes = quote_spanned! {at_name=>
        #[doc = #docs]
        #[inline]
        #[allow(clippy::too_many_arguments)]
    };
    let body = quote_spanned! {at_name=> { Self { #(#values),* } } };
    quote! {
        #attributes
        #visibility fn #new(#(#parameters),*) -> Self #body
    }
}

/// The setter of a field that can be left out.
fn setter(input: &Struct, field: &Field) -> Option<TokenStream> {
    let Field { ident, ty, .. } = field;
    // Refused, and not to be reported a second time by rustc.
    if field.has_taken_name() {
        return None;
    }
    let (parameter, value) = match &field.shape {
        Shape::Required => return None,
        Shape::Optional(_) => {
            let value = converted(field);
            (parameter_type(field), quote! { ::core::option::Option::Some(#value) })
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
    let visibility = &input.visibility;
    let body = quote! {
        self.#ident = #value;
        self
    };
    let mut body = Group::new(Delimiter::Brace, body);
    body.set_span(found_at(ident.span()));
    Some(quote! {
        #docs
        #(#attributes)*
        #(#levels)*
        #[inline]
        #visibility fn #ident(mut self, #ident: #parameter) -> Self #body
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
fn default(input: &Struct) -> Option<TokenStream> {
    let required = input.fields.iter().any(|field| field.shape.is_required());
    if required || input.derives_default {
        return None;
    }
    Some(implement(
        input,
        &quote! { ::core::default::Default },
        &quote! {
            #[inline]
            fn default() -> Self {
                Self::new()
            }
        },
    ))
}
