//! Looking calls up: what a listing says about the rows of a call that may have been carried out.

use crate::error::Error;
use crate::events::Event;
use crate::plan::{ALONE_AFTER, DEADLINE, FAILURES_IN_A_ROW, REFUSED_AFTER, SETTLING};
use crate::states::{CallState, Evidence, State};
use crate::store::Store;
use crate::store::call::Call;
use crate::store::connection::{Connection, args};
use crate::store::ledger;
use crate::store::record::{Current, back, current, mark_sent, refuse, settle_if_done};
use crate::store::tally::Deltas;

/// For how long a worker has a call to itself while it looks it up.
const LEASE: i64 = 60_000;
/// The header `Date` counts in seconds: two of them can be this much further apart than the times
/// they stand for.
const DATE_PRECISION: i64 = 1000;

/// A call to look up.
#[derive(Debug, Clone)]
pub(crate) struct Look {
    pub(crate) call: i64,
    pub(crate) instance: String,
    /// The organization's id; empty for the application.
    pub(crate) organization: String,
    /// Clerk's time when the call began, or the journal's if nobody knew.
    pub(crate) clerk_begun_at: i64,
    /// True if it was found absent before: then it is looked up by address.
    pub(crate) seen_absent: bool,
    pub(crate) rows: Vec<LookRow>,
    /// When the listing is asked for, by the journal's clock.
    pub(crate) asked_at: i64,
    version: i64,
}

impl Look {
    /// Returns what to look for after a rejected call, whose claim was a moment ago.
    pub(crate) fn before_recording(call: &Call, clerk_now: Option<i64>) -> Self {
        let rows = call.rows.iter().map(|row| LookRow {
            id: row.id,
            address: row.address.clone(),
            person: row.person.clone(),
            role: row.role.clone(),
        });
        Self {
            call: call.id,
            instance: call.instance.clone(),
            organization: call.organization.clone(),
            clerk_begun_at: clerk_now.map_or(call.claimed.now, |now| now - DEADLINE),
            seen_absent: false,
            rows: rows.collect(),
            asked_at: call.claimed.now,
            version: 0,
        }
    }
}

/// A row that may have been sent.
#[derive(Clone)]
pub(crate) struct LookRow {
    pub(crate) id: i64,
    pub(crate) address: String,
    pub(crate) person: String,
    pub(crate) role: Option<String>,
}

impl std::fmt::Debug for LookRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LookRow").field("id", &self.id).finish_non_exhaustive()
    }
}

/// An invitation that Clerk lists for one of the rows, made since the call began.
#[derive(Clone)]
pub(crate) struct Listed {
    pub(crate) id: String,
    pub(crate) person: String,
    pub(crate) role: Option<String>,
}

/// Everything that was listed.
#[derive(Clone)]
pub(crate) struct Listing {
    pub(crate) invitations: Vec<Listed>,
    /// Clerk's `Date` of the first page, in Unix milliseconds.
    pub(crate) date: Option<i64>,
}

impl Store {
    /// Takes the next call that is due to be looked up.
    pub(crate) async fn look(&self, instance: &str) -> Result<Option<Look>, Error> {
        let mut transaction = self.begin(instance).await?;
        let mut connection = transaction.connection();
        let connection = &mut connection;
        let now = self.moment(connection).await?.now;
        let sql = "select c.id, c.begun_at, c.clerk_begun_at, c.absent_at, c.looks, p.organization \
                   from @call c join @place p on p.id = c.place \
                   where c.instance = $1 and c.state = 2 and c.look_at <= $2 \
                   order by c.look_at, c.id limit 1";
        let Some(found) = connection.first(sql, args![instance, now]).await? else {
            return Ok(None);
        };
        let call = found.int(0)?;
        let sql = "update @call set look_at = $2 where id = $1";
        connection.execute(sql, args![call, now + LEASE]).await?;
        let sql = "select id, address, coalesce(person, address), role from @invitation \
                   where call = $1 and state = 5 order by id";
        let mut rows = Vec::new();
        for row in connection.fetch(sql, args![call]).await? {
            rows.push(LookRow {
                id: row.int(0)?,
                address: row.text(1)?,
                person: row.text(2)?,
                role: row.maybe_text(3)?,
            });
        }
        if rows.is_empty() {
            settle_if_done(connection, call).await?;
        }
        transaction.commit().await?;
        Ok(Some(Look {
            call,
            instance: instance.to_owned(),
            organization: found.text(5)?,
            clerk_begun_at: found.maybe_int(2)?.unwrap_or(found.int(1)?),
            seen_absent: found.maybe_int(3)?.is_some(),
            rows,
            asked_at: now,
            version: found.int(4)?,
        }))
    }

    /// Lets a call be looked up again after a while, because the listing failed.
    pub(crate) async fn look_later(&self, look: &Look, wait: i64) -> Result<(), Error> {
        let mut held = self.pool.acquire().await?;
        let sql = "update @call set look_at = $2 where id = $1 and state = 2";
        held.connection().execute(sql, args![look.call, look.asked_at + wait]).await?;
        Ok(())
    }

    /// Applies what was listed, unless the call has changed since it was asked for.
    pub(crate) async fn apply(&self, look: &Look, listing: &Listing) -> Result<Vec<Event>, Error> {
        let mut transaction = self.begin(&look.instance).await?;
        let mut connection = transaction.connection();
        let connection = &mut connection;
        let now = self.moment(connection).await?.now;
        let asked_at = if self.rules.time_of_asking { look.asked_at } else { now };
        let sql = "select state, looks, absent_at, absent_date, status, answered_at from @call \
                   where id = $1";
        let Some(call) = connection.first(sql, args![look.call]).await? else {
            return Ok(Vec::new());
        };
        let unchanged = call.int(0)? == CallState::Unknown.code() && call.int(1)? == look.version;
        if !unchanged && self.rules.time_of_asking {
            return Ok(Vec::new());
        }
        let mut applied =
            Applied { store: self, now, deltas: Deltas::default(), events: Vec::new() };
        let mut absent = Vec::new();
        for row in &look.rows {
            let Some(current) = current(connection, row.id).await? else { continue };
            if current.state != State::Unknown || current.call != Some(look.call) {
                continue;
            }
            if !applied.present(connection, look, row, &current, listing).await? {
                absent.push(current);
            }
        }
        let absence = Absence {
            seen_at: call.maybe_int(2)?,
            seen_date: call.maybe_int(3)?,
            asked_at,
            date: listing.date,
        };
        if !absent.is_empty() && self.proves(&absence) {
            let status = call.maybe_int(4)?;
            // What nobody recorded says nothing about Clerk.
            let failed = call.maybe_int(5)?.is_some() && status.is_none_or(|it| it >= 500);
            let ledger = ledger::read(connection, &look.instance, now).await?;
            // While everything fails, it is not this row's doing.
            let counts = failed && ledger.failures < FAILURES_IN_A_ROW;
            for current in &absent {
                applied.absent(connection, current, counts).await?;
            }
        } else if !absent.is_empty() {
            self.note_absence(connection, look, &absence).await?;
        }
        let Applied { deltas, events, .. } = applied;
        deltas.write(connection).await?;
        settle_if_done(connection, look.call).await?;
        transaction.commit().await?;
        Ok(events)
    }

    /// Returns whether a second absence is far enough from the first, by both clocks.
    fn proves(&self, absence: &Absence) -> bool {
        let rules = self.rules;
        let Some(seen_at) = absence.seen_at else { return !rules.seen_twice };
        if !rules.settling {
            return true;
        }
        let by_journal = absence.asked_at - seen_at >= SETTLING;
        let by_clerk = match (absence.seen_date, absence.date) {
            (Some(first), Some(second)) => second - first >= SETTLING + DATE_PRECISION,
            _ => false,
        };
        if rules.clerk_clock { by_journal && by_clerk } else { by_journal }
    }

    async fn note_absence(
        &self,
        connection: &mut Connection<'_>,
        look: &Look,
        absence: &Absence,
    ) -> Result<(), Error> {
        // The first absence counts from when it was asked for; a second one that came too early,
        // or without a date, changes nothing but when to look again.
        let first = absence.seen_at.is_none() || absence.seen_date.is_none();
        let (seen_at, seen_date) = if first {
            (Some(absence.asked_at), absence.date)
        } else {
            (absence.seen_at, absence.seen_date)
        };
        let by_journal = seen_at.unwrap_or(absence.asked_at) + SETTLING;
        let by_clerk = match (seen_date, absence.date) {
            (Some(first), Some(now)) => {
                absence.asked_at + (SETTLING + DATE_PRECISION - (now - first)).max(0)
            }
            _ => by_journal,
        };
        let settled_at = if self.rules.settling { by_journal.max(by_clerk) } else { 0 };
        let look_at = settled_at.max(absence.asked_at + 1000);
        let sql = "update @call set absent_at = $2, absent_date = $3, look_at = $4, \
                   looks = looks + 1 where id = $1 and state = 2";
        let arguments = args![look.call, seen_at, seen_date, look_at];
        connection.execute(sql, arguments).await?;
        Ok(())
    }
}

/// The two looks that can prove an absence.
struct Absence {
    seen_at: Option<i64>,
    seen_date: Option<i64>,
    asked_at: i64,
    date: Option<i64>,
}

struct Applied<'a> {
    store: &'a Store,
    now: i64,
    deltas: Deltas,
    events: Vec<Event>,
}

impl Applied<'_> {
    /// Returns whether Clerk lists an invitation for this row that no other row accounts for.
    async fn present(
        &mut self,
        connection: &mut Connection<'_>,
        look: &Look,
        row: &LookRow,
        current: &Current,
        listing: &Listing,
    ) -> Result<bool, Error> {
        let its_own = listing.invitations.iter().filter(|listed| listed.person == row.person);
        for listed in its_own {
            if !self.store.rules.one_row_an_invitation {
                let sql = "update @invitation set state = 2, evidence = 'listed' where id = $1";
                connection.execute(sql, args![row.id]).await?;
                self.deltas.moved(current.campaign, current.state, State::Sent);
                return Ok(true);
            }
            if accounted_for(connection, &listed.id, row.id).await? {
                continue;
            }
            let of_ours = look.organization.is_empty() || listed.role == row.role;
            if !of_ours {
                // Somebody else invited them meanwhile, and not as this row would have.
                let sql = "update @invitation set state = 3, evidence = 'listed', second = $2, \
                           code = null where id = $1";
                connection.execute(sql, args![row.id, listed.id.as_str()]).await?;
                self.deltas.moved(current.campaign, current.state, State::Already);
                self.events.push(Event::Already { row: row.id });
                return Ok(true);
            }
            if mark_sent(connection, row.id, &listed.id, Evidence::Listed, self.now).await? {
                self.deltas.moved(current.campaign, current.state, State::Sent);
                self.events.push(Event::Settled { row: row.id, sent: true });
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Settles a row that was certainly not sent.
    async fn absent(
        &mut self,
        connection: &mut Connection<'_>,
        current: &Current,
        failed: bool,
    ) -> Result<(), Error> {
        if let Some(code) = &current.code {
            // A duplicate that is not ours.
            let sql = "update @invitation set state = 3, evidence = 'response' where id = $1";
            connection.execute(sql, args![current.id]).await?;
            debug_assert!(!code.is_empty(), "a duplicate has a code");
            self.deltas.moved(current.campaign, current.state, State::Already);
            self.events.push(Event::Already { row: current.id });
            return Ok(());
        }
        let mut share = None;
        if failed {
            let sql = "update @invitation set failures = failures + 1 where id = $1";
            connection.execute(sql, args![current.id]).await?;
            let failures = current.failures + 1;
            if failures >= REFUSED_AFTER {
                let reason = "every call with this invitation failed at Clerk";
                let (deltas, events) = (&mut self.deltas, &mut self.events);
                return refuse(connection, current, "server_error", reason, deltas, events).await;
            }
            share = (failures >= ALONE_AFTER).then_some(1);
        }
        back(self.store, connection, current, share, &mut self.deltas).await?;
        self.events.push(Event::Settled { row: current.id, sent: false });
        Ok(())
    }
}

/// Returns whether a row has this invitation, or replaces it, or had it as a second one.
async fn accounted_for(
    connection: &mut Connection<'_>,
    invitation: &str,
    row: i64,
) -> Result<bool, Error> {
    let sql = "select 1 from @invitation where invitation = $1 \
               union all select 1 from @invitation where replaces = $1 \
               union all select 1 from @invitation own join @invitation other \
               on other.place = own.place \
               and coalesce(other.person, other.address) = coalesce(own.person, own.address) \
               where own.id = $2 and other.second = $1 limit 1";
    let sql = sql.replace("select 1 ", "select cast(1 as bigint) ");
    Ok(connection.first(&sql, args![invitation, row]).await?.is_some())
}
