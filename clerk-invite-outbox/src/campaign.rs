//! A campaign: a name, where its people are invited to, and the people.

use std::future::poll_fn;
use std::pin::pin;

use clerk_invite::OrganizationId;
use futures_core::Stream;

use crate::entry::NewInvitation;
use crate::error::Error;
use crate::outbox::Outbox;
use crate::report::Report;
use crate::store::Store;
use crate::store::connection::{Connection, Pool};
use crate::store::enqueue::{self, CampaignSettings};

/// The number of invitations that one transaction inserts.
const BATCH: usize = 5000;

/// A campaign: people who are invited to the application or to an organization.
///
/// Settings count when the campaign is made, that is, when the first people are enqueued;
/// the place and the role count for those who are enqueued through this value.
#[derive(Debug, Clone)]
#[must_use = "a campaign does nothing until people are enqueued"]
pub struct Campaign {
    outbox: Outbox,
    settings: CampaignSettings,
}

impl Campaign {
    pub(crate) fn new(outbox: Outbox, name: String) -> Self {
        let settings = CampaignSettings {
            name,
            organization: String::new(),
            role: None,
            instance: None,
            priority: 0,
            spread: false,
            preflight: true,
        };
        Self { outbox, settings }
    }

    /// Invites to the application, as is the case if nothing is set.
    pub fn to_application(mut self) -> Self {
        self.settings.organization = String::new();
        self.settings.role = None;
        self
    }

    /// Invites to this organization, with this role.
    pub fn to_organization(
        mut self,
        id: impl Into<OrganizationId>,
        role: impl Into<String>,
    ) -> Self {
        self.settings.organization = id.into().into_string();
        self.settings.role = Some(role.into());
        self
    }

    /// Sets what goes first: campaigns of a higher priority do. By default 0.
    pub fn priority(mut self, priority: i32) -> Self {
        self.settings.priority = priority.into();
        self
    }

    /// Spaces the calls evenly over each period, for gentler mail.
    pub fn spread(mut self, spread: bool) -> Self {
        self.settings.spread = spread;
        self
    }

    /// Sets whether pending invitations, users and members are looked up before anybody is invited,
    /// which costs no call of a budget. By default they are.
    pub fn preflight(mut self, preflight: bool) -> Self {
        self.settings.preflight = preflight;
        self
    }

    /// Binds the campaign to the Clerk instance with this id (`ins_…`). Otherwise it belongs to that
    /// of the first worker that sends some of it.
    pub fn of_instance(mut self, id: impl Into<String>) -> Self {
        self.settings.instance = Some(id.into());
        self
    }

    /// Enqueues people: addresses, or [`NewInvitation`]s. Whoever is in the campaign already is not
    /// enqueued again, so that the same list can be given twice.
    ///
    /// Written in transactions of a few thousand: after an error, some are there, and enqueueing
    /// them all again adds the others.
    ///
    /// # Errors
    ///
    /// The database fails. What is wrong with single invitations is in the report.
    pub async fn enqueue<I>(&self, people: I) -> Result<Report, Error>
    where
        I: IntoIterator,
        I::Item: Into<NewInvitation>,
    {
        let mut report = Report::default();
        let mut people = people.into_iter().map(Into::into);
        let mut first_index = 0;
        loop {
            let batch: Vec<NewInvitation> = people.by_ref().take(BATCH).collect();
            if batch.is_empty() {
                break;
            }
            self.insert(&batch, first_index, &mut report).await?;
            first_index += batch.len();
        }
        self.outbox.wake();
        Ok(report)
    }

    /// Enqueues people from a stream, as [`enqueue`](Self::enqueue) does from an iterator.
    ///
    /// # Errors
    ///
    /// The database fails.
    pub async fn enqueue_stream<S>(&self, people: S) -> Result<Report, Error>
    where
        S: Stream,
        S::Item: Into<NewInvitation>,
    {
        let mut people = pin!(people);
        let mut report = Report::default();
        let mut first_index = 0;
        let mut batch = Vec::new();
        loop {
            let next = poll_fn(|context| people.as_mut().poll_next(context)).await;
            let is_over = next.is_none();
            batch.extend(next.map(Into::into));
            if batch.len() >= BATCH || (is_over && !batch.is_empty()) {
                self.insert(&batch, first_index, &mut report).await?;
                first_index += batch.len();
                batch.clear();
            }
            if is_over {
                break;
            }
        }
        self.outbox.wake();
        Ok(report)
    }

    /// Enqueues one invitation in a transaction of yours: it is sent if, and only if, you commit.
    ///
    /// Takes `&mut sqlx::Transaction` or a connection of SQLite or of PostgreSQL, to the database
    /// that the outbox was opened on. On SQLite call [`Outbox::wake`] after the commit, or the
    /// worker looks within ten seconds.
    ///
    /// # Errors
    ///
    /// The invitation is not valid, or the database fails.
    pub async fn enqueue_in(
        &self,
        transaction: &mut impl CallersConnection,
        invitation: impl Into<NewInvitation>,
    ) -> Result<Report, Error> {
        let mut connection = transaction.connection().0;
        let invitation = invitation.into();
        let mut report = Report::default();
        let pool = Some(&self.outbox.store.pool);
        self.insert_in(&mut connection, pool, &[invitation], 0, &mut report).await?;
        if let Some((_, problem)) = report.invalid.first() {
            return Err(Error::Invalid(problem));
        }
        Store::note_change(&mut connection).await?;
        Ok(report)
    }

    async fn insert(
        &self,
        batch: &[NewInvitation],
        first_index: usize,
        report: &mut Report,
    ) -> Result<(), Error> {
        let before = report.clone();
        let mut attempts = 0;
        loop {
            let result = self.try_insert(batch, first_index, report).await;
            match result {
                Err(error) if attempts < 5 && crate::store::is_conflict(&error) => {
                    report.clone_from(&before);
                    attempts += 1;
                }
                result => return result,
            }
        }
    }

    async fn try_insert(
        &self,
        batch: &[NewInvitation],
        first_index: usize,
        report: &mut Report,
    ) -> Result<(), Error> {
        let mut transaction = self.outbox.store.pool.begin().await?;
        let mut connection = transaction.connection();
        self.insert_in(&mut connection, None, batch, first_index, report).await?;
        Store::note_change(&mut connection).await?;
        transaction.commit().await
    }

    async fn insert_in(
        &self,
        connection: &mut Connection<'_>,
        pool: Option<&Pool>,
        batch: &[NewInvitation],
        first_index: usize,
        report: &mut Report,
    ) -> Result<(), Error> {
        let settings = &self.settings;
        if settings.name.is_empty() {
            return Err(Error::Invalid("a campaign needs a name"));
        }
        let now = self.outbox.store.moment(connection).await?.now;
        let id = enqueue::ensure_campaign(connection, pool, settings, now).await?;
        enqueue::insert(connection, pool, id, settings, batch, first_index, report).await
    }
}

/// A transaction or connection of the caller's: `sqlx::Transaction`, `SqliteConnection` or
/// `PgConnection`.
pub trait CallersConnection: Send {
    /// Returns it as one of the databases that this build knows.
    fn connection(&mut self) -> AnyConnection<'_>;
}

/// A connection of one of the databases that this build knows.
#[allow(missing_debug_implementations, reason = "it holds nothing to show")]
pub struct AnyConnection<'c>(pub(crate) Connection<'c>);

#[cfg(feature = "sqlite")]
impl CallersConnection for sqlx::SqliteConnection {
    fn connection(&mut self) -> AnyConnection<'_> {
        AnyConnection(Connection::Sqlite(self))
    }
}

#[cfg(feature = "postgres")]
impl CallersConnection for sqlx::PgConnection {
    fn connection(&mut self) -> AnyConnection<'_> {
        AnyConnection(Connection::Postgres(self))
    }
}

#[cfg(feature = "sqlite")]
impl CallersConnection for sqlx::Transaction<'_, sqlx::Sqlite> {
    fn connection(&mut self) -> AnyConnection<'_> {
        AnyConnection(Connection::Sqlite(&mut *self))
    }
}

#[cfg(feature = "postgres")]
impl CallersConnection for sqlx::Transaction<'_, sqlx::Postgres> {
    fn connection(&mut self) -> AnyConnection<'_> {
        AnyConnection(Connection::Postgres(&mut *self))
    }
}
