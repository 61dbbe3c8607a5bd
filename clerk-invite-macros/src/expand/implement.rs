//! The frame of every generated `impl` block.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Attribute, Generics, Ident, Meta};

use crate::ast::Struct;
use crate::attr::conditional::cfg_of;

/// The type that an `impl` block is for.
#[derive(Clone, Copy)]
pub(crate) struct Target<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) generics: &'a Generics,
    pub(crate) attributes: &'a [Attribute],
}

impl<'a> From<&'a Struct> for Target<'a> {
    fn from(input: &'a Struct) -> Self {
        Self { ident: &input.ident, generics: &input.generics, attributes: &input.attributes }
    }
}

/// Implements a trait.
pub(crate) fn implement<'a>(
    target: impl Into<Target<'a>>,
    implemented: &TokenStream,
    body: &TokenStream,
) -> TokenStream {
    let Target { ident, generics, attributes } = target.into();
    let (generics, arguments, clause) = generics.split_for_impl();
    let cfg_attrs = cfg_attrs(attributes);
    quote! {
        #(#cfg_attrs)*
        #[automatically_derived]
        #[allow(deprecated)]
        impl #generics #implemented for #ident #arguments #clause {
            #body
        }
    }
}

/// Adds inherent functions. They share names with fields that a lint has seen already.
pub(crate) fn inherent<'a>(target: impl Into<Target<'a>>, body: &TokenStream) -> TokenStream {
    let Target { ident, generics, attributes } = target.into();
    let (generics, arguments, clause) = generics.split_for_impl();
    let (cfg_attrs, levels) = (cfg_attrs(attributes), lint_levels(attributes));
    quote! {
        #(#cfg_attrs)*
        #(#levels)*
        #[allow(dead_code, deprecated, non_snake_case)]
        impl #generics #ident #arguments #clause {
            #body
        }
    }
}

/// Statements that are there only when their field is. An attribute on an expression statement is
/// not stable, one on a block is.
pub(super) fn guarded(attributes: &[Attribute], statements: TokenStream) -> TokenStream {
    let cfg_attrs = cfg_attrs(attributes);
    if cfg_attrs.is_empty() {
        return statements;
    }
    quote! { #(#cfg_attrs)* { #statements } }
}

/// Returns the `#[cfg]`s, which all code generated for an item or a field carries.
pub(crate) fn cfg_attrs(attributes: &[Attribute]) -> Vec<TokenStream> {
    attributes.iter().filter_map(cfg_of).collect()
}

/// Returns the lint levels, for generated items that share their names with what the user wrote.
/// `expect` becomes `allow`, since a copy may have nothing to expect.
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
