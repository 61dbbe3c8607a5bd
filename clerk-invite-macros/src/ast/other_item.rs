//! Items below the attribute that are not structs with named fields.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::punctuated::Punctuated;
use syn::{Attribute, Data, DeriveInput, Field, Path, Token};

use crate::diagnostics::errors::Errors;

/// The item without the attributes that only we understand, so that nothing else is reported of it.
pub(crate) enum OtherItem {
    /// A type, which can be used where a declaration is; and its `#[returns(..)]`.
    Type(Box<DeriveInput>, Vec<Attribute>),
    /// A function, a trait, a module.
    Other(TokenStream),
}

impl OtherItem {
    pub(crate) fn of_type(mut input: DeriveInput) -> Self {
        let mut returns = Vec::new();
        let attributes = with_our_derives(std::mem::take(&mut input.attrs), &input.data);
        for attribute in attributes {
            if attribute.path().is_ident("returns") {
                returns.push(attribute);
            } else if !is_ours(&attribute) {
                input.attrs.push(attribute);
            }
        }
        match &mut input.data {
            Data::Struct(data) => strip(&mut data.fields),
            Data::Enum(data) => {
                for variant in &mut data.variants {
                    variant.attrs.retain(|attribute| !is_ours(attribute));
                    strip(&mut variant.fields);
                }
            }
            Data::Union(data) => strip(&mut data.fields.named),
        }
        Self::Type(Box::new(input), returns)
    }

    /// Reports an item that is not a type, at its keyword.
    pub(crate) fn refuse(item: TokenStream, macro_name: &str, errors: &mut Errors) -> Self {
        let mut tokens = item.into_iter().peekable();
        let mut kept = TokenStream::new();
        let mut keyword = None;
        while let Some(token) = tokens.next() {
            let is_hash = matches!(&token, TokenTree::Punct(hash) if hash.as_char() == '#');
            if let (true, Some(TokenTree::Group(group))) = (is_hash, tokens.peek()) {
                // Only its own attributes can be ours, and each is `#` and a group.
                let name = group.stream().into_iter().next().map(|name| name.to_string());
                let group = tokens.next();
                if !name.is_some_and(|name| HELPERS.contains(&name.as_str())) {
                    kept.extend([Some(token), group].into_iter().flatten());
                }
            } else {
                if let TokenTree::Ident(word) = &token {
                    if keyword.is_none() && word != "pub" {
                        keyword = Some(word.clone());
                    }
                }
                kept.extend([token]);
            }
        }
        // A type that rustc could not read either: it has said so.
        if keyword.as_ref().is_some_and(|word| ["struct", "enum"].iter().any(|kind| word == kind)) {
            return Self::Other(kept);
        }
        let found = keyword.as_ref().map_or_else(String::new, |word| format!(", found `{word}`"));
        let span = keyword.map_or_else(Span::call_site, |word| word.span());
        errors.at_span(span, format!("expected a struct below `#[{macro_name}]`{found}"));
        Self::Other(kept)
    }
}

/// Derives what the macro would derive, for those who use the type.
fn with_our_derives(attributes: Vec<Attribute>, data: &Data) -> Vec<Attribute> {
    if matches!(data, Data::Union(_)) {
        return attributes;
    }
    let mut kept = Vec::new();
    for attribute in attributes {
        if !attribute.path().is_ident("derive") {
            kept.push(attribute);
            continue;
        }
        let theirs = derives(&attribute).filter(|derive| {
            let last = derive.segments.last().map(|segment| segment.ident.to_string());
            !matches!(last.as_deref(), Some("Debug" | "Clone" | "PartialEq"))
        });
        let theirs: Vec<_> = theirs.collect();
        if !theirs.is_empty() {
            kept.push(syn::parse_quote! { #[derive(#(#theirs),*)] });
        }
    }
    kept.push(syn::parse_quote! {
        #[derive(::core::fmt::Debug, ::core::clone::Clone, ::core::cmp::PartialEq)]
    });
    kept
}

fn derives(attribute: &Attribute) -> impl Iterator<Item = Path> {
    let paths = attribute.parse_args_with(Punctuated::<Path, Token![,]>::parse_terminated);
    paths.into_iter().flatten()
}

/// Returns `true` if `Serialize` is derived.
pub(crate) fn derives_serialize(input: &DeriveInput) -> bool {
    let all = input.attrs.iter().filter(|attribute| attribute.path().is_ident("derive"));
    let is_serialize =
        |path: Path| path.segments.last().is_some_and(|last| last.ident == "Serialize");
    all.flat_map(derives).any(is_serialize)
}

const HELPERS: [&str; 4] = ["returns", "body", "rename", "range"];

fn is_ours(attribute: &Attribute) -> bool {
    HELPERS.iter().any(|name| attribute.path().is_ident(name))
}

fn strip<'a>(fields: impl IntoIterator<Item = &'a mut Field>) {
    for field in fields {
        field.attrs.retain(|attribute| !is_ours(attribute));
    }
}

impl ToTokens for OtherItem {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match self {
            Self::Type(input, _) => input.to_tokens(tokens),
            Self::Other(item) => item.to_tokens(tokens),
        }
    }
}
