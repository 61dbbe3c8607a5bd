//! One way to talk to both databases: SQL that both understand, integers and texts.
//!
//! A table is written as `@invitation`: a schema in PostgreSQL, a prefix in SQLite.

use std::borrow::Cow;

#[cfg(feature = "postgres")]
use sqlx::postgres::{PgConnection, PgPool};
#[cfg(feature = "sqlite")]
use sqlx::sqlite::{SqliteConnection, SqlitePool};

use crate::error::Error;

/// The pool of one of the two databases.
#[derive(Clone, Debug)]
pub(crate) enum Pool {
    #[cfg(feature = "sqlite")]
    Sqlite(SqlitePool),
    #[cfg(feature = "postgres")]
    Postgres(PgPool),
}

/// A connection of one of the two databases.
pub(crate) enum Connection<'c> {
    #[cfg(feature = "sqlite")]
    Sqlite(&'c mut SqliteConnection),
    #[cfg(feature = "postgres")]
    Postgres(&'c mut PgConnection),
}

/// A transaction of one of the two databases; rolled back when dropped.
pub(crate) enum Transaction {
    #[cfg(feature = "sqlite")]
    Sqlite(sqlx::Transaction<'static, sqlx::Sqlite>),
    #[cfg(feature = "postgres")]
    Postgres(sqlx::Transaction<'static, sqlx::Postgres>),
}

/// A connection taken from the pool, for single statements.
pub(crate) enum Held {
    #[cfg(feature = "sqlite")]
    Sqlite(sqlx::pool::PoolConnection<sqlx::Sqlite>),
    #[cfg(feature = "postgres")]
    Postgres(sqlx::pool::PoolConnection<sqlx::Postgres>),
}

impl Held {
    pub(crate) fn connection(&mut self) -> Connection<'_> {
        match self {
            #[cfg(feature = "sqlite")]
            Self::Sqlite(held) => Connection::Sqlite(&mut *held),
            #[cfg(feature = "postgres")]
            Self::Postgres(held) => Connection::Postgres(&mut *held),
        }
    }
}

/// An argument or a column.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    Int(Option<i64>),
    Text(Option<String>),
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Int(Some(value))
    }
}

impl From<Option<i64>> for Value {
    fn from(value: Option<i64>) -> Self {
        Self::Int(value)
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::Text(Some(value.to_owned()))
    }
}

impl From<String> for Value {
    fn from(value: String) -> Self {
        Self::Text(Some(value))
    }
}

impl From<Option<String>> for Value {
    fn from(value: Option<String>) -> Self {
        Self::Text(value)
    }
}

impl From<Option<&str>> for Value {
    fn from(value: Option<&str>) -> Self {
        Self::Text(value.map(str::to_owned))
    }
}

/// Arguments of mixed types.
macro_rules! args {
    ($($value:expr),* $(,)?) => { vec![$($crate::store::connection::Value::from($value)),*] };
}
pub(crate) use args;

/// The columns of one row, by position.
#[derive(Debug)]
pub(crate) struct Row(Vec<Value>);

impl Row {
    pub(crate) fn int(&self, column: usize) -> Result<i64, Error> {
        self.maybe_int(column)?.ok_or(Error::Corrupt("a number is null"))
    }

    pub(crate) fn maybe_int(&self, column: usize) -> Result<Option<i64>, Error> {
        match self.0.get(column) {
            Some(Value::Int(value)) => Ok(*value),
            Some(Value::Text(None)) => Ok(None),
            _ => Err(Error::Corrupt("a column is not a number")),
        }
    }

    pub(crate) fn text(&self, column: usize) -> Result<String, Error> {
        self.maybe_text(column)?.ok_or(Error::Corrupt("a text is null"))
    }

    pub(crate) fn maybe_text(&self, column: usize) -> Result<Option<String>, Error> {
        match self.0.get(column) {
            Some(Value::Text(value)) => Ok(value.clone()),
            Some(Value::Int(None)) => Ok(None),
            _ => Err(Error::Corrupt("a column is not a text")),
        }
    }
}

/// Returns the SQL with the tables' full names.
fn named<'s>(sql: &'s str, prefix: &str) -> Cow<'s, str> {
    if sql.contains('@') { Cow::Owned(sql.replace('@', prefix)) } else { Cow::Borrowed(sql) }
}

macro_rules! run {
    ($connection:expr, $sql:expr, $arguments:expr, $method:ident) => {{
        let mut query = sqlx::query(sqlx::AssertSqlSafe($sql));
        for argument in $arguments {
            query = match argument {
                Value::Int(value) => query.bind(value),
                Value::Text(value) => query.bind(value),
            };
        }
        query.$method(&mut **$connection).await?
    }};
}

macro_rules! columns {
    ($rows:expr, $is_int:expr) => {{
        use sqlx::{Column as _, Row as _, TypeInfo as _, ValueRef as _};
        let mut read = Vec::with_capacity($rows.len());
        for row in &$rows {
            let mut columns = Vec::with_capacity(row.columns().len());
            for index in 0..row.columns().len() {
                let value = row.try_get_raw(index)?;
                // An expression of SQLite's has the type of its value, which null has not.
                let is_int = if value.is_null() {
                    $is_int(row.columns()[index].type_info().name())
                } else {
                    $is_int(value.type_info().name())
                };
                columns.push(if is_int {
                    Value::Int(row.try_get(index)?)
                } else {
                    Value::Text(row.try_get(index)?)
                });
            }
            read.push(Row(columns));
        }
        Ok(read)
    }};
}

impl Connection<'_> {
    /// Runs a statement, and returns how many rows it changed.
    pub(crate) async fn execute(&mut self, sql: &str, arguments: Vec<Value>) -> Result<u64, Error> {
        match self {
            #[cfg(feature = "sqlite")]
            Self::Sqlite(connection) => {
                let sql = named(sql, "clerk_invite_").into_owned();
                Ok(run!(connection, sql, arguments, execute).rows_affected())
            }
            #[cfg(feature = "postgres")]
            Self::Postgres(connection) => {
                let sql = named(sql, "clerk_invite.").into_owned();
                Ok(run!(connection, sql, arguments, execute).rows_affected())
            }
        }
    }

    /// Runs a statement, and returns its rows.
    pub(crate) async fn fetch(
        &mut self,
        sql: &str,
        arguments: Vec<Value>,
    ) -> Result<Vec<Row>, Error> {
        match self {
            #[cfg(feature = "sqlite")]
            Self::Sqlite(connection) => {
                let sql = named(sql, "clerk_invite_").into_owned();
                let rows = run!(connection, sql, arguments, fetch_all);
                columns!(rows, |name| matches!(name, "INTEGER" | "BOOLEAN"))
            }
            #[cfg(feature = "postgres")]
            Self::Postgres(connection) => {
                let sql = named(sql, "clerk_invite.").into_owned();
                let rows = run!(connection, sql, arguments, fetch_all);
                columns!(rows, |name| name == "INT8")
            }
        }
    }

    /// Runs a statement, and returns its first row.
    pub(crate) async fn first(
        &mut self,
        sql: &str,
        arguments: Vec<Value>,
    ) -> Result<Option<Row>, Error> {
        Ok(self.fetch(sql, arguments).await?.into_iter().next())
    }

    /// Runs statements without arguments, separated by semicolons.
    pub(crate) async fn script(&mut self, sql: &str) -> Result<(), Error> {
        use sqlx::Executor as _;
        match self {
            #[cfg(feature = "sqlite")]
            Self::Sqlite(connection) => {
                let sql = named(sql, "clerk_invite_").into_owned();
                connection.execute(sqlx::raw_sql(sqlx::AssertSqlSafe(sql))).await?;
            }
            #[cfg(feature = "postgres")]
            Self::Postgres(connection) => {
                let sql = named(sql, "clerk_invite.").into_owned();
                connection.execute(sqlx::raw_sql(sqlx::AssertSqlSafe(sql))).await?;
            }
        }
        Ok(())
    }

    pub(crate) fn is_postgres(&self) -> bool {
        match self {
            #[cfg(feature = "sqlite")]
            Self::Sqlite(_) => false,
            #[cfg(feature = "postgres")]
            Self::Postgres(_) => true,
        }
    }

    /// Returns the database's clock in Unix milliseconds.
    // Only PostgreSQL is asked.
    #[cfg_attr(not(feature = "postgres"), allow(clippy::unused_async))]
    pub(crate) async fn now(&mut self) -> Result<i64, Error> {
        match self {
            // SQLite has no clock but this machine's.
            #[cfg(feature = "sqlite")]
            Self::Sqlite(_) => Ok(crate::clock::wall_millis()),
            #[cfg(feature = "postgres")]
            Self::Postgres(_) => {
                let sql = "select cast(extract(epoch from clock_timestamp()) * 1000 as bigint)";
                let row = self.first(sql, Vec::new()).await?;
                row.ok_or(Error::Corrupt("the clock shows nothing"))?.int(0)
            }
        }
    }
}

impl Transaction {
    pub(crate) fn connection(&mut self) -> Connection<'_> {
        match self {
            #[cfg(feature = "sqlite")]
            Self::Sqlite(transaction) => Connection::Sqlite(&mut *transaction),
            #[cfg(feature = "postgres")]
            Self::Postgres(transaction) => Connection::Postgres(&mut *transaction),
        }
    }

    pub(crate) async fn commit(self) -> Result<(), Error> {
        match self {
            #[cfg(feature = "sqlite")]
            Self::Sqlite(transaction) => transaction.commit().await?,
            #[cfg(feature = "postgres")]
            Self::Postgres(transaction) => transaction.commit().await?,
        }
        Ok(())
    }
}

impl Pool {
    /// Begins a transaction that writes: READ COMMITTED and durable, whatever the pool's default.
    pub(crate) async fn begin(&self) -> Result<Transaction, Error> {
        match self {
            #[cfg(feature = "sqlite")]
            Self::Sqlite(pool) => {
                let mut held = writable(pool).await?;
                // The caller's pool may have settled for less. Not possible inside a transaction.
                sqlx::query("pragma synchronous = full").execute(&mut *held).await?;
                // A transaction that begins by reading and writes later can fail in between.
                let begin = sqlx::SqlSafeStr::into_sql_str("begin immediate");
                Ok(Transaction::Sqlite(sqlx::Transaction::begin(held, Some(begin)).await?))
            }
            #[cfg(feature = "postgres")]
            Self::Postgres(pool) => {
                let begin = "begin isolation level read committed read write";
                let mut transaction = pool.begin_with(begin).await?;
                sqlx::query("set local synchronous_commit = on").execute(&mut *transaction).await?;
                Ok(Transaction::Postgres(transaction))
            }
        }
    }

    /// Takes a connection, for single statements that need no transaction.
    pub(crate) async fn acquire(&self) -> Result<Held, Error> {
        Ok(match self {
            #[cfg(feature = "sqlite")]
            Self::Sqlite(pool) => Held::Sqlite(pool.acquire().await?),
            #[cfg(feature = "postgres")]
            Self::Postgres(pool) => Held::Postgres(pool.acquire().await?),
        })
    }
}

/// Takes a connection that can begin a transaction. When the disk is full, SQLite ends a transaction by
/// itself, and sqlx's connection believes for ever to be inside it.
#[cfg(feature = "sqlite")]
async fn writable(pool: &SqlitePool) -> Result<sqlx::pool::PoolConnection<sqlx::Sqlite>, Error> {
    use sqlx::Connection as _;
    loop {
        let held = pool.acquire().await?;
        if !held.is_in_transaction() {
            return Ok(held);
        }
        held.close().await?;
    }
}
