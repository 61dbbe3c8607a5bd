//! Structs that do not parse, mostly because somebody is typing them.
//!
//! rustc has reported what is wrong before a macro runs. What can be read is kept, so that nothing
//! else is reported, and editors still know the fields that are there.

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};
use quote::quote;
use syn::parse::discouraged::Speculative;
use syn::parse::{ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{
    Attribute, Data, DataStruct, DeriveInput, Field, Fields, FieldsNamed, Token, Visibility,
};

/// Returns the fields of a struct that can be read.
pub(super) fn incomplete_struct(item: TokenStream) -> Option<DeriveInput> {
    read.parse2(item).ok()
}

fn read(input: ParseStream) -> syn::Result<DeriveInput> {
    let attrs = input.call(Attribute::parse_outer)?;
    let vis = input.parse()?;
    let struct_token = input.parse()?;
    let ident = input.parse()?;
    let mut generics: syn::Generics = input.parse()?;
    generics.where_clause = input.parse()?;
    let inside;
    let brace_token = syn::braced!(inside in input);
    let named = fields(&inside)?;
    let _: TokenStream = input.parse()?;
    let fields = Fields::Named(FieldsNamed { brace_token, named });
    let data = Data::Struct(DataStruct { struct_token, fields, semi_token: None });
    Ok(DeriveInput { attrs, vis, ident, generics, data })
}

fn fields(input: ParseStream) -> syn::Result<Punctuated<Field, Token![,]>> {
    let mut fields = Punctuated::new();
    while !input.is_empty() {
        let ahead = input.fork();
        if let Ok(field) = field(&ahead) {
            input.advance_to(&ahead);
            fields.push(field);
        } else if input.peek(Token![#]) {
            // The attribute may be what is wrong.
            let _: TokenTree = input.parse()?;
            let _: Option<TokenTree> = input.parse().ok();
        } else {
            skip_field(input)?;
        }
        let _: Option<Token![,]> = input.parse()?;
        let _: Option<Token![;]> = input.parse()?;
    }
    Ok(fields)
}

/// Reads a field, also one without the colon before its type.
fn field(input: ParseStream) -> syn::Result<Field> {
    let ahead = input.fork();
    if let Ok(field) = ahead.call(Field::parse_named) {
        input.advance_to(&ahead);
        return Ok(field);
    }
    let attributes = input.call(Attribute::parse_outer)?;
    let visibility: Token![pub] = input.parse()?;
    let ident: Ident = input.parse()?;
    let ty: syn::Type = input.parse()?;
    Field::parse_named.parse2(quote! { #(#attributes)* #visibility #ident: #ty })
}

/// Skips to where the next field can begin: behind a comma, or at `pub`.
fn skip_field(input: ParseStream) -> syn::Result<()> {
    let _: Visibility = input.parse()?;
    while !input.is_empty() && !input.peek(Token![,]) && !input.peek(Token![pub]) {
        let _: TokenTree = input.parse()?;
    }
    Ok(())
}

/// Returns the item with `#[r#return(..)]` for `#[return(..)]`, which rustc reads but syn does not.
pub(super) fn with_raw_return(item: TokenStream) -> TokenStream {
    let escaped = |token: TokenTree| match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket => {
            let inside = group.stream().into_iter().enumerate().map(|(at, token)| match token {
                TokenTree::Ident(word) if at == 0 && word == "return" => {
                    TokenTree::Ident(Ident::new_raw("return", word.span()))
                }
                token => token,
            });
            let mut escaped = Group::new(Delimiter::Bracket, inside.collect());
            escaped.set_span(group.span());
            TokenTree::Group(escaped)
        }
        token => token,
    };
    item.into_iter().map(escaped).collect()
}
