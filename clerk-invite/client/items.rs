//! All items of a list, page after page.

use std::collections::{HashSet, VecDeque};
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::{FusedStream, Stream};
use serde::de::{Deserialize, DeserializeOwned, Deserializer, Error as _};
use serde_json::value::RawValue;

use crate::client::Client;
use crate::endpoint::page::{Page, Paged};
use crate::error::Error;

/// All items of a list: a [`Stream`], made by [`Client::stream`].
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
/// second time; they are skipped by their `id`, where they have one. If items are removed from the front,
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
    ready: VecDeque<E::Item>,
    seen: HashSet<Box<str>>,
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
            ready: VecDeque::new(),
            seen: HashSet::new(),
            page: None,
            ended: false,
        }
    }

    fn take(&mut self, page: Page<Known<E::Item>>) {
        let count = u64::try_from(page.items.len()).unwrap_or(u64::MAX);
        self.offset = self.offset.saturating_add(count);
        for Known { id, item } in page.items {
            if id.is_none_or(|id| self.seen.insert(id)) {
                self.ready.push_back(item);
            }
        }
        // The list may have grown by one whole page meanwhile.
        self.stale = if self.ready.is_empty() { self.stale + 1 } else { 0 };
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
            if let Some(item) = this.ready.pop_front() {
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
        self.ended && self.ready.is_empty()
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

/// An item and its `id`, if it has one.
struct Known<T> {
    id: Option<Box<str>>,
    item: T,
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Known<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(serde::Deserialize)]
        struct Id {
            id: Box<str>,
        }
        let json = <&RawValue>::deserialize(deserializer)?.get();
        let id = serde_json::from_str(json).ok().map(|Id { id }| id);
        Ok(Self { id, item: serde_json::from_str(json).map_err(D::Error::custom)? })
    }
}
