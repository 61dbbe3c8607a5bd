//! New rows: campaigns, places and invitations.

use std::collections::{BTreeMap, BTreeSet};

use crate::address::{person, to_send};
use crate::entry::NewInvitation;
use crate::error::Error;
use crate::plan::BULK;
use crate::report::Report;
use crate::states::State;
use crate::store::connection::{Connection, Pool, Value, args};
use crate::store::placeholders;
use crate::store::tally::Deltas;

/// The number of rows that one statement inserts: below the number of arguments that both databases take.
const ROWS: usize = 500;

/// A campaign as it is asked for: made if it does not exist.
#[derive(Debug, Clone)]
pub(crate) struct CampaignSettings {
    pub(crate) name: String,
    pub(crate) organization: String,
    pub(crate) role: Option<String>,
    pub(crate) instance: Option<String>,
    pub(crate) priority: i64,
    pub(crate) spread: bool,
    pub(crate) preflight: bool,
}

/// A checked invitation, ready to be inserted.
struct Prepared {
    index: usize,
    place: i64,
    address: String,
    /// Only if it differs from the address.
    person: Option<String>,
    role: Option<String>,
    details: Option<String>,
    replaces: Option<String>,
}

impl Prepared {
    fn key(&self) -> (i64, &str) {
        (self.place, self.person.as_deref().unwrap_or(&self.address))
    }
}

/// Returns the campaign's id. A campaign that is new is made in a transaction of its own where the
/// database has several writers: two callers would wait for each other otherwise.
pub(crate) async fn ensure_campaign(
    connection: &mut Connection<'_>,
    pool: Option<&Pool>,
    settings: &CampaignSettings,
    now: i64,
) -> Result<i64, Error> {
    let select = "select id from @campaign where name = $1";
    let name = settings.name.as_str();
    if let Some(row) = connection.first(select, args![name]).await? {
        return row.int(0);
    }
    let sql = "insert into @campaign \
               (name, instance, priority, spread, preflight, created_at) \
               values ($1, $2, $3, $4, $5, $6) on conflict (name) do nothing";
    let arguments = args![
        name,
        settings.instance.as_deref(),
        settings.priority,
        i64::from(settings.spread),
        i64::from(settings.preflight),
        now,
    ];
    insert_apart(connection, pool, sql, arguments).await?;
    let row = connection.first(select, args![name]).await?;
    row.ok_or(Error::Corrupt("a campaign was not made"))?.int(0)
}

async fn ensure_place(
    connection: &mut Connection<'_>,
    pool: Option<&Pool>,
    organization: &str,
) -> Result<i64, Error> {
    let select = "select id from @place where organization = $1";
    if let Some(row) = connection.first(select, args![organization]).await? {
        return row.int(0);
    }
    let sql = "insert into @place (organization) values ($1) on conflict (organization) do nothing";
    insert_apart(connection, pool, sql, args![organization]).await?;
    let row = connection.first(select, args![organization]).await?;
    row.ok_or(Error::Corrupt("a place was not made"))?.int(0)
}

async fn insert_apart(
    connection: &mut Connection<'_>,
    pool: Option<&Pool>,
    sql: &str,
    arguments: Vec<Value>,
) -> Result<(), Error> {
    match pool {
        Some(pool) if connection.is_postgres() => {
            pool.acquire().await?.connection().execute(sql, arguments).await?;
        }
        _ => {
            connection.execute(sql, arguments).await?;
        }
    }
    Ok(())
}

/// Inserts the valid ones of these invitations, and adds to the report what became of each.
/// `first_index` is that of the first one.
pub(crate) async fn insert(
    connection: &mut Connection<'_>,
    pool: Option<&Pool>,
    campaign: i64,
    settings: &CampaignSettings,
    invitations: &[NewInvitation],
    first_index: usize,
    report: &mut Report,
) -> Result<(), Error> {
    let mut places: BTreeMap<String, i64> = BTreeMap::new();
    let mut prepared = Vec::with_capacity(invitations.len());
    for (index, invitation) in (first_index..).zip(invitations) {
        let organization = invitation.organization.as_deref().unwrap_or(&settings.organization);
        let role = invitation.role.as_deref().or(settings.role.as_deref());
        if let Some(problem) = invitation.problem(organization, role) {
            report.invalid.push((index, problem));
            continue;
        }
        let place = match places.get(organization) {
            Some(place) => *place,
            None => {
                let place = ensure_place(connection, pool, organization).await?;
                places.insert(organization.to_owned(), place);
                place
            }
        };
        let address = to_send(&invitation.address).to_owned();
        let person = person(&address);
        prepared.push(Prepared {
            index,
            place,
            person: (person != address).then_some(person),
            address,
            role: role.map(str::to_owned),
            details: invitation.details.to_text(),
            replaces: invitation.replaces.clone(),
        });
    }
    for rows in prepared.chunks(ROWS) {
        insert_rows(connection, campaign, rows, report).await?;
    }
    Ok(())
}

async fn insert_rows(
    connection: &mut Connection<'_>,
    campaign: i64,
    rows: &[Prepared],
    report: &mut Report,
) -> Result<(), Error> {
    const COLUMNS: usize = 8;
    let mut seen = BTreeSet::new();
    let (first, again): (Vec<_>, Vec<_>) = rows.iter().partition(|row| seen.insert(row.key()));
    let mut sql = "insert into @invitation (campaign, place, address, person, role, details, \
                   replaces, share, state, calls, failures, cancelled) values "
        .to_owned();
    let mut arguments = Vec::with_capacity(first.len() * COLUMNS);
    for (index, row) in first.iter().enumerate() {
        if index > 0 {
            sql.push_str(", ");
        }
        sql.push('(');
        if connection.is_postgres() {
            sql.push_str(&placeholders(index * COLUMNS + 1, COLUMNS));
        } else {
            // SQLite and sqlx look for the name of each parameter among all others.
            sql.push_str("?, ?, ?, ?, ?, ?, ?, ?");
        }
        sql.push_str(", 0, 0, 0, 0)");
        // A row that replaces an invitation revokes it first, within the time that one call has.
        let share = if row.replaces.is_some() { 1 } else { BULK };
        arguments.extend(args![
            campaign,
            row.place,
            row.address.as_str(),
            row.person.as_deref(),
            row.role.as_deref(),
            row.details.as_deref(),
            row.replaces.as_deref(),
            share,
        ]);
    }
    sql.push_str(
        " on conflict (place, coalesce(person, address), campaign) do nothing \
         returning place, coalesce(person, address)",
    );
    let mut new = BTreeSet::new();
    for row in connection.fetch(&sql, arguments).await? {
        new.insert((row.int(0)?, row.text(1)?));
    }
    let count = i64::try_from(new.len()).unwrap_or(i64::MAX);
    report.new += new.len() as u64;
    let mut deltas = Deltas::default();
    deltas.add(campaign, State::Queued, count);
    let is_new = |row: &&&Prepared| new.contains(&(row.place, row.key().1.to_owned()));
    let repeated = first.iter().filter(|row| !is_new(row)).chain(&again);
    for row in repeated {
        repeat(connection, campaign, row, report, &mut deltas).await?;
    }
    deltas.write(connection).await
}

/// Looks at a row that was there before; one that was cancelled waits again.
async fn repeat(
    connection: &mut Connection<'_>,
    campaign: i64,
    row: &Prepared,
    report: &mut Report,
    deltas: &mut Deltas,
) -> Result<(), Error> {
    let sql = "select id, state, role, details from @invitation \
               where place = $1 and coalesce(person, address) = $2 and campaign = $3";
    let (place, key) = row.key();
    let found = connection.first(sql, args![place, key, campaign]).await?;
    let found = found.ok_or(Error::Corrupt("a repeated row is not there"))?;
    let mut state = State::from_code(found.int(1)?).ok_or(Error::Corrupt("an unknown state"))?;
    let sql = "update @invitation set cancelled = 0, \
               state = case when state = 6 then 0 else state end \
               where id = $1 and (state = 6 or cancelled = 1)";
    if state == State::Cancelled && connection.execute(sql, args![found.int(0)?]).await? == 1 {
        deltas.moved(campaign, State::Cancelled, State::Queued);
        report.revived += 1;
        state = State::Queued;
    }
    report.repeated += 1;
    *report.repeated_in.entry(state).or_default() += 1;
    if found.maybe_text(2)? != row.role || found.maybe_text(3)? != row.details {
        report.different.push(row.index);
    }
    Ok(())
}
