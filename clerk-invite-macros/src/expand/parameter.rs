//! Parameters of generated functions, and the values made of them.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::Type;
use syn::spanned::Spanned;

use crate::ast::Field;
use crate::ast::type_shape;
use crate::diagnostics::place::{place, runs_in_an_editor};

/// Returns the type of the parameter for a field's value: that type itself where it is a primitive (a
/// literal `7` has no type to convert from), anything where `()` stands in for a refused type, else
/// anything that converts into it.
pub(crate) fn parameter_type(field: &Field) -> TokenStream {
    let ty = field.shape.value(&field.ty);
    if is_taken_as_it_is(field, ty) {
        ty.to_token_stream()
    } else if type_shape::is_unit(ty) {
        quote! { impl ::core::marker::Sized }
    } else {
        quote! { impl ::core::convert::Into<#ty> }
    }
}

/// Returns the field's value, made from a parameter of that type.
pub(super) fn converted(field: &Field) -> TokenStream {
    let (name, ty) = (&field.ident, field.shape.value(&field.ty));
    if is_taken_as_it_is(field, ty) {
        name.to_token_stream()
    } else if type_shape::is_unit(ty) {
        quote! { { let _ = #name; } }
    } else {
        quote! { ::core::convert::Into::into(#name) }
    }
}

fn is_taken_as_it_is(field: &Field, ty: &Type) -> bool {
    field.is_generic || type_shape::is_primitive(ty)
}

/// Returns the type of a parameter that takes a capped list, placed at the list's type, where rustc
/// is to report what an item cannot do.
pub(super) fn items_type(field: &Field, request: &TokenStream) -> TokenStream {
    let span = place(field.ty.span());
    quote_spanned! {span=> impl ::clerk_invite::IntoBulkItems<#request> }
}

/// Moves an expression for the field's value to the field's type, where rustc is to report what the
/// type cannot do.
pub(super) fn respan(field: &Field, value: TokenStream) -> TokenStream {
    respan_at(field.shape.value(&field.ty).span(), value)
}

/// Moves tokens to a place, and keeps how their names resolve.
pub(crate) fn respan_at(place: Span, tokens: TokenStream) -> TokenStream {
    if runs_in_an_editor() {
        return tokens;
    }
    let placed = |token: TokenTree| match token {
        TokenTree::Group(group) => {
            let mut moved =
                proc_macro2::Group::new(group.delimiter(), respan_at(place, group.stream()));
            moved.set_span(group.span().located_at(place));
            TokenTree::Group(moved)
        }
        mut token => {
            token.set_span(token.span().located_at(place));
            token
        }
    };
    tokens.into_iter().map(placed).collect()
}
