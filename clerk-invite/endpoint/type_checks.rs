//! Compile-time checks of the types in a declaration. They see through aliases, which a macro cannot.
//!
//! An inherent constant takes precedence over a trait's: [`TypeProbe`] has one where a type is
//! refused, and [`Unrefused`] the one of the same name for all other types. Generated code passes the
//! constant to [`property`], [`query_parameter`] or [`response`], placed at the type.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, HashSet, LinkedList, VecDeque};
use std::marker::PhantomData;
use std::rc::Rc;
use std::sync::Arc;

/// A type whose values can be `null` in JSON.
pub trait MayBeNull {}

impl<T> MayBeNull for Option<T> {}
impl MayBeNull for () {}

/// A type whose values are never a string, a number or a boolean in JSON.
pub trait NotScalar {}

impl<T> NotScalar for Option<T> {}
impl NotScalar for () {}
impl<T> NotScalar for [T] {}
impl<T, const N: usize> NotScalar for [T; N] {}
impl<T> NotScalar for Vec<T> {}
impl<T> NotScalar for VecDeque<T> {}
impl<T> NotScalar for LinkedList<T> {}
impl<T> NotScalar for BinaryHeap<T> {}
impl<T> NotScalar for BTreeSet<T> {}
impl<T, S> NotScalar for HashSet<T, S> {}
impl<K, V> NotScalar for BTreeMap<K, V> {}
impl<K, V, S> NotScalar for HashMap<K, V, S> {}
impl<K, V> NotScalar for serde_json::Map<K, V> {}
impl<T, E> NotScalar for Result<T, E> {}

macro_rules! tuples {
    ($(($($name:ident)+))+) => {
        $(impl<$($name),+> NotScalar for ($($name,)+) {})+
    };
}

tuples!((A)(A B)(A B C)(A B C D)(A B C D E)(A B C D E F));

macro_rules! like_what_they_hold {
    ($($check:ident)+) => {
        $(
            impl<T: $check + ?Sized> $check for &T {}
            impl<T: $check + ?Sized> $check for Box<T> {}
            impl<T: $check + ?Sized> $check for Rc<T> {}
            impl<T: $check + ?Sized> $check for Arc<T> {}
            impl<T: $check + ToOwned + ?Sized> $check for Cow<'_, T> {}
        )+
    };
}

like_what_they_hold!(MayBeNull NotScalar);

/// A type in a declaration.
pub struct TypeProbe<T: ?Sized>(PhantomData<T>);

/// The constant of a type that is refused.
#[derive(Clone, Copy)]
pub struct Refused;

/// The constant of a type that is not refused.
#[derive(Clone, Copy)]
pub struct Accepted;

impl<T: MayBeNull + ?Sized> TypeProbe<T> {
    /// Found where a property of this type is refused.
    pub const PROPERTY: Refused = Refused;
}

impl<T: NotScalar + ?Sized> TypeProbe<T> {
    /// Found where a query parameter of this type is refused.
    pub const QUERY: Refused = Refused;
}

impl<T, E> TypeProbe<Result<T, E>> {
    /// Found where a response of this type is refused.
    pub const RESPONSE: Refused = Refused;
}

/// The fallback for all other types.
pub trait Unrefused {
    /// The constant of an accepted property.
    const PROPERTY: Accepted = Accepted;
    /// The constant of an accepted query parameter.
    const QUERY: Accepted = Accepted;
    /// The constant of an accepted response.
    const RESPONSE: Accepted = Accepted;
}

impl<T: ?Sized> Unrefused for TypeProbe<T> {}

/// Accepts a property or a whole body of any type that is not `null`.
pub const fn property<T: NeverNull + Copy>(_: T) {}

/// Accepts a query parameter.
pub const fn query_parameter<T: Scalar + Copy>(_: T) {}

/// Accepts the type of a response.
pub const fn response<T: Success + Copy>(_: T) {}

/// The constant of a type that is never `null`.
#[diagnostic::on_unimplemented(
    message = "expected `Option<_>` or `Nullable<_>` by its own name, as the outermost type",
    label = "this can be `null`, and the macro sees neither through an alias nor into a `Box`"
)]
pub trait NeverNull {}

#[diagnostic::do_not_recommend]
impl NeverNull for Accepted {}

/// The constant of a type that a query can hold.
#[diagnostic::on_unimplemented(
    message = "expected a string, a number, a boolean, or a `Vec` of them by its own name",
    label = "this cannot be a query parameter"
)]
pub trait Scalar {}

#[diagnostic::do_not_recommend]
impl Scalar for Accepted {}

/// The constant of a type that a response can decode to.
#[diagnostic::on_unimplemented(
    message = "expected the type of the success alone in `#[returns(..)]`",
    label = "this is a `Result`"
)]
pub trait Success {}

#[diagnostic::do_not_recommend]
impl Success for Accepted {}
