//! Types as far as a macro knows them: by name.

use syn::{GenericArgument, PathArguments, Type};

/// The presence of a field's value, as its type declares it.
pub(crate) enum Shape {
    /// Always has a value: an argument of `new`.
    Required,
    /// `Option<T>`: left out when `None`, a setter.
    Optional(Type),
    /// `Nullable<T>`: left out, `null` or a value, a setter.
    Nullable(Type),
}

impl Shape {
    pub(crate) fn of(ty: &Type) -> Self {
        if let Some(inner) = argument_of(ty, "Option") {
            Self::Optional(inner.clone())
        } else if let Some(inner) = argument_of(ty, "Nullable") {
            Self::Nullable(inner.clone())
        } else {
            Self::Required
        }
    }

    pub(crate) fn is_required(&self) -> bool {
        matches!(self, Self::Required)
    }

    /// The type of the value that is sent, when one is sent.
    pub(crate) fn value<'a>(&'a self, ty: &'a Type) -> &'a Type {
        match self {
            Self::Required => ty,
            Self::Optional(inner) | Self::Nullable(inner) => inner,
        }
    }
}

/// The `T` of `Vec<T>`.
pub(crate) fn list_item(ty: &Type) -> Option<&Type> {
    argument_of(ty, "Vec")
}

/// The `T` of `wrapper<T>`, whatever path leads to `wrapper`.
pub(crate) fn argument_of<'a>(ty: &'a Type, wrapper: &str) -> Option<&'a Type> {
    let segment = last_segment(ty)?;
    if segment.ident != wrapper {
        return None;
    }
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else { return None };
    match (arguments.args.first(), arguments.args.len()) {
        (Some(GenericArgument::Type(argument)), 1) => Some(argument),
        _ => None,
    }
}

/// Returns `true` for a type of this name, whatever its arguments and the path to it.
pub(crate) fn is_named<N: ?Sized>(ty: &Type, name: &N) -> bool
where
    syn::Ident: PartialEq<N>,
{
    last_segment(ty).is_some_and(|segment| segment.ident == *name)
}

/// Returns `true` for `()`, which stands in for a type that was refused.
pub(crate) fn is_unit(ty: &Type) -> bool {
    matches!(ty, Type::Tuple(tuple) if tuple.elems.is_empty())
}

/// Returns `true` for a name that can be an alias of any other type.
pub(crate) fn may_be_alias(ty: &Type) -> bool {
    let known = ["Option", "Page", "Vec"];
    last_segment(ty).is_some()
        && !is_plain(ty)
        && known.iter().all(|k| argument_of(ty, k).is_none())
}

/// Returns the `T` of `Result<T, E>`, or of an alias of that name with one argument.
pub(crate) fn success_of_result(ty: &Type) -> Option<&Type> {
    let segment = last_segment(ty)?;
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else { return None };
    match arguments.args.first() {
        Some(GenericArgument::Type(success)) if segment.ident == "Result" => Some(success),
        _ => None,
    }
}

/// The least and the greatest value of a primitive integer; `u128` is cut at `i128::MAX`.
pub(crate) fn integer_limits(ty: &Type) -> Option<(i128, i128)> {
    let limits = match primitive(ty)?.as_str() {
        "u8" => (0, u8::MAX.into()),
        "u16" => (0, u16::MAX.into()),
        "u32" => (0, u32::MAX.into()),
        "u64" | "usize" => (0, u64::MAX.into()),
        "u128" => (0, i128::MAX),
        "i8" => (i8::MIN.into(), i8::MAX.into()),
        "i16" => (i16::MIN.into(), i16::MAX.into()),
        "i32" => (i32::MIN.into(), i32::MAX.into()),
        "i64" | "isize" => (i64::MIN.into(), i64::MAX.into()),
        "i128" => (i128::MIN, i128::MAX),
        _ => return None,
    };
    Some(limits)
}

/// Returns `true` for types that functions take as they are: a literal `7` has no type to convert
/// from.
pub(crate) fn is_primitive(ty: &Type) -> bool {
    integer_limits(ty).is_some()
        || primitive(ty)
            .is_some_and(|name| matches!(name.as_str(), "bool" | "char" | "f32" | "f64"))
}

/// Returns the type of the items of a list, or of a list of lists.
pub(crate) fn innermost(ty: &Type) -> &Type {
    list_item(ty).map_or(ty, innermost)
}

pub(crate) fn is_float(ty: &Type) -> bool {
    primitive(ty).is_some_and(|name| matches!(name.as_str(), "f32" | "f64"))
}

/// Returns `true` for a type without contents of its own.
pub(crate) fn is_plain(ty: &Type) -> bool {
    is_primitive(ty) || primitive(ty).is_some_and(|name| name == "String")
}

/// The name of a type without arguments.
pub(crate) fn primitive(ty: &Type) -> Option<String> {
    let segment = last_segment(ty)?;
    matches!(segment.arguments, PathArguments::None).then(|| segment.ident.to_string())
}

fn last_segment(ty: &Type) -> Option<&syn::PathSegment> {
    match ty {
        // A `$ty:ty` of a `macro_rules!` comes in an invisible group.
        Type::Group(group) => last_segment(&group.elem),
        Type::Paren(paren) => last_segment(&paren.elem),
        Type::Path(path) if path.qself.is_none() => path.path.segments.last(),
        _ => None,
    }
}
