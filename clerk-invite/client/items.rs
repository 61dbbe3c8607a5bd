//! All items of a list, page after page.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec::IntoIter;

use futures_core::{FusedStream, Stream};

use crate::client::Client;
use crate::client::item_id::{Known, RecentIds};
use crate::endpoint::page::{Page, Paged};
use crate::error::Error;

/// All items of a list: a
/// [`Stream`](https://docs.rs/futures-core/0.3/futures_core/stream/trait.Stream.html), made by [`Client::stream`].
///
/// A page is requested when its first item is polled, so stopping early saves requests. After an error
/// the stream ends.
///
/// Dropping the stream cancels the request of a page; a list is only read, so nothing is left undone.
/// Dropping the future of [`next`](Self::next) loses nothing: the next call continues with the same page.
///
/// # Where it ends
///
/// After the total number of items, if Clerk sends a total; otherwise after a page that is shorter than
/// its limit. Also after two pages in a row without a new item, and after a page with more items than its
/// limit: such a server does not count in pages.
///
/// # When the list changes meanwhile
///
/// Pages are counted by offsets. If items are added at the front while pages are read, others appear a
/// second time; they are skipped by their `id`, where they have one. The ids of the last 10,000 items are
/// remembered, and of twice as many at most: about 2 MB, however long the list is. So an item appears twice
/// only if 10,000 others are added between two pages. If items are removed from the front,
/// the rest moves up, and as many can be missed: read a filtered list to its end before you revoke or
/// delete its items.
#[must_use = "a stream does nothing until it is polled"]
pub struct Items<E: Paged> {
    client: Client,
    request: E,
    /// The offset of the next page.
    offset: u64,
    limit: Option<u64>,
    /// The number of pages in a row without a new item.
    stale: u8,
    ready: IntoIter<Known<E::Item>>,
    seen: RecentIds,
    page: Option<Pending<E::Item>>,
    ended: bool,
}

type Pending<T> = Pin<Box<dyn Future<Output = Result<Page<Known<T>>, Error>> + Send>>;

// The one thing that is pinned is boxed.
impl<E: Paged> Unpin for Items<E> {}

impl<E: Paged> Items<E> {
    pub(crate) fn new(client: Client, mut request: E) -> Self {
        if let (None, Some(limit)) = (request.page_limit(), E::MAX_LIMIT) {
            request.set_page_limit(limit);
        }
        Self {
            client,
            offset: request.page_offset(),
            limit: request.page_limit(),
            request,
            stale: 0,
            ready: Vec::new().into_iter(),
            seen: RecentIds::default(),
            page: None,
            ended: false,
        }
    }

    fn take(&mut self, mut page: Page<Known<E::Item>>) {
        let count = u64::try_from(page.items.len()).unwrap_or(u64::MAX);
        self.offset = self.offset.saturating_add(count);
        page.items.retain_mut(|known| known.id.take().is_none_or(|id| self.seen.insert(id)));
        self.seen.end_page();
        self.ready = page.items.into_iter();
        // The list may have grown by one whole page meanwhile.
        self.stale = if self.ready.len() == 0 { self.stale + 1 } else { 0 };
        self.ended = match (page.total, self.limit) {
            _ if count == 0 || self.stale == 2 => true,
            (_, Some(limit)) if count > limit => true,
            (Some(total), _) => self.offset >= total,
            (None, Some(limit)) => count < limit,
            (None, None) => false,
        };
        // There is no page beyond the range of the parameter's type.
        self.ended = self.ended || !self.request.set_page_offset(self.offset);
    }
}

impl<E> Items<E>
where
    E: Paged + Clone + Send + 'static,
    E::Item: Send,
{
    /// Returns the next item, or `None` after the last one and after an error.
    ///
    /// # Errors
    ///
    /// The error of the request for its page.
    pub async fn next(&mut self) -> Option<Result<E::Item, Error>> {
        std::future::poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }
}

impl<E> Stream for Items<E>
where
    E: Paged + Clone + Send + 'static,
    E::Item: Send,
{
    type Item = Result<E::Item, Error>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            if let Some(Known { item, .. }) = this.ready.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            if this.ended {
                return Poll::Ready(None);
            }
            let page = this.page.get_or_insert_with(|| {
                let (client, request) = (this.client.clone(), this.request.clone());
                Box::pin(async move { client.send_as(request).await })
            });
            let page = ready!(page.as_mut().poll(cx));
            this.page = None;
            match page {
                Ok(page) => this.take(page),
                Err(error) => {
                    this.ended = true;
                    return Poll::Ready(Some(Err(error)));
                }
            }
        }
    }
}

impl<E> FusedStream for Items<E>
where
    E: Paged + Clone + Send + 'static,
    E::Item: Send,
{
    fn is_terminated(&self) -> bool {
        self.ended && self.ready.len() == 0
    }
}

/// Shows counts only: the request and the items are about people.
impl<E: Paged> fmt::Debug for Items<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("endpoint", &E::NAME)
            .field("offset", &self.offset)
            .field("ready", &self.ready.len())
            .field("ended", &self.ended)
            .finish_non_exhaustive()
    }
}
