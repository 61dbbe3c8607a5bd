//! The declaration as data: `PARAMETERS`, `DOCS`, `CLIENT_METHOD`, and `Describe` for what can stand
//! inside of a body.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::spanned::Spanned;
use syn::{Attribute, Expr, ExprLit, Lit, Meta, Type};

use crate::ast::type_shape::{self, Shape};
use crate::ast::{Field, Struct, unraw};
use crate::attr::field::{Bound, Range};
use crate::diagnostics::place::place;
use crate::expand::implement::{cfg_attrs, implement};
use crate::valid::Endpoint;
use crate::valid::body::Cap;
use crate::valid::place::Place;

/// The constants of an endpoint.
pub(super) fn constants(endpoint: &Endpoint) -> TokenStream {
    let docs = first_paragraph(&endpoint.input.attributes);
    let client_method = endpoint.client_method.as_ref().map(|name| {
        let name = unraw(name);
        quote! {
            const CLIENT_METHOD: ::core::option::Option<&'static ::core::primitive::str> =
                ::core::option::Option::Some(#name);
        }
    });
    let parameters = (!endpoint.input.fields.is_empty()).then(|| {
        let parameters = list(endpoint.fields(), endpoint.cap.as_ref());
        quote! { const PARAMETERS: &'static [::clerk_invite::ParameterInfo] = #parameters; }
    });
    let deprecated = is_deprecated(&endpoint.input.attributes).then(|| {
        quote! { const DEPRECATED: ::core::primitive::bool = true; }
    });
    let response = check_response(&endpoint.returns);
    let docs = if response.is_some() {
        quote! {{ #response #docs }}
    } else {
        quote! { #docs }
    };
    quote! {
        #client_method
        #deprecated
        const DOCS: &'static ::core::primitive::str = #docs;
        #parameters
    }
}

/// An endpoint whose body is an object can be an item of another one's list.
pub(super) fn endpoint(endpoint: &Endpoint) -> Option<TokenStream> {
    endpoint.fields_in(Place::Property).next()?;
    let ident = &endpoint.input.ident;
    Some(describe(&endpoint.input, &quote! { <#ident as ::clerk_invite::Endpoint>::PARAMETERS }))
}

/// An object inside a body.
pub(super) fn params(input: &Struct) -> TokenStream {
    let fields = list(input.fields.iter().map(|field| (field, Place::Property)), None);
    describe(input, &fields)
}

fn describe(input: &Struct, fields: &TokenStream) -> TokenStream {
    let not_scalar =
        implement(input, &quote! { ::clerk_invite::__private::NotScalar }, &TokenStream::new());
    let describe = implement(
        input,
        &quote! { ::clerk_invite::__private::Describe },
        &quote! {
            #[inline]
            fn fields() -> &'static [::clerk_invite::ParameterInfo] {
                const { #fields }
            }
        },
    );
    quote! {
        #describe

        #not_scalar
    }
}

/// Only the compiler knows whether a name stands for a `Result`.
fn check_response(returns: &Type) -> Option<TokenStream> {
    if !type_shape::may_be_alias(returns) {
        return None;
    }
    let probe = probe_at(returns);
    Some(quote! {
        #[allow(unused_imports)]
        use ::clerk_invite::__private::Unrefused as _;
        let #probe = ::clerk_invite::__private::TypeProbe::<#returns>::RESPONSE;
        ::clerk_invite::__private::response(#probe);
    })
}

/// A name that is placed at a type, where rustc is to say that the type is refused.
fn probe_at(ty: &Type) -> Ident {
    Ident::new("__probe", place(ty.span()))
}

/// Only the compiler knows whether a type can be `null`, or is a scalar.
fn check_type(field: &Field, place: Place) -> Option<TokenStream> {
    let ty = field.shape.value(&field.ty);
    let (ty, function, constant) = match place {
        Place::Path => return None,
        Place::Query => {
            let item = type_shape::list_item(ty).unwrap_or(ty);
            (item, quote! { query_parameter }, quote! { QUERY })
        }
        Place::Property | Place::Body | Place::Unknown => {
            (ty, quote! { property }, quote! { PROPERTY })
        }
    };
    if type_shape::is_plain(ty) || place != Place::Query && type_shape::list_item(ty).is_some() {
        return None;
    }
    let probe = probe_at(ty);
    Some(quote! {
        let #probe = __private::TypeProbe::<#ty>::#constant;
        __private::#function(#probe);
    })
}

fn list<'a>(fields: impl Iterator<Item = (&'a Field, Place)>, cap: Option<&Cap>) -> TokenStream {
    let parameters = fields.map(|(field, place)| {
        let cfg_attrs = cfg_attrs(&field.attributes.rest);
        let cap = cap.filter(|_| place == Place::Body);
        let parameter = parameter(field, place, cap);
        quote! { #(#cfg_attrs)* #parameter }
    });
    // One name for all of them: each one more that is resolved is paid for by every declaration.
    quote! {{
        #[allow(unused_imports)]
        use ::clerk_invite::__private::{self as __private, Undescribed as _, Unrefused as _};
        &[#(#parameters),*]
    }}
}

fn parameter(field: &Field, place: Place, cap: Option<&Cap>) -> TokenStream {
    let docs = first_paragraph(&field.attributes.rest);
    let check = check_type(field, place);
    let in_path = place == Place::Path;
    let (name, place) = match place {
        Place::Path => (field.name(), quote! { Path }),
        Place::Query => (field.wire_name(), quote! { Query }),
        Place::Body => (String::new(), quote! { Body }),
        Place::Property | Place::Unknown => (field.wire_name(), quote! { Body }),
    };
    let presence = match &field.shape {
        Shape::Required => quote! { Required },
        Shape::Optional(_) => quote! { Optional },
        Shape::Nullable(_) => quote! { Nullable },
    };
    let ty = field.shape.value(&field.ty);
    let list = type_shape::list_item(ty).is_some();
    // A path parameter is text, whatever its type.
    let inside = if in_path {
        quote! { __private::PLAIN }
    } else {
        plain(type_shape::innermost(ty))
            .unwrap_or_else(|| quote! { __private::Described::<#ty>::INSIDE })
    };
    let range = match cap.map(|cap| i128::from(cap.max)) {
        Some(max) => Some(quote! {
            .range(::core::option::Option::Some(1), ::core::option::Option::Some(#max))
        }),
        None => field.attributes.range.as_ref().map(range),
    };
    let deprecated = is_deprecated(&field.attributes.rest).then(|| quote! { .deprecated() });
    let parameter = quote! {
        __private::parameter(
            __private::ParameterLocation::#place,
            #name,
            #docs,
            __private::Presence::#presence,
            #list,
            #inside,
        ) #range #deprecated
    };
    if check.is_some() {
        quote! {{ #check #parameter }}
    } else {
        parameter
    }
}

fn is_deprecated(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| attribute.path().is_ident("deprecated"))
}

/// A type that its name describes: cheaper for rustc than asking the type.
fn plain(ty: &Type) -> Option<TokenStream> {
    if let Some((min, max)) = type_shape::integer_limits(ty) {
        return Some(quote! { __private::integer(#min, #max) });
    }
    match type_shape::primitive(ty)?.as_str() {
        "String" | "char" => Some(quote! { __private::TEXT }),
        "bool" => Some(quote! { __private::BOOLEAN }),
        "f32" | "f64" => Some(quote! { __private::NUMBER }),
        _ => None,
    }
}

fn range(range: &Range) -> TokenStream {
    let bound = |bound: &Option<Bound>| match bound {
        Some(Bound { value, .. }) => quote! { ::core::option::Option::Some(#value) },
        None => quote! { ::core::option::Option::None },
    };
    let (min, max) = (bound(&range.min), bound(&range.max));
    quote! { .range(#min, #max) }
}

/// The first paragraph of the docs, on one line.
fn first_paragraph(attributes: &[Attribute]) -> String {
    let lines = attributes.iter().filter_map(|attribute| match &attribute.meta {
        Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
            Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
            _ => None,
        },
        _ => None,
    });
    let text = lines.collect::<Vec<_>>().join("\n");
    let lines = text.lines().map(str::trim).skip_while(|line| line.is_empty());
    lines.take_while(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}
