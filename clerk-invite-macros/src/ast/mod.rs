//! A declaration as it was parsed: every piece with its place, nothing checked against another.

pub(crate) mod other_item;
mod owned;
mod recovery;
pub(crate) mod type_shape;

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{
    Attribute, Data, DataStruct, DeriveInput, Fields, Generics, Ident, Meta, Token, Type,
    Visibility,
};

use crate::ast::other_item::OtherItem;
use crate::ast::type_shape::Shape;
use crate::attr::Arguments;
use crate::attr::conditional::cfg_of;
use crate::attr::field::FieldAttributes;
use crate::diagnostics::errors::{Errors, written};
use crate::diagnostics::suggest;

/// The struct below the attribute.
pub(crate) struct Struct {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) visibility: Visibility,
    pub(crate) ident: Ident,
    pub(crate) generics: Generics,
    pub(crate) fields: Vec<Field>,
    /// The `;` of a struct that was written without braces.
    pub(crate) semicolon: Option<Token![;]>,
    /// `true` if `#[derive(..)]` below the attribute has `Default`, which is then not implemented again.
    pub(crate) derives_default: bool,
    /// `true` if rustc has reported that the struct does not parse, and only some fields are known.
    pub(crate) is_incomplete: bool,
}

/// One field.
pub(crate) struct Field {
    pub(crate) visibility: Visibility,
    pub(crate) ident: Ident,
    pub(crate) ty: Type,
    /// The type as it was written, where it was refused and `()` stands in for it.
    pub(crate) replaced: Option<Type>,
    /// `true` if the type is a type parameter, which has been refused.
    pub(crate) is_generic: bool,
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

    /// Returns `true` if the setter would have the name of another generated function.
    pub(crate) fn has_taken_name(&self) -> bool {
        !self.shape.is_required() && matches!(self.name().as_str(), "new" | "batches")
    }

    pub(crate) fn is_conditional(&self) -> bool {
        self.attributes.rest.iter().any(|attribute| cfg_of(attribute).is_some())
    }
}

pub(crate) fn unraw(ident: &Ident) -> String {
    let name = ident.to_string();
    name.strip_prefix("r#").map(ToOwned::to_owned).unwrap_or(name)
}

/// A whole `#[endpoint(..)]` declaration.
pub(crate) struct Declaration {
    pub(crate) arguments: Arguments,
    pub(crate) input: Struct,
    /// `#[returns(Type)]`; `None` if it is missing or wrong, which has been reported.
    pub(crate) returns: Option<Type>,
}

impl Struct {
    /// The struct and its `#[returns(..)]`, or the item if it is not such a struct.
    pub(crate) fn parse(
        item: TokenStream,
        macro_name: &str,
        errors: &mut Errors,
    ) -> Result<(Self, Vec<Attribute>), OtherItem> {
        let item = recovery::with_raw_return(item);
        if let Ok(input) = syn::parse2(item.clone()) {
            return Self::of(input, macro_name, errors);
        }
        let Some(input) = recovery::incomplete_struct(item.clone()) else {
            return Err(OtherItem::refuse(item, macro_name, errors));
        };
        let mut ignored = Errors::new();
        let parsed = Self::of(input, macro_name, &mut ignored);
        ignored.finish();
        parsed.map(|(input, helpers)| (Self { is_incomplete: true, ..input }, helpers))
    }

    fn of(
        mut input: DeriveInput,
        macro_name: &str,
        errors: &mut Errors,
    ) -> Result<(Self, Vec<Attribute>), OtherItem> {
        let (fields, semicolon) = match input.data {
            Data::Struct(DataStruct {
                fields: fields @ (Fields::Named(_) | Fields::Unit),
                semi_token,
                ..
            }) => (fields, semi_token),
            data => {
                let (place, found) = match &data {
                    Data::Struct(data) => (data.fields.to_token_stream(), "a tuple struct"),
                    Data::Enum(data) => (data.enum_token.to_token_stream(), "an enum"),
                    Data::Union(data) => (data.union_token.to_token_stream(), "a union"),
                };
                errors.at(place, format!("expected a struct with named fields, found {found}"));
                return Err(OtherItem::of_type(DeriveInput { data, ..input }));
            }
        };
        if !input.generics.params.is_empty() || input.generics.where_clause.is_some() {
            let message = "expected a struct without generics: a declaration is one endpoint, with \
                           owned values";
            match &input.generics.where_clause {
                Some(clause) if input.generics.params.is_empty() => errors.at(clause, message),
                _ => errors.at(&input.generics, message),
            }
        }
        other_macros(&mut input.attrs, macro_name, errors);
        let (attributes, helpers) = split_attributes(input.attrs, errors);
        let (attributes, derives_default) = without_our_derives(attributes, macro_name, errors);
        let mut parsed_fields = Vec::new();
        for field in fields {
            parse_field(field, &input.generics, &mut parsed_fields, errors);
        }
        let parsed = Self {
            attributes,
            visibility: input.vis,
            ident: input.ident,
            generics: input.generics,
            fields: parsed_fields,
            semicolon,
            derives_default,
            is_incomplete: false,
        };
        Ok((parsed, helpers))
    }
}

fn parse_field(
    mut field: syn::Field,
    generics: &Generics,
    parsed: &mut Vec<Field>,
    errors: &mut Errors,
) {
    let Some(ident) = field.ident else { return };
    let mut replaced = None;
    // Generics have been refused already, lifetimes with them.
    if generics.lifetimes().next().is_none() {
        if let Some(found) = owned::make_owned(&mut field.ty) {
            errors.at(found.written, found.message);
            replaced = found.replaced;
        }
    }
    let mut parameters = generics.type_params();
    let shape = Shape::of(&field.ty);
    let value = shape.value(&field.ty);
    let is_generic = parameters.any(|parameter| type_shape::is_named(value, &parameter.ident));
    let field = Field {
        visibility: field.vis,
        ident,
        shape,
        ty: field.ty,
        replaced,
        is_generic,
        attributes: FieldAttributes::parse(field.attrs, errors),
    };
    let mut same = parsed.iter().filter(|earlier| earlier.ident == field.ident);
    if same.any(|earlier| !(earlier.is_conditional() && field.is_conditional())) {
        errors
            .at(&field.ident, format!("the field `{}` stands in this struct twice", field.name()));
        return;
    }
    parsed.push(field);
}

pub(crate) const EITHER: &str =
    "a struct is either an `#[endpoint(..)]` or the `#[params]` inside of a body";

/// Reports and drops a second macro of ours: both would generate the same.
fn other_macros(attributes: &mut Vec<Attribute>, macro_name: &str, errors: &mut Errors) {
    attributes.retain(|attribute| {
        let Some(second) = our_macro(attribute) else { return true };
        let message = if second == macro_name {
            format!("`#[{second}]` stands on this struct twice")
        } else {
            EITHER.to_owned()
        };
        errors.at(attribute.path(), message);
        false
    });
}

/// Which of our macros this attribute calls, as far as its name says.
pub(crate) fn our_macro(attribute: &Attribute) -> Option<&'static str> {
    let path = attribute.path();
    let first = path.segments.first()?;
    if path.segments.len() > 2 || path.segments.len() == 2 && first.ident != "clerk_invite" {
        return None;
    }
    let last = path.segments.last()?;
    ["endpoint", "params"].into_iter().find(|name| last.ident == name)
}

/// The type in `#[returns(Type)]`.
///
/// `reported` is the type where it was written among the arguments, which has been reported.
pub(crate) fn returns(
    helpers: &[Attribute],
    reported: Option<&Type>,
    ident: &Ident,
    errors: &mut Errors,
) -> Option<Type> {
    let Some((first, rest)) = helpers.split_first() else {
        if reported.is_some() {
            return reported.cloned();
        }
        errors.at(
            ident,
            "missing `#[returns(Type)]` between `#[endpoint(..)]` and the struct: the type \
             that a successful response decodes to",
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
    let ty: Type = ty
        .map_err(|place| {
            errors.at(place, "expected the type of a successful response: `#[returns(Type)]`");
        })
        .ok()?;
    let Some(success) = type_shape::success_of_result(&ty) else { return Some(ty) };
    let success_written = written(success);
    errors.at(
        &ty,
        format!("expected the type of the success alone: `#[returns({success_written})]`, not a `Result`"),
    );
    Some(success.clone())
}

/// Takes `#[returns]` out, and reports what cannot stand on a declaration.
fn split_attributes(
    attributes: Vec<Attribute>,
    errors: &mut Errors,
) -> (Vec<Attribute>, Vec<Attribute>) {
    let mut kept = Vec::new();
    let mut returns = Vec::new();
    let has_returns = attributes.iter().any(|attribute| attribute.path().is_ident("returns"));
    for attribute in attributes {
        let path = attribute.path();
        if path.is_ident("returns") {
            returns.push(attribute);
        } else if let (false, Some(meant)) = (has_returns, suggest::misspelt(path, &["returns"])) {
            errors.at(path, suggest::unknown_attribute(path, meant));
            returns.push(attribute);
        } else if !has_returns && is_synonym_of_returns(path) {
            let meant = attribute
                .parse_args::<Type>()
                .map_or_else(|_| "Type".to_owned(), |ty| written(&ty));
            errors.at(path, format!("expected `#[returns({meant})]`"));
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

/// Returns `true` for a name that other libraries have for `#[returns(..)]`.
fn is_synonym_of_returns(path: &syn::Path) -> bool {
    let synonyms = ["response", "return", "result", "output", "returning"];
    path.get_ident().is_some_and(|name| synonyms.contains(&&*unraw(name)))
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
