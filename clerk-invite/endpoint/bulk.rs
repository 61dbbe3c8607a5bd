//! Endpoints whose body is a list of limited length.

use crate::endpoint::Endpoint;

/// An endpoint whose body is a list of at most [`MAX_ITEMS`](Endpoint::MAX_ITEMS) items.
///
/// Implemented by every declaration with `max_items`.
pub trait Bulk: Endpoint {
    /// The type of the list's items.
    type Item;
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
    label = "empty, longer than the endpoint's `max_items`, or not a list of its items",
    note = "a longer list is cut into requests by `{R}::batches`"
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
        let batch: Vec<_> = items.by_ref().take(max).collect();
        (!batch.is_empty()).then(|| request(batch))
    })
}
