//! The rows as the file had them, kept for the export: tables of the program's own, in the same
//! database, removed with the campaign's people.

use std::collections::{BTreeMap, BTreeSet};

use clerk_invite_outbox::sqlx;
use serde_json::{Value, json};
use sqlx::postgres::{PgPool, PgPoolOptions};
use sqlx::sqlite::{SqlitePool, SqlitePoolOptions};

use crate::batch::{Batch, Key};
use crate::ending::Failure;

/// The number of rows of one statement: three arguments each, and all databases take that many.
const ROWS: usize = 500;

/// Tables: `@campaign`, one row for each campaign that the program made, and `@row`, one for each of
/// its people.
const SCHEMA: &str = "\
create table if not exists @campaign (
    name text not null primary key, number bigint not null, shape text not null);
create table if not exists @row (
    campaign text not null, organization text not null, person text not null, cells text not null,
    primary key (campaign, organization, person));";

/// The program's own tables.
pub(crate) enum Inputs {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

/// What a campaign's file looked like.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Shape {
    /// The file's name.
    pub(crate) source: String,
    pub(crate) headers: Vec<String>,
    /// The separator of an export.
    pub(crate) separator: Option<char>,
    /// True if an export begins with a byte order mark.
    pub(crate) has_bom: bool,
}

/// Runs a statement whose arguments are all texts on whichever database there is.
macro_rules! on_pool {
    ($inputs:expr, $sql:expr, $arguments:expr, $method:ident, $done:expr) => {
        match $inputs {
            Inputs::Sqlite(pool) => {
                let sql = sqlx::AssertSqlSafe($sql.replace('@', "clerk_invite_cli_"));
                let mut query = sqlx::query(sql);
                for argument in $arguments {
                    query = query.bind(argument);
                }
                $done(query.$method(pool).await?)
            }
            Inputs::Postgres(pool) => {
                let sql = sqlx::AssertSqlSafe($sql.replace('@', "clerk_invite_cli."));
                let mut query = sqlx::query(sql);
                for argument in $arguments {
                    query = query.bind(argument);
                }
                $done(query.$method(pool).await?)
            }
        }
    };
}

impl Inputs {
    /// Opens the tables in a database that the outbox has opened.
    pub(crate) async fn open(url: &str) -> Result<Self, Failure> {
        if url.starts_with("sqlite") {
            let pool = SqlitePoolOptions::new().max_connections(1).connect(url).await?;
            let sql = sqlx::AssertSqlSafe(SCHEMA.replace('@', "clerk_invite_cli_"));
            sqlx::raw_sql(sql).execute(&pool).await?;
            return Ok(Self::Sqlite(pool));
        }
        let pool = PgPoolOptions::new().max_connections(1).connect(url).await?;
        // Two programs that make one schema at once would collide.
        let sql = format!(
            "begin; select pg_advisory_xact_lock(4857393622); \
             create schema if not exists clerk_invite_cli; {} commit;",
            SCHEMA.replace('@', "clerk_invite_cli.")
        );
        sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&pool).await?;
        Ok(Self::Postgres(pool))
    }

    async fn execute(&self, sql: &str, arguments: Vec<String>) -> Result<(), Failure> {
        on_pool!(self, sql, arguments, execute, |_| ());
        Ok(())
    }

    /// Returns the rows of a statement, all of whose columns are texts.
    async fn fetch(&self, sql: &str, arguments: Vec<String>) -> Result<Vec<Vec<String>>, Failure> {
        let rows: Result<Vec<Vec<String>>, sqlx::Error> =
            on_pool!(self, sql, arguments, fetch_all, |rows: Vec<_>| rows
                .iter()
                .map(texts)
                .collect());
        rows.map_err(Failure::from)
    }

    /// Keeps a campaign's shape and the cells of its people. Whatever is there stays.
    pub(crate) async fn keep(&self, batch: &Batch, source: &str) -> Result<(), Failure> {
        let format = &batch.reading.format;
        let shape = Shape {
            source: source.to_owned(),
            headers: batch.reading.headers.clone(),
            separator: format.separator,
            // A workbook's texts may need the mark to survive the way back into a spreadsheet.
            has_bom: format.has_bom || format.separator.is_none(),
        };
        self.register(&batch.name, &shape).await?;
        let secret: Vec<bool> = batch.reading.headers.iter().map(|it| is_secret(it)).collect();
        for part in batch.people.chunks(ROWS) {
            let mut arguments = vec![batch.name.clone()];
            let mut values = Vec::with_capacity(part.len());
            for invitee in part {
                let cells = invitee.person.cells.iter().zip(&secret);
                let cells: Vec<&str> =
                    cells.map(|(cell, secret)| if *secret { "" } else { cell }).collect();
                let (organization, person) = invitee.key();
                let next = arguments.len() + 1;
                values.push(format!("($1, ${}, ${}, ${})", next, next + 1, next + 2));
                arguments.extend([organization, person, json!(cells).to_string()]);
            }
            let sql = format!(
                "insert into @row (campaign, organization, person, cells) values {} \
                 on conflict do nothing",
                values.join(", ")
            );
            self.execute(&sql, arguments).await?;
        }
        Ok(())
    }

    /// Keeps a campaign's name and shape.
    pub(crate) async fn register(&self, name: &str, shape: &Shape) -> Result<(), Failure> {
        let text = json!({
            "source": shape.source,
            "headers": shape.headers,
            "separator": shape.separator,
            "has_bom": shape.has_bom,
        });
        let sql = "insert into @campaign (name, number, shape) values \
                   ($1, (select coalesce(max(number), 0) + 1 from @campaign), $2) \
                   on conflict do nothing";
        self.execute(sql, vec![name.to_owned(), text.to_string()]).await
    }

    /// Gives the people of one campaign's rows to another campaign, too.
    pub(crate) async fn copy(&self, from: &str, into: &str) -> Result<(), Failure> {
        let sql = "insert into @row (campaign, organization, person, cells) \
                   select $2, organization, person, cells from @row where campaign = $1 \
                   on conflict do nothing";
        self.execute(sql, vec![from.to_owned(), into.to_owned()]).await
    }

    /// Returns a campaign's shape; an empty one if something else than this program made it.
    pub(crate) async fn shape(&self, name: &str) -> Result<Shape, Failure> {
        let sql = "select shape from @campaign where name = $1";
        let rows = self.fetch(sql, vec![name.to_owned()]).await?;
        let text = rows.into_iter().flatten().next().unwrap_or_default();
        let shape: Value = serde_json::from_str(&text).unwrap_or_default();
        Ok(Shape {
            source: shape["source"].as_str().unwrap_or_default().to_owned(),
            headers: texts_of(&shape["headers"]),
            separator: shape["separator"].as_str().and_then(|text| text.chars().next()),
            has_bom: shape["has_bom"].as_bool().unwrap_or_default(),
        })
    }

    /// Returns everybody whose row is kept in a campaign.
    pub(crate) async fn people(&self, name: &str) -> Result<BTreeSet<Key>, Failure> {
        let sql = "select organization, person from @row where campaign = $1";
        let rows = self.fetch(sql, vec![name.to_owned()]).await?;
        Ok(rows.into_iter().filter_map(pair).collect())
    }

    /// Returns the cells of these people.
    pub(crate) async fn cells(
        &self,
        name: &str,
        keys: &[Key],
    ) -> Result<BTreeMap<Key, Vec<String>>, Failure> {
        let mut arguments = vec![name.to_owned()];
        let mut wanted = Vec::with_capacity(keys.len());
        for (organization, person) in keys {
            let next = arguments.len() + 1;
            wanted.push(format!("(organization = ${next} and person = ${})", next + 1));
            arguments.extend([organization.clone(), person.clone()]);
        }
        let sql = format!(
            "select cells, organization, person from @row where campaign = $1 and ({})",
            wanted.join(" or ")
        );
        let mut found = BTreeMap::new();
        for mut row in self.fetch(&sql, arguments).await? {
            let cells = texts_of(&serde_json::from_str(&row.remove(0)).unwrap_or_default());
            if let Some(key) = pair(row) {
                found.insert(key, cells);
            }
        }
        Ok(found)
    }

    /// Removes the rows of a campaign. What the outbox has removed goes from an SQLite file, too.
    pub(crate) async fn purge(&self, name: &str) -> Result<(), Failure> {
        self.execute("delete from @row where campaign = $1", vec![name.to_owned()]).await?;
        if let Self::Sqlite(pool) = self {
            // A deleted row stays in the file, and in its log, until something is written over it.
            sqlx::raw_sql("vacuum").execute(pool).await?;
            sqlx::raw_sql("pragma wal_checkpoint(truncate)").execute(pool).await?;
        }
        Ok(())
    }
}

fn texts<'r, R: sqlx::Row>(row: &'r R) -> Result<Vec<String>, sqlx::Error>
where
    usize: sqlx::ColumnIndex<R>,
    String: sqlx::Decode<'r, R::Database> + sqlx::Type<R::Database>,
{
    (0..row.len()).map(|column| row.try_get(column)).collect()
}

fn texts_of(value: &Value) -> Vec<String> {
    let texts = value.as_array().into_iter().flatten();
    texts.map(|text| text.as_str().unwrap_or_default().to_owned()).collect()
}

fn pair(row: Vec<String>) -> Option<Key> {
    let mut row = row.into_iter();
    Some((row.next()?, row.next()?))
}

/// Returns true for columns whose cells are not kept: Clerk's own export of users has some.
pub(crate) fn is_secret(header: &str) -> bool {
    let header = header.to_lowercase();
    ["password", "passwd", "secret", "totp", "backup_code", "token"]
        .iter()
        .any(|word| header.contains(word))
}
