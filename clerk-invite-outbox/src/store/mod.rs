//! The journal: every state change as one transaction, on either database.

pub(crate) mod admin;
pub(crate) mod call;
mod candidates;
pub(crate) mod claim;
pub(crate) mod connection;
pub(crate) mod enqueue;
pub(crate) mod identity;
pub(crate) mod ledger;
#[cfg(feature = "postgres")]
pub(crate) mod postgres;
pub(crate) mod preflight;
pub(crate) mod reconcile;
pub(crate) mod record;
pub(crate) mod schema;
#[cfg(feature = "sqlite")]
pub(crate) mod sqlite;
mod status;
pub(crate) mod tally;

use crate::clock::{Clock, Local};
use crate::error::Error;
use crate::rules::Rules;
use crate::states::Budget;
use crate::store::connection::{Connection, Pool, Transaction, args};

/// A database with its clock.
#[derive(Clone, Debug)]
pub(crate) struct Store {
    pub(crate) pool: Pool,
    pub(crate) clock: Clock,
    pub(crate) rules: Rules,
}

/// A moment by the journal's clock and by this machine's.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Moment {
    pub(crate) now: i64,
    /// Read before the journal's, so that the guard errs towards not sending.
    pub(crate) local: Local,
}

impl Store {
    /// Opens the journal in a pool: checks the file system, and brings the tables up to date.
    pub(crate) async fn open(pool: Pool, clock: Clock) -> Result<Self, Error> {
        {
            let mut held = pool.acquire().await?;
            identity::check_file_system(&mut held.connection()).await?;
        }
        schema::migrate(&pool).await?;
        let mut transaction = pool.begin().await?;
        let mut connection = transaction.connection();
        let identity = identity::identity(&mut connection).await?;
        let sql = "update @meta set identity = $1 where identity = ''";
        connection.execute(sql, args![identity.as_str()]).await?;
        transaction.commit().await?;
        Ok(Self { pool, clock, rules: Rules::default() })
    }

    pub(crate) async fn moment(&self, connection: &mut Connection<'_>) -> Result<Moment, Error> {
        let local = self.clock.local();
        let now = match self.clock.journal() {
            Some(now) => now,
            None => connection.now().await?,
        };
        Ok(Moment { now, local })
    }

    /// Begins a transaction and takes the lock under which all state changes of an instance happen.
    pub(crate) async fn begin(&self, instance: &str) -> Result<Transaction, Error> {
        let mut transaction = self.pool.begin().await?;
        let mut connection = transaction.connection();
        // SQLite has one writer, whom `begin immediate` has made this transaction.
        if connection.is_postgres() {
            let sql = "select budget from @gate where instance = $1 order by budget \
                       for no key update";
            connection.fetch(sql, args![instance]).await?;
        }
        Ok(transaction)
    }

    /// Makes the gates of an instance exist, with the documented limits.
    pub(crate) async fn ensure_gates(&self, instance: &str) -> Result<(), Error> {
        let mut transaction = self.pool.begin().await?;
        let mut connection = transaction.connection();
        for budget in Budget::ALL {
            let limit = budget.rate_limit();
            let period = i64::try_from(limit.per.as_millis()).unwrap_or(i64::MAX);
            let sql = "insert into @gate (instance, budget, calls, period, reserved, closed_until) \
                       values ($1, $2, $3, $4, 0, 0) on conflict do nothing";
            let calls = i64::from(limit.requests);
            connection.execute(sql, args![instance, budget.code(), calls, period]).await?;
        }
        transaction.commit().await
    }

    /// Notes that something has changed which sleeping workers should look at.
    pub(crate) async fn note_change(connection: &mut Connection<'_>) -> Result<(), Error> {
        if connection.is_postgres() {
            // Sent when the transaction commits, and a lock on `meta` would hold up every claim.
            connection.fetch("select pg_notify('clerk_invite', '')::text", args![]).await?;
        } else {
            let sql = "update @meta set changes = changes + 1";
            connection.execute(sql, args![]).await?;
        }
        Ok(())
    }
}

/// Returns whether a failure is a conflict with another transaction, which passes.
pub(crate) fn is_conflict(error: &Error) -> bool {
    let Error::Database(sqlx::Error::Database(error)) = error else { return false };
    // Serialization failure, deadlock; busy, locked, and busy while reading a snapshot.
    error.code().is_some_and(|code| {
        matches!(code.as_ref(), "40001" | "40P01" | "23505" | "5" | "6" | "262" | "517")
    })
}

/// Returns `$first, $second, …`: the placeholders of a list.
pub(crate) fn placeholders(first: usize, count: usize) -> String {
    let mut text = String::with_capacity(count * 5);
    for index in 0..count {
        if index > 0 {
            text.push_str(", ");
        }
        text.push('$');
        text.push_str(&(first + index).to_string());
    }
    text
}
