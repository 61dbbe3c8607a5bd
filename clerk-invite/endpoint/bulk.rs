//! Bodies that are lists with a cap.

use crate::endpoint::Endpoint;

/// An endpoint whose body is a list with a cap (`max_items` in its declaration).
pub trait Bulk: Endpoint {
    /// One item of the list.
    type Item;
}

/// What the list of an endpoint can be made from: a `Vec` of any length, whose length is checked
/// before anything is sent, or an array, whose length is checked by the compiler.
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
    /// The items, in order.
    fn into_items(self) -> Vec<R::Item>;
}

impl<R: Bulk> IntoBulkItems<R> for Vec<R::Item> {
    fn into_items(self) -> Self {
        self
    }
}

/// `batches` of every capped endpoint: reads `items` no further than the request it yields.
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
