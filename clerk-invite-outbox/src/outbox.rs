//! The outbox: a database of invitations.

use std::sync::Arc;

use clerk_invite::Client;
use tokio::sync::{Notify, broadcast};

use crate::campaign::Campaign;
use crate::clock::Clock;
use crate::error::Error;
use crate::events::{Event, Events};
use crate::export::Export;
use crate::states::Budget;
use crate::status::{Filter, Status};
use crate::store::Store;
use crate::store::connection::Pool;
use crate::worker::Worker;

/// The number of events that a slow receiver may lag behind.
const EVENTS: usize = 4096;

/// A database of invitations, from which workers send them. Cheap to clone.
///
/// ```
/// use clerk_invite_outbox::{Outbox, State};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let folder = tempfile::tempdir()?;
/// # let url = format!("sqlite://{}/invites.db", folder.path().display());
/// let outbox = Outbox::open(&url).await?;
/// let campaign = outbox.campaign("spring");
/// let report = campaign.enqueue(["a@example.com", "b@example.com", "A@example.com"]).await?;
/// assert_eq!((report.new, report.repeated), (2, 1));
/// assert_eq!(outbox.status("spring").await?.count(State::Queued), 2);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Outbox {
    pub(crate) store: Store,
    pub(crate) events: broadcast::Sender<Event>,
    pub(crate) wake: Arc<Notify>,
}

impl Outbox {
    /// Opens a database: `sqlite://path/to/file.db`, which is made if it does not exist, or
    /// `postgres://…`. Brings its tables up to date.
    ///
    /// # Errors
    ///
    /// The URL or the database cannot be used, the database was written by a newer version, or the
    /// file lies on a network file system.
    pub async fn open(url: &str) -> Result<Self, Error> {
        let pool = match url.split_once(':').map(|(scheme, _)| scheme) {
            #[cfg(feature = "sqlite")]
            Some("sqlite") => Pool::Sqlite(crate::store::sqlite::open(url).await?),
            #[cfg(feature = "postgres")]
            Some("postgres" | "postgresql") => {
                Pool::Postgres(crate::store::postgres::open(url).await?)
            }
            _ => {
                let known = if cfg!(feature = "postgres") {
                    "expected `sqlite://path` or `postgres://…`"
                } else {
                    "expected `sqlite://path`; for PostgreSQL turn the feature `postgres` on"
                };
                return Err(Error::Url(known.to_owned()));
            }
        };
        Self::over(pool).await
    }

    /// Uses a pool of yours: `sqlx::SqlitePool` or `sqlx::PgPool`. Brings the outbox's tables, which
    /// stand apart from yours, up to date.
    ///
    /// Of a pool with one connection [`Worker::run_until`] wants a task of its own.
    ///
    /// # Errors
    ///
    /// As [`open`](Self::open).
    pub async fn from_pool(pool: impl Into<AnyPool>) -> Result<Self, Error> {
        Self::over(pool.into().0).await
    }

    async fn over(pool: Pool) -> Result<Self, Error> {
        let store = Store::open(pool, Clock::database()).await?;
        let (events, _) = broadcast::channel(EVENTS);
        Ok(Self { store, events, wake: Arc::default() })
    }

    /// Goes by another clock than the database's, for tests and rehearsals.
    #[must_use]
    pub fn with_clock(mut self, clock: Clock) -> Self {
        self.store.clock = clock;
        self
    }

    /// Returns a campaign, to enqueue people into. It is made when the first ones are.
    pub fn campaign(&self, name: impl Into<String>) -> Campaign {
        Campaign::new(self.clone(), name.into())
    }

    /// Returns a worker that sends what is queued for the Clerk instance of this client.
    ///
    /// Whatever the client's settings are, the outbox's calls are sent once, without a retry policy
    /// and without a rate budget of the client's: the journal has both.
    #[must_use]
    pub fn worker(&self, client: &Client) -> Worker {
        Worker::new(self.clone(), client)
    }

    /// Returns the names of all campaigns, the oldest first.
    ///
    /// # Errors
    ///
    /// The database fails.
    pub async fn campaigns(&self) -> Result<Vec<String>, Error> {
        self.store.campaigns().await
    }

    /// Returns how a campaign stands.
    ///
    /// # Errors
    ///
    /// There is no such campaign, or the database fails.
    pub async fn status(&self, campaign: &str) -> Result<Status, Error> {
        self.store.status(campaign).await
    }

    /// Returns what the workers of this process do from now on.
    #[must_use]
    pub fn events(&self) -> Events {
        Events::new(self.events.subscribe())
    }

    /// Takes back what is not sent yet. An invitation that is in a call is cancelled when it comes
    /// back, unless Clerk accepts it. Returns how many were taken back at once.
    ///
    /// # Errors
    ///
    /// There is no such campaign, or the database fails.
    pub async fn cancel(&self, campaign: &str) -> Result<u64, Error> {
        self.store.cancel(campaign).await
    }

    /// Puts what Clerk refused back into the queue: with this code, or all. Returns how many.
    ///
    /// # Errors
    ///
    /// There is no such campaign, or the database fails.
    pub async fn retry(&self, campaign: &str, code: Option<&str>) -> Result<u64, Error> {
        let moved = self.store.retry(campaign, code).await?;
        self.wake();
        Ok(moved)
    }

    /// Enqueues everybody who was sent an invitation in `campaign` again, into the campaign `into`:
    /// the old invitation is revoked right before the new one is sent. An invitation can be
    /// replaced once. Returns how many were enqueued.
    ///
    /// # Errors
    ///
    /// There is no such campaign, or the database fails.
    pub async fn resend(&self, campaign: &str, into: &str) -> Result<u64, Error> {
        self.resend_if(campaign, into, |_| true).await
    }

    /// Enqueues again those whose invitation's id `wanted` accepts, as [`resend`](Self::resend) does
    /// everybody: for example those that Clerk lists as expired.
    ///
    /// # Errors
    ///
    /// There is no such campaign, or the database fails.
    pub async fn resend_if(
        &self,
        campaign: &str,
        into: &str,
        wanted: impl Fn(&str) -> bool,
    ) -> Result<u64, Error> {
        let (id, instance) = self.store.campaign(campaign).await?;
        let mut target = self.campaign(into).preflight(false);
        if let Some(instance) = instance {
            target = target.of_instance(instance);
        }
        let (mut after, mut new) = (0, 0);
        loop {
            let page = self.store.replaceable(id, after, 500).await?;
            let Some((last, _)) = page.last() else { return Ok(new) };
            after = last.row;
            let is_wanted =
                |old: &crate::Exported| old.invitation_id.as_deref().is_some_and(&wanted);
            let page = page.into_iter().filter(|(old, _)| is_wanted(old));
            let people = page.map(|(old, details)| crate::NewInvitation {
                address: old.email_address,
                organization: old.organization,
                role: old.role,
                details,
                replaces: old.invitation_id,
            });
            new += target.enqueue(people).await?.new;
        }
    }

    /// Returns the rows of a campaign, page by page.
    ///
    /// # Errors
    ///
    /// There is no such campaign, or the database fails.
    pub async fn export(&self, campaign: &str, filter: Filter) -> Result<Export, Error> {
        let (id, _) = self.store.campaign(campaign).await?;
        Ok(Export::new(self.store.clone(), id, filter))
    }

    /// Removes the people of a campaign all of whose invitations are settled; the counts stay.
    /// Returns how many rows were removed.
    ///
    /// # Errors
    ///
    /// There is no such campaign, it is not settled, or the database fails.
    pub async fn purge(&self, campaign: &str) -> Result<u64, Error> {
        self.store.purge(campaign).await
    }

    /// Keeps this many calls of an endpoint, in each period, for calls with the same key that do not
    /// go through the outbox. `instance` is the id that `GET /instance` gives.
    ///
    /// # Errors
    ///
    /// The reserve is not below the endpoint's limit, or the database fails.
    pub async fn reserve(&self, instance: &str, budget: Budget, calls: u32) -> Result<(), Error> {
        self.store.reserve(instance, budget, calls.into()).await
    }

    /// Wakes the workers of this process: after the commit of a transaction with
    /// [`Campaign::enqueue_in`] on SQLite. PostgreSQL does it by itself.
    pub fn wake(&self) {
        self.wake.notify_waiters();
    }

    /// Takes this database for the original, after [`Error::OtherDatabase`]: once you are sure that
    /// no other copy of it is in use.
    ///
    /// The work of another copy since then is not in this one. So the people of every campaign are
    /// looked up before the next call, as by a preflight, and the endpoints rest for one period.
    ///
    /// # Errors
    ///
    /// The database fails.
    pub async fn adopt(&self) -> Result<(), Error> {
        self.store.adopt().await?;
        self.wake();
        Ok(())
    }

    /// Goes on after a stop: a wrong key, a quota. Returns how many stops were lifted.
    ///
    /// # Errors
    ///
    /// The database fails.
    pub async fn resume(&self) -> Result<u64, Error> {
        let resumed = self.store.resume(None).await?;
        self.wake();
        Ok(resumed)
    }
}

/// A pool of one of the databases that this build knows.
#[derive(Debug)]
pub struct AnyPool(pub(crate) Pool);

#[cfg(feature = "sqlite")]
impl From<sqlx::SqlitePool> for AnyPool {
    fn from(pool: sqlx::SqlitePool) -> Self {
        Self(Pool::Sqlite(pool))
    }
}

#[cfg(feature = "postgres")]
impl From<sqlx::PgPool> for AnyPool {
    fn from(pool: sqlx::PgPool) -> Self {
        Self(Pool::Postgres(pool))
    }
}
