//! The tables, and how they come to be.

use crate::error::Error;
use crate::store::connection::{Connection, Pool, args};

/// The version of the schema that this crate reads and writes: the number of [`MIGRATIONS`].
pub(crate) const VERSION: i64 = 1;

/// One script for each version. `#id` is a primary key that counts by itself.
///
/// `invitation.person` is null where it equals the address, which it mostly does; the expression
/// `coalesce(person, address)` is what the indexes hold.
const MIGRATIONS: [&str; 1] = ["
create table @meta (
    one bigint primary key check (one = 1),
    identity text not null,
    claims bigint not null,
    changes bigint not null,
    closed bigint not null
);
insert into @meta (one, identity, claims, changes, closed) values (1, '', 0, 0, 0);
create table @gate (
    instance text not null,
    budget bigint not null,
    calls bigint not null,
    period bigint not null,
    reserved bigint not null,
    closed_until bigint not null,
    primary key (instance, budget)
);
create table @place (
    id #id,
    organization text not null unique
);
create table @stop (
    instance text not null,
    place bigint not null,
    reason text not null,
    stopped_at bigint not null,
    primary key (instance, place)
);
create table @campaign (
    id #id,
    name text not null unique,
    instance text,
    priority bigint not null,
    spread bigint not null,
    preflight bigint not null,
    created_at bigint not null
);
create table @call (
    id #id,
    token text not null unique,
    instance text not null,
    budget bigint not null,
    place bigint not null,
    state bigint not null,
    begun_at bigint not null,
    deadline_at bigint not null,
    clerk_begun_at bigint,
    answered_at bigint,
    slot_free_at bigint not null,
    status bigint,
    code text,
    absent_at bigint,
    absent_date bigint,
    look_at bigint not null,
    looks bigint not null
);
create index @@call_slots on @call (instance, budget, slot_free_at);
create index @@call_open on @call (instance, state, id) where state in (0, 2);
create index @@call_answers on @call (instance, answered_at);
create table @invitation (
    id #id,
    campaign bigint not null,
    place bigint not null,
    address text not null,
    person text,
    state bigint not null,
    share bigint not null,
    calls bigint not null,
    failures bigint not null,
    cancelled bigint not null,
    role text,
    details text,
    call bigint,
    instance text,
    invitation text,
    second text,
    code text,
    reason text,
    evidence text,
    sent_at bigint,
    replaces text,
    revoked_at bigint
);
create unique index @@invitation_person on @invitation (place, coalesce(person, address), campaign);
create unique index @@invitation_open on @invitation (instance, place, coalesce(person, address))
    where state in (1, 5);
create unique index @@invitation_id on @invitation (invitation) where invitation is not null;
create unique index @@invitation_replaces on @invitation (replaces) where replaces is not null;
create index @@invitation_queue on @invitation (campaign, id) where state = 0;
create index @@invitation_place on @invitation (campaign, place, id) where state = 0;
create index @@invitation_suspect on @invitation (campaign, place, id) where state = 0 and share = 1;
create index @@invitation_call on @invitation (call) where state in (1, 5);
create table @tally (
    id #id,
    campaign bigint not null,
    state bigint not null,
    count bigint not null
);
create index @@tally_campaign on @tally (campaign, state, count);
"];

/// Brings the tables to this version, once for all processes that open the database.
pub(crate) async fn migrate(pool: &Pool) -> Result<(), Error> {
    if version(pool).await? == Some(VERSION) {
        return Ok(());
    }
    let mut transaction = pool.begin().await?;
    let mut connection = transaction.connection();
    prepare(&mut connection).await?;
    let sql = "select coalesce(max(version), 0) from @migration";
    let row = connection.first(sql, args![]).await?;
    let found = row.ok_or(Error::Corrupt("no schema version"))?.int(0)?;
    if found > VERSION {
        return Err(Error::NewerSchema { found, known: VERSION });
    }
    let id = if connection.is_postgres() {
        "bigint generated always as identity primary key"
    } else {
        "integer primary key"
    };
    for (done, script) in (1..).zip(MIGRATIONS) {
        if done > found {
            // An index lies in its table's schema by itself.
            let index = if connection.is_postgres() { "" } else { "clerk_invite_" };
            let script = script.replace("#id", id).replace("@@", index);
            connection.script(&script).await?;
            let sql = "insert into @migration (version) values ($1)";
            connection.execute(sql, args![done]).await?;
        }
    }
    transaction.commit().await
}

async fn prepare(connection: &mut Connection<'_>) -> Result<(), Error> {
    if connection.is_postgres() {
        // Two processes that create one schema at once would collide.
        connection.script("select pg_advisory_xact_lock(4857393621)").await?;
        connection.script("create schema if not exists clerk_invite").await?;
    }
    connection.script("create table if not exists @migration (version bigint primary key)").await
}

/// Returns the version of the schema that is there, if one is.
async fn version(pool: &Pool) -> Result<Option<i64>, Error> {
    let mut held = pool.acquire().await?;
    let mut connection = held.connection();
    let sql = if connection.is_postgres() {
        "select count(*) from information_schema.tables where table_schema = 'clerk_invite' \
         and table_name = 'migration'"
    } else {
        "select count(*) from sqlite_master where name = 'clerk_invite_migration'"
    };
    if connection.first(sql, args![]).await?.map(|row| row.int(0)).transpose()? != Some(1) {
        return Ok(None);
    }
    let found = connection.first("select max(version) from @migration", args![]).await?;
    let found = found.map(|row| row.maybe_int(0)).transpose()?.flatten();
    match found {
        Some(found) if found > VERSION => Err(Error::NewerSchema { found, known: VERSION }),
        found => Ok(found),
    }
}
