//! The owned form of a field's type.

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use syn::{GenericArgument, Lifetime, PathArguments, PathSegment, Type};

use crate::ast::type_shape::Shape;

/// A part of a type that a field cannot own.
pub(crate) struct NotOwned {
    /// The part as it was written, with its place.
    pub(crate) written: TokenStream,
    pub(crate) message: &'static str,
    /// `true` if nothing is known of the value that was meant.
    is_anything: bool,
    /// The type for which `()` stands in.
    pub(crate) replaced: Option<Type>,
}

impl NotOwned {
    fn new(written: impl ToTokens, message: &'static str) -> Self {
        Self { written: written.to_token_stream(), message, is_anything: false, replaced: None }
    }

    fn anything(written: impl ToTokens, message: &'static str) -> Self {
        Self { is_anything: true, ..Self::new(written, message) }
    }
}

const BORROWED: &str = "expected an owned type such as `String`, found a borrowed one";
const TEXT: &str = "expected an owned type such as `String`, found `str`";
const SLICE: &str = "expected an owned type such as `Vec<_>`, found a slice";
const IMPL: &str = "expected an owned type such as `String`, found an `impl Trait`";
const DYN: &str = "expected an owned type such as `String`, found a trait object";

/// Replaces what a field cannot own by what it most likely can, so that nothing else is reported of
/// it, and returns the first such part.
pub(crate) fn make_owned(ty: &mut Type) -> Option<NotOwned> {
    let mut found = owned(ty, true)?;
    if found.is_anything {
        let unit: Type = syn::parse_quote! { () };
        let stand_in = match Shape::of(ty) {
            Shape::Required => unit,
            Shape::Optional(_) => syn::parse_quote! { ::core::option::Option<#unit> },
            Shape::Nullable(_) => syn::parse_quote! { ::clerk_invite::Nullable<#unit> },
        };
        found.replaced = Some(std::mem::replace(ty, stand_in));
    }
    Some(found)
}

/// `is_sized` is `false` behind a pointer.
fn owned(ty: &mut Type, is_sized: bool) -> Option<NotOwned> {
    match ty {
        Type::Group(group) => owned(&mut group.elem, is_sized),
        Type::Paren(paren) => owned(&mut paren.elem, is_sized),
        Type::Array(array) => owned(&mut array.elem, true),
        Type::Tuple(tuple) => first(tuple.elems.iter_mut().map(|ty| owned(ty, true))),
        Type::Slice(slice) => {
            let found = is_sized.then(|| NotOwned::new(&*slice, SLICE));
            let inside = owned(&mut slice.elem, true);
            if found.is_some() {
                let item = &slice.elem;
                *ty = syn::parse_quote! { ::std::vec::Vec<#item> };
            }
            found.or(inside)
        }
        Type::Reference(reference) => {
            let found = (!is_static(reference.lifetime.as_ref()))
                .then(|| NotOwned::new(&*reference, BORROWED));
            reference.lifetime = Some(static_lifetime());
            let inside = owned(&mut reference.elem, false);
            if found.is_some() && is_str(&reference.elem) {
                *ty = string();
            }
            found.or(inside)
        }
        Type::ImplTrait(_) => Some(NotOwned::anything(&*ty, IMPL)),
        Type::TraitObject(_) => Some(NotOwned::anything(&*ty, DYN)),
        Type::Path(_) if is_str(ty) => {
            if !is_sized {
                return None;
            }
            let found = NotOwned::new(&*ty, TEXT);
            *ty = string();
            Some(found)
        }
        Type::Path(path) => first(path.path.segments.iter_mut().map(segment)),
        _ => None,
    }
}

fn segment(segment: &mut PathSegment) -> Option<NotOwned> {
    let written = segment.to_token_stream();
    let is_cow = segment.ident == "Cow";
    let is_pointer = is_cow || ["Box", "Rc", "Arc"].iter().any(|name| segment.ident == name);
    let PathArguments::AngleBracketed(arguments) = &mut segment.arguments else { return None };
    let has_lifetime = matches!(arguments.args.first(), Some(GenericArgument::Lifetime(_)));
    let found = first(arguments.args.iter_mut().map(|argument| match argument {
        GenericArgument::Type(ty) => owned(ty, !is_pointer),
        GenericArgument::Lifetime(name) if !is_static(Some(name)) => {
            let found = NotOwned::new(&*name, BORROWED);
            *name = static_lifetime();
            Some(found)
        }
        _ => None,
    }));
    if is_cow && !has_lifetime {
        arguments.args.insert(0, GenericArgument::Lifetime(static_lifetime()));
        return found.or_else(|| Some(NotOwned::new(written, BORROWED)));
    }
    found
}

fn is_static(lifetime: Option<&Lifetime>) -> bool {
    lifetime.is_some_and(|name| name.ident == "static")
}

fn static_lifetime() -> Lifetime {
    Lifetime::new("'static", Span::call_site())
}

fn is_str(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if path.path.is_ident("str"))
}

fn string() -> Type {
    syn::parse_quote! { ::std::string::String }
}

/// Returns the first that is there, once all have been made.
fn first(all: impl Iterator<Item = Option<NotOwned>>) -> Option<NotOwned> {
    all.fold(None, Option::or)
}
