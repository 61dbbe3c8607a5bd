//! Endpoints whose body is a list of limited length.

use crate::endpoint::Endpoint;

/// An endpoint whose body is a list of at most [`MAX_ITEMS`](Endpoint::MAX_ITEMS) items.
///
/// Implemented by every declaration with `max_items`.
pub trait Bulk: Endpoint {
    /// The type of the list's items.
    type Item;

    #[doc(hidden)]
    type Cap;
}

/// A conversion into the items of a [`Bulk`] request.
///
/// Implemented for `Vec`, whose length is checked before the request is sent, and for arrays, whose
/// length is checked by the compiler.
///
/// An array that is empty or longer than the cap does not compile:
///
/// ```compile_fail
/// # use clerk_invite::{CreateInvitation, CreateInvitationBulk};
/// let none: [CreateInvitation; 0] = [];
/// let request = CreateInvitationBulk::new(none);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not fit into one `{R}`",
    label = "not a list of its items"
)]
pub trait IntoBulkItems<R: Bulk> {
    /// Converts into a `Vec`, keeping the order.
    fn into_items(self) -> Vec<R::Item>;
}

impl<R: Bulk> IntoBulkItems<R> for Vec<R::Item> {
    fn into_items(self) -> Self {
        self
    }
}

impl<R: Bulk, const N: usize> IntoBulkItems<R> for [R::Item; N]
where
    R::Cap: Takes<N>,
{
    fn into_items(self) -> Vec<R::Item> {
        // Of a `LargeCap`, only a build finds what is too long.
        const { assert_fits(N, R::MAX_ITEMS) }
        Vec::from(self)
    }
}

/// Refuses an array's length. The compile error lies at the call.
#[track_caller]
const fn assert_fits(length: usize, max: Option<usize>) {
    let fits = match max {
        Some(max) => 1 <= length && length <= max,
        None => true,
    };
    assert!(fits, "an array is empty, or longer than the endpoint's `max_items`");
}

/// A cap so small that `cargo check` and an editor refuse longer arrays.
#[derive(Debug)]
pub struct Cap<const MAX: usize>;

/// Any other cap.
#[derive(Debug)]
pub struct LargeCap;

/// A cap that an array of `N` items fits into.
#[diagnostic::on_unimplemented(
    message = "an array of {N} items does not fit into one request",
    label = "empty, or longer than the endpoint's `max_items`",
    note = "a longer list is cut into requests by the request's `batches`"
)]
pub trait Takes<const N: usize> {}

impl<const N: usize> Takes<N> for LargeCap {}

macro_rules! caps {
    ($($max:literal takes $($length:literal)+;)+) => {
        $($(
            #[diagnostic::do_not_recommend]
            impl Takes<$length> for Cap<$max> {}
        )+)+
    };
}

caps! {
    1 takes 1;
    2 takes 1 2;
    3 takes 1 2 3;
    4 takes 1 2 3 4;
    5 takes 1 2 3 4 5;
    6 takes 1 2 3 4 5 6;
    7 takes 1 2 3 4 5 6 7;
    8 takes 1 2 3 4 5 6 7 8;
    9 takes 1 2 3 4 5 6 7 8 9;
    10 takes 1 2 3 4 5 6 7 8 9 10;
    11 takes 1 2 3 4 5 6 7 8 9 10 11;
    12 takes 1 2 3 4 5 6 7 8 9 10 11 12;
    13 takes 1 2 3 4 5 6 7 8 9 10 11 12 13;
    14 takes 1 2 3 4 5 6 7 8 9 10 11 12 13 14;
    15 takes 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15;
    16 takes 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16;
}

/// The most items that a batch has room for before they are there.
const MAX_EXPECTED: usize = 255;

/// Splits `items` into requests of at most `max` items each.
///
/// Lazy: reads only the items of the request that it yields.
pub fn batches<I: IntoIterator, R>(
    items: I,
    max: usize,
    request: impl Fn(Vec<I::Item>) -> R,
) -> impl Iterator<Item = R> {
    let mut items = items.into_iter().fuse();
    std::iter::from_fn(move || {
        let first = items.next()?;
        let others = max.saturating_sub(1);
        // Room at once: an iterator that filters promises no items, and most caps are small.
        let expected =
            items.size_hint().1.map_or(others, |most| most.min(others)).min(MAX_EXPECTED);
        let mut batch = Vec::with_capacity(1 + expected);
        batch.push(first);
        batch.extend(items.by_ref().take(others));
        Some(request(batch))
    })
}
