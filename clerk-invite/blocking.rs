//! The client for synchronous code: scripts, command lines, services without async.

use std::fmt;
use std::iter::FusedIterator;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use tokio::runtime::{Builder, Handle};
use tokio::sync::oneshot;

use crate::client;
use crate::client::builder::ClientBuilder;
use crate::client::retry::RetryPolicy;
use crate::endpoint::Endpoint;
use crate::endpoint::page::Paged;
use crate::error::{Error, Kind};
use crate::transport::timeouts::Timeouts;

/// Sends requests to Clerk's Backend API and blocks until the response is there.
///
/// It is a [`Client`](crate::Client) with a runtime of its own, which lives on a thread of its own:
/// connections are driven between calls, and the client may be dropped anywhere, in async code, too.
/// Cheap to clone; the clones share the thread and the connections.
///
/// Every request goes through [`send`](Self::send): there is no second set of methods.
///
/// ```no_run
/// use clerk_invite::{CreateInvitation, blocking};
///
/// # fn main() -> Result<(), clerk_invite::Error> {
/// let clerk = blocking::Client::from_env()?;
/// let invitation = clerk.send(CreateInvitation::new("invite@example.com"))?;
/// println!("{}", invitation.id);
/// # Ok(())
/// # }
/// ```
///
/// # In async code
///
/// A call blocks its thread, which an async runtime needs for other tasks. So every call on a thread
/// of a tokio runtime, `spawn_blocking` included, is an error with
/// [`Delivery::NotSent`](crate::Delivery::NotSent): use [`Client`](crate::Client) there.
#[derive(Clone)]
pub struct Client {
    inner: client::Client,
    runtime: Arc<Runtime>,
}

impl Client {
    /// Makes a client with the secret key (`sk_live_…` or `sk_test_…`), for
    /// `https://api.clerk.com/v1`.
    ///
    /// # Errors
    ///
    /// Those of [`Client::new`](crate::Client::new); or the thread cannot be started.
    pub fn new(secret_key: impl AsRef<str>) -> Result<Self, Error> {
        Self::builder(secret_key).build_blocking()
    }

    /// Makes a client from the environment, as [`Client::from_env`](crate::Client::from_env) does.
    ///
    /// # Errors
    ///
    /// Those of [`Client::from_env`](crate::Client::from_env); or the thread cannot be started.
    pub fn from_env() -> Result<Self, Error> {
        ClientBuilder::from_env()?.build_blocking()
    }

    /// Returns a builder; [`ClientBuilder::build_blocking`] makes the client.
    pub fn builder(secret_key: impl AsRef<str>) -> ClientBuilder {
        ClientBuilder::new(secret_key)
    }

    /// Returns the same client with other timeouts; see
    /// [`Client::with_timeouts`](crate::Client::with_timeouts).
    #[must_use]
    pub fn with_timeouts(&self, timeouts: Timeouts) -> Self {
        Self { inner: self.inner.with_timeouts(timeouts), runtime: Arc::clone(&self.runtime) }
    }

    /// Returns the same client with another retry policy; see
    /// [`Client::with_retry`](crate::Client::with_retry).
    #[must_use]
    pub fn with_retry(&self, retry: RetryPolicy) -> Self {
        Self { inner: self.inner.with_retry(retry), runtime: Arc::clone(&self.runtime) }
    }

    /// Sends any request, and blocks until the response is there.
    ///
    /// # Errors
    ///
    /// Those of [`Client::send`](crate::Client::send). On a thread of a tokio runtime nothing is sent
    /// ([`Delivery::NotSent`](crate::Delivery::NotSent)).
    pub fn send<E: Endpoint>(&self, request: E) -> Result<E::Response, Error> {
        self.runtime.block_on(E::NAME, self.inner.send(request))?
    }

    /// Iterates over all items of a list, page after page; see
    /// [`Client::stream`](crate::Client::stream).
    ///
    /// ```no_run
    /// # use clerk_invite::{InvitationStatus, ListInvitations, blocking};
    /// # fn example(clerk: &blocking::Client) -> Result<(), clerk_invite::Error> {
    /// for invitation in clerk.stream(ListInvitations::new().status(InvitationStatus::Pending)) {
    ///     println!("{}", invitation?.id);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn stream<E: Paged>(&self, request: E) -> Items<E> {
        Items {
            inner: self.inner.stream(request),
            runtime: Arc::clone(&self.runtime),
            ended: false,
        }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.inner, f)
    }
}

impl ClientBuilder {
    /// Makes a [`blocking::Client`](Client) with these settings.
    ///
    /// # Errors
    ///
    /// Those of [`build`](Self::build); or the thread of its runtime cannot be started.
    pub fn build_blocking(self) -> Result<Client, Error> {
        Ok(Client { inner: self.build()?, runtime: Arc::new(Runtime::start()?) })
    }
}

/// All items of a list: an iterator, made by [`Client::stream`].
///
/// A page is requested when its first item is asked for. After an error it ends. See
/// [`Items`](crate::Items) for the end of a list and for lists that change meanwhile.
#[must_use = "an iterator does nothing until it is asked for items"]
pub struct Items<E: Paged> {
    inner: client::items::Items<E>,
    runtime: Arc<Runtime>,
    ended: bool,
}

impl<E> Iterator for Items<E>
where
    E: Paged + Clone + Send + 'static,
    E::Item: Send,
{
    type Item = Result<E::Item, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let next = self.runtime.block_on(E::NAME, self.inner.next());
        let next = next.unwrap_or_else(|error| Some(Err(error)));
        self.ended = !matches!(next, Some(Ok(_)));
        next
    }
}

impl<E> FusedIterator for Items<E>
where
    E: Paged + Clone + Send + 'static,
    E::Item: Send,
{
}

/// Shows counts only: the request and the items are about people.
impl<E: Paged> fmt::Debug for Items<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.inner, f)
    }
}

/// A runtime that a thread of its own drives, until this is dropped.
struct Runtime {
    handle: Handle,
    /// Ends the thread when it is dropped.
    _stop: oneshot::Sender<()>,
}

impl Runtime {
    fn start() -> Result<Self, Error> {
        let failed = |error: std::io::Error| {
            Error::config(format!("the runtime of the blocking client cannot be started: {error}"))
        };
        let runtime = Builder::new_current_thread().enable_all().build().map_err(failed)?;
        let handle = runtime.handle().clone();
        let (stop, stopped) = oneshot::channel::<()>();
        // The runtime is dropped on that thread, which is never one of another runtime.
        let drive = move || {
            let _ = runtime.block_on(stopped);
            // DNS lookups block a thread that nobody waits for.
            runtime.shutdown_timeout(Duration::ZERO);
        };
        thread::Builder::new().name("clerk-invite".to_owned()).spawn(drive).map_err(failed)?;
        Ok(Self { handle, _stop: stop })
    }

    fn block_on<F: Future>(&self, operation: &'static str, future: F) -> Result<F::Output, Error> {
        if Handle::try_current().is_ok() {
            let problem = "a blocking call would hold up the async runtime of this thread, use \
                           `clerk_invite::Client` there";
            return Err(Error::new(Some(operation), Kind::Runtime(problem)));
        }
        Ok(self.handle.block_on(future))
    }
}
