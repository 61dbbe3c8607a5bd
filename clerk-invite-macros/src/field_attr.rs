//! The attributes of a field: `#[body]`, `#[rename = "…"]`, `#[range(min = …, max = …)]`.

use proc_macro2::Span;
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Attribute, Expr, ExprLit, ExprUnary, Lit, LitInt, LitStr, Meta, Token, UnOp};

use crate::errors::Errors;
use crate::suggest;

/// One bound of a range, with its place.
#[derive(Clone)]
pub(crate) struct Bound {
    pub(crate) value: i128,
    pub(crate) expr: Expr,
}

/// `#[range(..)]`, with at least one bound.
#[derive(Clone)]
pub(crate) struct Range {
    pub(crate) span: Span,
    pub(crate) min: Option<Bound>,
    pub(crate) max: Option<Bound>,
}

/// What a field's attributes say.
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
    let pairs = match Punctuated::<Meta, Token![,]>::parse_terminated.parse2(list.tokens.clone()) {
        Ok(pairs) => pairs,
        Err(error) => {
            errors.at_span(error.span(), expected);
            return None;
        }
    };
    if pairs.is_empty() {
        errors.at(list, expected);
        return None;
    }
    let mut range = Range { span: list.path.span(), min: None, max: None };
    for pair in &pairs {
        let name = pair.path().get_ident().map(ToString::to_string).unwrap_or_default();
        let slot = match name.as_str() {
            "min" => &mut range.min,
            "max" => &mut range.max,
            _ => {
                let near = suggest::did_you_mean(&name, ["min", "max"]);
                let near = if near.is_empty() { ", expected `min` or `max`" } else { &near };
                errors.at(pair.path(), format!("unknown key `{name}`{near}"));
                continue;
            }
        };
        if slot.is_some() {
            errors.at(pair.path(), format!("`{name}` stands in this range twice"));
            continue;
        }
        let Meta::NameValue(pair) = pair else {
            errors.at(pair, format!("expected a bound: `{name} = 1`"));
            continue;
        };
        match integer(&pair.value) {
            Some(value) => *slot = Some(Bound { value, expr: pair.value.clone() }),
            None => errors.at(&pair.value, format!("expected a whole number: `{name} = 1`")),
        }
    }
    if let (Some(min), Some(max)) = (&range.min, &range.max) {
        if min.value > max.value {
            let message = format!("`min` is above `max`: {} > {}", min.value, max.value);
            errors.at(&min.expr, message);
            return None;
        }
    }
    (range.min.is_some() || range.max.is_some()).then_some(range)
}

/// A literal, also from inside the invisible group that a `macro_rules!` capture comes in.
fn literal(expr: &Expr) -> Option<&Lit> {
    match expr {
        Expr::Lit(ExprLit { lit, .. }) => Some(lit),
        Expr::Group(group) => literal(&group.expr),
        _ => None,
    }
}

fn integer(expr: &Expr) -> Option<i128> {
    let parse = |number: &LitInt, sign: &str| {
        format!("{sign}{}", number.base10_digits()).parse::<i128>().ok()
    };
    match expr {
        Expr::Unary(ExprUnary { op: UnOp::Neg(_), expr, .. }) => match literal(expr)? {
            Lit::Int(number) => parse(number, "-"),
            _ => None,
        },
        Expr::Group(group) => integer(&group.expr),
        _ => match literal(expr)? {
            Lit::Int(number) => parse(number, ""),
            _ => None,
        },
    }
}
