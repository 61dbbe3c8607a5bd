//! The rows that a claim can take: the head, the tail and the suspects of each campaign's places.

use std::collections::BTreeMap;

use crate::entry::Details;
use crate::error::Error;
use crate::states::{Class, State};
use crate::store::call::CallRow;
use crate::store::connection::{Connection, Row, args};
use crate::store::tally::Deltas;
use crate::store::{Store, placeholders};

/// The number of rows that are looked at in one go for some that can be sent.
const PAGE: usize = 30;
/// The number of pages, of rows that cannot be sent now, that are passed over.
const PAGES: usize = 20;

/// The number of rows at a campaign's head among which an organization is looked for.
const WINDOW: &str = "100";

/// A campaign's place, from which rows are taken.
pub(super) struct Source<'a> {
    pub(super) instance: &'a str,
    pub(super) campaign: i64,
    pub(super) place: i64,
}

/// The rows that are asked for.
#[derive(Clone, Copy)]
pub(super) enum Order {
    Head,
    Suspects,
    Tail,
}

impl Store {
    /// Returns the next rows of a campaign's place that can be sent now. Those whom another campaign
    /// has sent become `already`, and are added to `journal`; those who are in another call are passed over.
    pub(super) async fn rows(
        &self,
        connection: &mut Connection<'_>,
        source: &Source<'_>,
        order: Order,
        journal: &mut u64,
    ) -> Result<Vec<CallRow>, Error> {
        let (condition, direction, mut last) = match order {
            Order::Head => ("share <> 1 and id > $3", "asc", i64::MIN),
            Order::Suspects => ("share = 1 and id > $3", "asc", i64::MIN),
            Order::Tail => ("share <> 1 and id < $3", "desc", i64::MAX),
        };
        let sql = format!(
            "select id, address, coalesce(person, address), role, details, calls, share, replaces, \
             revoked_at from @invitation \
             where campaign = $1 and place = $2 and state = 0 and {condition} \
             order by id {direction} limit {PAGE}"
        );
        for _ in 0..PAGES {
            let arguments = args![source.campaign, source.place, last];
            let page = connection.fetch(&sql, arguments).await?;
            let Some(end) = page.last() else { break };
            last = end.int(0)?;
            let full = page.len() == PAGE;
            let rows = page.iter().map(read_row).collect::<Result<Vec<_>, _>>()?;
            let rows = self.without_taken(connection, source, rows, journal).await?;
            if !rows.is_empty() || !full {
                return Ok(rows);
            }
        }
        Ok(Vec::new())
    }

    async fn without_taken(
        &self,
        connection: &mut Connection<'_>,
        source: &Source<'_>,
        rows: Vec<CallRow>,
        journal: &mut u64,
    ) -> Result<Vec<CallRow>, Error> {
        if !self.rules.one_open_call_a_person {
            return Ok(rows);
        }
        let sql = format!(
            "select coalesce(person, address), max(case when state = 2 then 0 else 1 end) \
             from @invitation where place = $1 and coalesce(person, address) in ({}) \
             and instance = $2 and (state in (1, 5) or state = 2 and campaign <> $3) \
             group by coalesce(person, address)",
            placeholders(4, rows.len())
        );
        let mut arguments = args![source.place, source.instance, source.campaign];
        arguments.extend(rows.iter().map(|row| row.person.as_str().into()));
        let mut taken = BTreeMap::new();
        for row in connection.fetch(&sql, arguments).await? {
            taken.insert(row.text(0)?, row.int(1)? == 1);
        }
        if taken.is_empty() {
            return Ok(rows);
        }
        let mut free = Vec::new();
        let mut deltas = Deltas::default();
        for row in rows {
            match taken.get(&row.person) {
                Some(true) => {}
                Some(false) if row.replaces.is_none() => {
                    let sql = "update @invitation set state = 3, evidence = 'journal' \
                               where id = $1 and state = 0";
                    connection.execute(sql, args![row.id]).await?;
                    deltas.moved(source.campaign, State::Queued, State::Already);
                    *journal += 1;
                }
                _ => free.push(row),
            }
        }
        deltas.write(connection).await?;
        Ok(free)
    }
}

/// Returns the place at which each campaign would go on, for each class of places: by priority, then the oldest
/// first. Stopped places are left out.
pub(super) async fn heads(
    connection: &mut Connection<'_>,
    instance: &str,
    passed: &[i64],
) -> Result<Vec<(Class, i64, i64, bool)>, Error> {
    let passed = if passed.is_empty() { "-1".to_owned() } else { ids(passed) };
    let sql = "select c.id, c.spread, \
               (select i.place from @invitation i where i.campaign = c.id and i.state = 0 \
                and i.place = #application and i.place not in (#closed) limit 1), \
               (select w.place from (select i.id, i.place from @invitation i \
                where i.campaign = c.id and i.state = 0 order by i.id limit #window) w \
                where w.place <> #application and w.place not in (#closed) \
                order by w.id limit 1), \
               cast(case when exists (select 1 from @invitation i where i.campaign = c.id \
                and i.state = 0 and i.place < #application) \
                or exists (select 1 from @invitation i where i.campaign = c.id \
                and i.state = 0 and i.place > #application) then 1 else 0 end as bigint) \
               from @campaign c where (c.instance is null or c.instance = $1) \
               and exists (select 1 from @invitation i where i.campaign = c.id and i.state = 0) \
               order by c.priority desc, c.id";
    let found = connection.fetch(&of_places(sql, &passed), args![instance]).await?;
    let mut behind = Vec::new();
    for row in &found {
        if row.maybe_int(3)?.is_none() && row.int(4)? == 1 {
            behind.push(row.int(0)?);
        }
    }
    let behind = behind_the_window(connection, instance, &behind, &passed).await?;
    let mut heads = Vec::new();
    for row in &found {
        let (campaign, spread) = (row.int(0)?, row.int(1)? != 0);
        let organization = row.maybe_int(3)?.or_else(|| behind.get(&campaign).copied());
        for (class, place) in Class::BOTH.into_iter().zip([row.maybe_int(2)?, organization]) {
            heads.extend(place.map(|place| (class, campaign, place, spread)));
        }
    }
    Ok(heads)
}

/// Returns the first organization of each of these campaigns, at whose head there is none that could
/// be sent to: from place to place, since a place may have a million rows.
async fn behind_the_window(
    connection: &mut Connection<'_>,
    instance: &str,
    campaigns: &[i64],
    passed: &str,
) -> Result<BTreeMap<i64, i64>, Error> {
    let mut first = BTreeMap::new();
    if campaigns.is_empty() {
        return Ok(first);
    }
    let sql = "with recursive places(campaign, place) as (\
               select c.id, (select min(i.place) from @invitation i \
                where i.campaign = c.id and i.state = 0) \
               from @campaign c where c.id in (#campaigns) \
               union all \
               select p.campaign, (select min(i.place) from @invitation i \
                where i.campaign = p.campaign and i.state = 0 and i.place > p.place) \
               from places p where p.place is not null) \
               select p.campaign, p.place, (select min(i.id) from @invitation i \
                where i.campaign = p.campaign and i.place = p.place and i.state = 0) as head \
               from places p where p.place <> #application and p.place not in (#closed) \
               order by head";
    let sql = of_places(sql, passed).replace("#campaigns", &ids(campaigns));
    for row in connection.fetch(&sql, args![instance]).await? {
        first.entry(row.int(0)?).or_insert(row.int(1)?);
    }
    Ok(first)
}

/// Fills in the application's place, and those that nothing is taken from.
fn of_places(sql: &str, passed: &str) -> String {
    let application = "coalesce((select id from @place where organization = ''), 0)";
    let closed = "select place from @stop where instance = $1 \
                  union select id from @place where id in (#passed)";
    sql.replace("#application", application)
        .replace("#closed", closed)
        .replace("#passed", passed)
        .replace("#window", WINDOW)
}

/// Returns ids, numbers of our own, as a list in SQL.
fn ids(ids: &[i64]) -> String {
    ids.iter().map(i64::to_string).collect::<Vec<_>>().join(", ")
}

/// Returns true if a row of the place has to go alone.
pub(super) async fn has_suspects(
    connection: &mut Connection<'_>,
    source: &Source<'_>,
) -> Result<bool, Error> {
    let sql = "select id from @invitation \
               where campaign = $1 and place = $2 and state = 0 and share = 1 limit 1";
    Ok(connection.first(sql, args![source.campaign, source.place]).await?.is_some())
}

fn read_row(row: &Row) -> Result<CallRow, Error> {
    let details = row.maybe_text(4)?;
    Ok(CallRow {
        id: row.int(0)?,
        address: row.text(1)?,
        person: row.text(2)?,
        role: row.maybe_text(3)?,
        details: Details::from_text(details.as_deref())
            .ok_or(Error::Corrupt("an invitation's details cannot be read"))?,
        calls: row.int(5)?,
        share: row.int(6)?,
        replaces: row.maybe_text(7)?,
        revoked: row.maybe_int(8)?.is_some(),
    })
}

/// Keeps the first `count` rows of the kind that the first row is of.
pub(super) fn keep_together(rows: &mut Vec<CallRow>, count: i64) {
    let Some(share) = rows.first().map(|row| row.share) else { return };
    rows.retain(|row| row.share == share);
    rows.truncate(usize::try_from(count).unwrap_or_default());
}
