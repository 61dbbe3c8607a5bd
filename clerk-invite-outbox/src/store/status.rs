//! The status of a campaign.

use std::collections::BTreeMap;

use crate::error::Error;
use crate::estimate::{Lane, last_goes_at};
use crate::plan::{Gate, Ledger};
use crate::states::{Budget, Class, State};
use crate::status::{BudgetStatus, Status, Stop};
use crate::store::connection::{Connection, args};
use crate::store::{Store, ledger, tally};

impl Store {
    pub(crate) async fn status(&self, name: &str) -> Result<Status, Error> {
        let (campaign, instance) = self.campaign(name).await?;
        let mut held = self.pool.acquire().await?;
        let mut connection = held.connection();
        let connection = &mut connection;
        let now = self.moment(connection).await?.now;
        let counts = tally::counts(connection, campaign).await?;
        let (mut budgets, mut stops, mut done_at) = (Vec::new(), Vec::new(), None);
        if let Some(instance) = &instance {
            let ledger = ledger::read(connection, instance, now).await?;
            budgets = ledger.gates.iter().map(|gate| budget(gate, now)).collect();
            stops = read_stops(connection, instance).await?;
            let queued = counts.get(&State::Queued).copied().unwrap_or_default();
            if queued > 0 {
                done_at = done(connection, campaign, instance, &ledger, queued).await?;
            }
        }
        let sql = "select count(*) from @invitation where replaces is not null \
                   and campaign = $1 and state = 4 and revoked_at is not null";
        let lost = connection.first(sql, args![campaign]).await?.map_or(Ok(0), |row| row.int(0))?;
        let lost = u64::try_from(lost).unwrap_or_default();
        Ok(Status { counts, budgets, stops, lost, done_at })
    }
}

fn budget(gate: &Gate, now: i64) -> BudgetStatus {
    BudgetStatus {
        budget: gate.budget,
        calls: u64::try_from(gate.calls).unwrap_or_default(),
        taken: u64::try_from(gate.taken).unwrap_or_default(),
        period: gate.period,
        next_at: crate::plan::opens_at(gate, now, false),
    }
}

async fn read_stops(connection: &mut Connection<'_>, instance: &str) -> Result<Vec<Stop>, Error> {
    let sql = "select coalesce(p.organization, ''), s.place, s.reason, s.stopped_at \
               from @stop s left join @place p on p.id = s.place \
               where s.instance = $1 order by s.place";
    let mut stops = Vec::new();
    for row in connection.fetch(sql, args![instance]).await? {
        stops.push(Stop {
            organization: Some(row.text(0)?).filter(|it| !it.is_empty()),
            everything: row.int(1)? == 0,
            reason: row.text(2)?,
            stopped_at: row.int(3)?,
        });
    }
    Ok(stops)
}

/// Returns when the last queued row goes out at the earliest; `None` if some wait for a stop to be
/// lifted.
async fn done(
    connection: &mut Connection<'_>,
    campaign: i64,
    instance: &str,
    ledger: &Ledger,
    queued: u64,
) -> Result<Option<i64>, Error> {
    let sql = "select s.place from @stop s where s.instance = $2 and (s.place = 0 or exists \
               (select 1 from @invitation i \
                where i.campaign = $1 and i.place = s.place and i.state = 0)) limit 1";
    if connection.first(sql, args![campaign, instance]).await?.is_some() {
        return Ok(None);
    }
    let queued = i64::try_from(queued).unwrap_or(i64::MAX);
    let to_application = queued_to_application(connection, campaign, queued).await?;
    let row =
        connection.first("select spread from @campaign where id = $1", args![campaign]).await?;
    let spread = row.map_or(Ok(0), |row| row.int(0))? != 0;
    let mut free_at: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    let sql = "select budget, slot_free_at from @call \
               where instance = $1 and slot_free_at > $2 order by slot_free_at";
    for row in connection.fetch(sql, args![instance, ledger.now]).await? {
        free_at.entry(row.int(0)?).or_default().push(row.int(1)?);
    }
    let mut done = None;
    for class in Class::BOTH {
        let left = match class {
            Class::Application => to_application,
            Class::Organization => queued - to_application,
        };
        if left <= 0 {
            continue;
        }
        let of_class = [Budget::bulk(class), Budget::single(class)];
        let gates = ledger.gates.iter().filter(|gate| of_class.contains(&gate.budget));
        let lanes: Vec<_> = gates
            .map(|gate| {
                let free_at = free_at.get(&gate.budget.code()).cloned().unwrap_or_default();
                Lane { gate, free_at }
            })
            .collect();
        let Some(last) = last_goes_at(&lanes, left, ledger.now, spread) else { return Ok(None) };
        done = done.max(Some(last));
    }
    Ok(done)
}

/// Returns how many of the queued rows are invitations to the application. They are counted only in a
/// campaign that has others as well.
async fn queued_to_application(
    connection: &mut Connection<'_>,
    campaign: i64,
    queued: i64,
) -> Result<i64, Error> {
    let sql = "select (select id from @place where organization = ''), \
               (select min(place) from @invitation where campaign = $1 and state = 0), \
               (select max(place) from @invitation where campaign = $1 and state = 0)";
    let Some(row) = connection.first(sql, args![campaign]).await? else { return Ok(0) };
    let (Some(application), Some(first), Some(last)) =
        (row.maybe_int(0)?, row.maybe_int(1)?, row.maybe_int(2)?)
    else {
        return Ok(0);
    };
    if (first, last) == (application, application) {
        return Ok(queued);
    }
    if !(first..=last).contains(&application) {
        return Ok(0);
    }
    let sql = "select count(*) from @invitation where campaign = $1 and place = $2 and state = 0";
    let row = connection.first(sql, args![campaign, application]).await?;
    Ok(row.map_or(Ok(0), |row| row.int(0))?.min(queued))
}
