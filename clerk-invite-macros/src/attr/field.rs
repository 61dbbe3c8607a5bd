//! The attributes of a field: `#[body]`, `#[rename = "…"]`, `#[range(min = …, max = …)]`.

use proc_macro2::{Span, TokenStream};
use syn::parse::{ParseStream, Parser};
use syn::spanned::Spanned;
use syn::token::Paren;
use syn::{Attribute, Expr, ExprLit, Ident, Lit, LitStr, Meta, Token};

use crate::attr::conditional::without_ours;
use crate::attr::tokens::{assigned, split_at_commas};
use crate::diagnostics::errors::Errors;
use crate::diagnostics::suggest;

/// One bound of a range, with its place.
#[derive(Clone)]
pub(crate) struct Bound {
    pub(crate) value: i128,
    /// The number as it was written.
    pub(crate) tokens: TokenStream,
}

/// `#[range(..)]`, with at least one bound.
#[derive(Clone)]
pub(crate) struct Range {
    pub(crate) span: Span,
    pub(crate) min: Option<Bound>,
    pub(crate) max: Option<Bound>,
}

/// The attributes of one field.
#[derive(Default)]
pub(crate) struct FieldAttributes {
    pub(crate) body: Option<Span>,
    pub(crate) rename: Option<LitStr>,
    pub(crate) range: Option<Range>,
    /// Everything that is not ours: docs, `cfg`, `deprecated`, lint levels.
    pub(crate) rest: Vec<Attribute>,
}

impl FieldAttributes {
    pub(crate) fn parse(attributes: Vec<Attribute>, errors: &mut Errors) -> Self {
        let mut parsed = Self::default();
        let mut renamed = false;
        let mut ranged = false;
        for attribute in attributes {
            let Some(attribute) = without_ours(attribute, errors) else { continue };
            let path = attribute.path();
            let twice = |name| format!("`#[{name}]` stands on this field twice");
            if path.is_ident("body") {
                if parsed.body.is_some() {
                    errors.at(path, twice("body"));
                } else if let Meta::Path(_) = attribute.meta {
                } else {
                    errors.at(&attribute.meta, "expected `#[body]` without arguments");
                }
                parsed.body.get_or_insert(path.span());
            } else if path.is_ident("rename") {
                if std::mem::replace(&mut renamed, true) {
                    errors.at(path, twice("rename"));
                } else {
                    parsed.rename = rename(&attribute.meta, errors);
                }
            } else if path.is_ident("range") {
                if std::mem::replace(&mut ranged, true) {
                    errors.at(path, twice("range"));
                } else {
                    parsed.range = range(&attribute.meta, errors);
                }
            } else if path.is_ident("serde") {
                errors.at(
                    path,
                    "`#[serde(..)]` has no effect here: the name on the wire is `#[rename = \"..\"]`, \
                     and an `Option` is left out when it is `None`",
                );
            } else if path.is_ident("returns") {
                errors.at(path, "`#[returns(Type)]` belongs on the struct, not on a field");
            } else if ["header", "headers"].iter().any(|name| path.is_ident(name)) {
                errors.at(path, "a request has no headers of its own");
            } else if path.is_ident("query") {
                errors.at(
                    path,
                    "expected no attribute: with GET and DELETE, a field that is not in the path is \
                     in the query by itself",
                );
            } else if let Some(meant) = suggest::misspelt(path, &["body", "rename", "range"]) {
                errors.at(path, suggest::unknown_attribute(path, meant));
                // The rest is checked with the word that was meant.
                match meant {
                    "body" => {
                        parsed.body.get_or_insert(path.span());
                    }
                    "rename" if !std::mem::replace(&mut renamed, true) => {
                        parsed.rename = rename(&attribute.meta, errors);
                    }
                    "range" if !std::mem::replace(&mut ranged, true) => {
                        parsed.range = range(&attribute.meta, errors);
                    }
                    _ => {}
                }
            } else {
                parsed.rest.push(attribute);
            }
        }
        parsed
    }
}

fn rename(meta: &Meta, errors: &mut Errors) -> Option<LitStr> {
    let expected = "expected the name on the wire: `#[rename = \"name\"]`";
    match meta {
        Meta::NameValue(pair) => match literal(&pair.value) {
            Some(Lit::Str(name)) if name.value().is_empty() => {
                errors.at(name, "expected the name on the wire, found an empty string");
                None
            }
            Some(Lit::Str(name)) => Some(name.clone()),
            _ => {
                errors.at(&pair.value, "expected the name on the wire as a string");
                None
            }
        },
        Meta::Path(path) => {
            errors.at(path, expected);
            None
        }
        Meta::List(list) => {
            errors.at(list, expected);
            None
        }
    }
}

fn range(meta: &Meta, errors: &mut Errors) -> Option<Range> {
    let expected = "expected bounds: `#[range(min = 1, max = 365)]`";
    let Meta::List(list) = meta else {
        errors.at(meta, expected);
        return None;
    };
    if list.tokens.is_empty() {
        errors.at(list, expected);
        return None;
    }
    let mut range = Range { span: list.path.span(), min: None, max: None };
    let mut seen = Vec::new();
    for part in split_at_commas(list.tokens.clone()) {
        let Ok((key, value)) = bound.parse2(part.clone()) else {
            errors.at(part, expected);
            continue;
        };
        let written = key.to_string();
        // The rest is checked with the word that was meant.
        let near = suggest::nearest(&written, ["min", "max"]);
        if near != Some(&written) {
            let hint = suggest::hint(&written, &["min", "max"]);
            errors.at(&key, format!("unknown key `{written}`{hint}"));
        }
        let Some(name) = near else { continue };
        if seen.contains(&name) {
            if near == Some(&written) {
                errors.at(key, format!("`{name}` stands in this range twice"));
            }
            continue;
        }
        seen.push(name);
        let bound = integer(&key, name, value, errors);
        if name == "min" {
            range.min = bound;
        } else {
            range.max = bound;
        }
    }
    if let (Some(min), Some(max)) = (&range.min, &range.max) {
        if min.value > max.value {
            let message = format!("`min` is above `max`: {} > {}", min.value, max.value);
            errors.at(&min.tokens, message);
            return None;
        }
    }
    (range.min.is_some() || range.max.is_some()).then_some(range)
}

/// `key`, and whatever stands behind it.
fn bound(input: ParseStream) -> syn::Result<(Ident, TokenStream)> {
    let key = input.parse()?;
    if input.is_empty() || input.peek(Token![=]) || input.peek(Paren) {
        return Ok((key, input.parse()?));
    }
    Err(input.error("expected `=`"))
}

/// The number behind `key =`.
fn integer(key: &Ident, name: &str, value: TokenStream, errors: &mut Errors) -> Option<Bound> {
    let assigned = assigned(key, value, &format!("expected a bound: `{name} = 1`"), errors)?;
    let message = match syn::parse2(assigned.clone()) {
        Ok(Lit::Int(number)) if !number.suffix().is_empty() => {
            format!("expected a number without a suffix: `{}`", number.base10_digits())
        }
        Ok(Lit::Int(number)) => match number.base10_parse() {
            Ok(value) => return Some(Bound { value, tokens: assigned }),
            Err(_) => format!("`{number}` is beyond every integer type"),
        },
        Ok(Lit::Str(text)) if text.value().parse::<i128>().is_ok() => {
            format!("expected a number without quotes: `{name} = {}`", text.value())
        }
        _ => format!("expected a whole number: `{name} = 1`"),
    };
    errors.at(assigned, message);
    None
}

/// A literal, also from inside the invisible group that a `macro_rules!` capture comes in.
fn literal(expr: &Expr) -> Option<&Lit> {
    match expr {
        Expr::Lit(ExprLit { lit, .. }) => Some(lit),
        Expr::Group(group) => literal(&group.expr),
        _ => None,
    }
}
