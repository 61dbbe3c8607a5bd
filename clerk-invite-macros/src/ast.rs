//! A declaration as it was parsed: every piece with its place, nothing checked against another.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Attribute, Data, DeriveInput, Fields, Generics, Ident, Meta, Token, Type, Visibility};

use crate::attr::Arguments;
use crate::errors::Errors;
use crate::field_attr::FieldAttributes;
use crate::types::Shape;

/// The struct below the attribute.
pub(crate) struct Struct {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) visibility: Visibility,
    pub(crate) ident: Ident,
    pub(crate) generics: Generics,
    pub(crate) fields: Vec<Field>,
    /// The `;` of a struct that was written without braces.
    pub(crate) semicolon: Option<Token![;]>,
    /// What `#[derive(..)]` below the attribute already brings, so that it is not derived twice.
    pub(crate) derives_default: bool,
}

/// One field.
pub(crate) struct Field {
    pub(crate) visibility: Visibility,
    pub(crate) ident: Ident,
    pub(crate) ty: Type,
    pub(crate) shape: Shape,
    pub(crate) attributes: FieldAttributes,
}

impl Field {
    /// The name without `r#`, as templates, the wire and messages have it.
    pub(crate) fn name(&self) -> String {
        unraw(&self.ident)
    }

    pub(crate) fn wire_name(&self) -> String {
        self.attributes.rename.as_ref().map_or_else(|| self.name(), syn::LitStr::value)
    }

    pub(crate) fn is_conditional(&self) -> bool {
        self.attributes.rest.iter().any(|attribute| attribute.path().is_ident("cfg"))
    }
}

pub(crate) fn unraw(ident: &Ident) -> String {
    let name = ident.to_string();
    name.strip_prefix("r#").map(ToOwned::to_owned).unwrap_or(name)
}

/// A whole `#[endpoint(..)]` declaration.
pub(crate) struct Declaration {
    pub(crate) arguments: Arguments,
    pub(crate) structure: Struct,
    /// `#[returns(Type)]`; `None` if it is missing or wrong, which has been reported.
    pub(crate) returns: Option<Type>,
}

impl Struct {
    /// The struct and its result type; an item that is no such struct comes back without our
    /// attributes, so that nothing else is reported of it.
    pub(crate) fn parse(
        item: TokenStream,
        macro_name: &str,
        errors: &mut Errors,
    ) -> Result<(Self, Vec<Attribute>), TokenStream> {
        let Ok(input) = syn::parse2::<DeriveInput>(item.clone()) else {
            let first = item.clone().into_iter().next().map_or_else(Span::call_site, |t| t.span());
            errors.at_span(first, format!("expected a struct below `#[{macro_name}]`"));
            return Err(without_helpers(item));
        };
        let fields = match input.data {
            Data::Struct(data) => match data.fields {
                Fields::Named(fields) => (fields.named.into_iter().collect(), data.semi_token),
                Fields::Unit => (Vec::new(), data.semi_token),
                Fields::Unnamed(fields) => {
                    errors.at(fields, "expected a struct with named fields");
                    return Err(without_helpers(item));
                }
            },
            Data::Enum(data) => {
                errors.at(data.enum_token, "expected a struct with named fields, found an enum");
                return Err(without_helpers(item));
            }
            Data::Union(data) => {
                errors.at(data.union_token, "expected a struct with named fields, found a union");
                return Err(without_helpers(item));
            }
        };
        let (fields, semicolon): (Vec<syn::Field>, _) = fields;
        if !input.generics.params.is_empty() || input.generics.where_clause.is_some() {
            let message = "expected a struct without generics: a declaration is one endpoint, with \
                           owned values";
            match &input.generics.where_clause {
                Some(clause) if input.generics.params.is_empty() => errors.at(clause, message),
                _ => errors.at(&input.generics, message),
            }
        }
        let (attributes, helpers) = split_attributes(input.attrs, errors);
        let (attributes, derives_default) = without_our_derives(attributes, macro_name, errors);
        let fields = fields.into_iter().filter_map(|field| parse_field(field, errors)).collect();
        let parsed = Self {
            attributes,
            visibility: input.vis,
            ident: input.ident,
            generics: input.generics,
            fields,
            semicolon,
            derives_default,
        };
        Ok((parsed, helpers))
    }
}

fn parse_field(field: syn::Field, errors: &mut Errors) -> Option<Field> {
    let ident = field.ident?;
    Some(Field {
        visibility: field.vis,
        ident,
        shape: Shape::of(&field.ty),
        ty: field.ty,
        attributes: FieldAttributes::parse(field.attrs, errors),
    })
}

/// The type in `#[returns(Type)]`.
pub(crate) fn returns(helpers: &[Attribute], ident: &Ident, errors: &mut Errors) -> Option<Type> {
    let Some((first, rest)) = helpers.split_first() else {
        errors.at(
            ident,
            "missing `#[returns(Type)]` above the struct: what a successful answer decodes to",
        );
        return None;
    };
    for again in rest {
        errors.at(again.path(), "`#[returns(..)]` stands on this struct twice");
    }
    let ty = match &first.meta {
        Meta::List(list) if !list.tokens.is_empty() => {
            list.parse_args().map_err(|_| list.tokens.to_token_stream())
        }
        other => Err(other.to_token_stream()),
    };
    ty.map_err(|place| {
        errors.at(place, "expected the type of a successful answer: `#[returns(Type)]`");
    })
    .ok()
}

/// Takes `#[returns]` out, and reports what cannot stand on a declaration.
fn split_attributes(
    attributes: Vec<Attribute>,
    errors: &mut Errors,
) -> (Vec<Attribute>, Vec<Attribute>) {
    let mut kept = Vec::new();
    let mut returns = Vec::new();
    for attribute in attributes {
        let path = attribute.path();
        if path.is_ident("returns") {
            returns.push(attribute);
        } else if path.is_ident("serde") {
            errors.at(
                path,
                "`#[serde(..)]` has no effect here: the serializer is generated from the \
                 declaration; use `#[rename = \"..\"]` on a field",
            );
        } else if ["body", "rename", "range"].iter().any(|name| path.is_ident(name)) {
            let name = path.to_token_stream();
            errors.at(path, format!("`#[{name}]` belongs on a field, not on the struct"));
        } else {
            kept.push(attribute);
        }
    }
    (kept, returns)
}

/// Drops from `#[derive(..)]` what the macro derives itself, written out by habit.
fn without_our_derives(
    attributes: Vec<Attribute>,
    macro_name: &str,
    errors: &mut Errors,
) -> (Vec<Attribute>, bool) {
    let mut derives_default = false;
    let kept = attributes
        .into_iter()
        .filter_map(|attribute| {
            if !attribute.path().is_ident("derive") {
                return Some(attribute);
            }
            let mut theirs = Vec::new();
            let read = attribute.parse_nested_meta(|derive| {
                let last = derive.path.segments.last().map(|segment| segment.ident.to_string());
                match last.as_deref() {
                    Some("Debug" | "Clone" | "PartialEq") => {}
                    Some("Serialize") => errors.at(
                        &derive.path,
                        format!("`Serialize` is generated by `#[{macro_name}]`: leave it out here"),
                    ),
                    last => {
                        derives_default |= last == Some("Default");
                        theirs.push(derive.path);
                    }
                }
                Ok(())
            });
            match read {
                Ok(()) if theirs.is_empty() => None,
                Ok(()) => Some(syn::parse_quote! { #[derive(#(#theirs),*)] }),
                // Whatever is wrong with it, rustc says so.
                Err(_) => Some(attribute),
            }
        })
        .collect();
    (kept, derives_default)
}

/// The item as it was, without attributes that only we understand.
fn without_helpers(item: TokenStream) -> TokenStream {
    if let Ok(mut input) = syn::parse2::<DeriveInput>(item.clone()) {
        let ours = |attribute: &Attribute| {
            ["returns", "body", "rename", "range"].iter().any(|n| attribute.path().is_ident(n))
        };
        input.attrs.retain(|attribute| !ours(attribute));
        let strip = |fields: &mut Fields| {
            fields.iter_mut().for_each(|field| field.attrs.retain(|attribute| !ours(attribute)));
        };
        match &mut input.data {
            Data::Struct(data) => strip(&mut data.fields),
            Data::Enum(data) => data.variants.iter_mut().for_each(|v| strip(&mut v.fields)),
            Data::Union(_) => {}
        }
        return input.into_token_stream();
    }
    // Not a type: only its own attributes can be ours, and each is `#` and a group.
    let mut tokens = item.into_iter().peekable();
    let mut kept = TokenStream::new();
    while let Some(token) = tokens.next() {
        let is_helper = matches!(&token, TokenTree::Punct(hash) if hash.as_char() == '#')
            && matches!(tokens.peek(), Some(TokenTree::Group(group))
                if group.stream().to_string().starts_with("returns"));
        if is_helper {
            tokens.next();
        } else {
            kept.extend([token]);
        }
    }
    kept
}
