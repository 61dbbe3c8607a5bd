//! The record: what became of a call, each row fenced by its call.

use crate::error::Error;
use crate::events::Event;
use crate::outcome::{Effect, Handled, Outcome, RowOutcome};
use crate::plan;
use crate::states::{CallState, Evidence, State};
use crate::store::Store;
use crate::store::call::Call;
use crate::store::connection::{Connection, args};
use crate::store::tally::Deltas;

/// A row as it is now, whatever happened since the claim.
pub(crate) struct Current {
    pub(crate) id: i64,
    pub(crate) campaign: i64,
    pub(crate) state: State,
    pub(crate) call: Option<i64>,
    pub(crate) cancelled: bool,
    pub(crate) failures: i64,
    pub(crate) invitation: Option<String>,
    pub(crate) replaces: Option<String>,
    pub(crate) revoked: bool,
    pub(crate) code: Option<String>,
}

impl Store {
    /// Records what became of a call. To be repeated until it succeeds.
    pub(crate) async fn record(&self, call: &Call, outcome: &Outcome) -> Result<Vec<Event>, Error> {
        let mut transaction = self.begin(&call.instance).await?;
        let mut connection = transaction.connection();
        let connection = &mut connection;
        let now = self.moment(connection).await?.now;
        let mut change = Change { store: self, now, deltas: Deltas::default(), events: Vec::new() };
        for (row, becomes) in &outcome.rows {
            change.row(connection, call, *row, becomes).await?;
        }
        change.call(connection, call, outcome).await?;
        change.effect(connection, call, &outcome.effect).await?;
        let Change { deltas, events, .. } = change;
        deltas.write(connection).await?;
        transaction.commit().await?;
        Ok(events)
    }

    /// Takes a call back that was certainly not sent because its claim is in doubt. Returns whether
    /// it was there.
    pub(crate) async fn take_back(&self, instance: &str, token: &str) -> Result<(), Error> {
        let mut transaction = self.begin(instance).await?;
        let mut connection = transaction.connection();
        let connection = &mut connection;
        let now = self.moment(connection).await?.now;
        let sql = "update @call set state = 3, slot_free_at = $2 where token = $1 and state = 0 \
                   returning id";
        let mut deltas = Deltas::default();
        if let Some(call) = connection.first(sql, args![token, now]).await? {
            let call = call.int(0)?;
            let sql = "select id from @invitation where call = $1 and state = 1";
            for row in connection.fetch(sql, args![call]).await? {
                let Some(current) = current(connection, row.int(0)?).await? else { continue };
                back(self, connection, &current, None, &mut deltas).await?;
            }
        }
        deltas.write(connection).await?;
        transaction.commit().await
    }
}

struct Change<'a> {
    store: &'a Store,
    now: i64,
    deltas: Deltas,
    events: Vec<Event>,
}

impl Change<'_> {
    async fn row(
        &mut self,
        connection: &mut Connection<'_>,
        call: &Call,
        row: i64,
        becomes: &RowOutcome,
    ) -> Result<(), Error> {
        // Erased by `purge`: nothing is left to be recorded.
        let Some(current) = current(connection, row).await? else { return Ok(()) };
        if let RowOutcome::Sent { invitation, evidence } = becomes {
            return self.sent(connection, &current, invitation, *evidence).await;
        }
        if current.state != State::Calling || current.call != Some(call.id) {
            return Ok(());
        }
        match becomes {
            RowOutcome::Sent { .. } => {}
            RowOutcome::Already { code, invitation, evidence } => {
                let sql = "update @invitation set state = 3, code = $2, second = $3, evidence = $4 \
                           where id = $1";
                let arguments = args![row, code.as_str(), invitation.as_deref(), evidence.as_str()];
                connection.execute(sql, arguments).await?;
                self.deltas.moved(current.campaign, current.state, State::Already);
                self.events.push(Event::Already { row });
            }
            RowOutcome::Refused { code, reason } => {
                let events = &mut self.events;
                refuse(connection, &current, code, reason, &mut self.deltas, events).await?;
            }
            RowOutcome::Unknown { code } => {
                let sql = "update @invitation set state = 5, code = $2 where id = $1";
                connection.execute(sql, args![row, code.as_deref()]).await?;
                self.deltas.moved(current.campaign, current.state, State::Unknown);
                self.events.push(Event::Unknown { row });
            }
            RowOutcome::Back => {
                back(self.store, connection, &current, None, &mut self.deltas).await?;
            }
            RowOutcome::Suspect { among } => {
                let share = self.share(connection, call, &current, *among).await?;
                back(self.store, connection, &current, Some(share), &mut self.deltas).await?;
            }
        }
        Ok(())
    }

    /// An acceptance wins over every state, however late it comes.
    async fn sent(
        &mut self,
        connection: &mut Connection<'_>,
        current: &Current,
        invitation: &str,
        evidence: Evidence,
    ) -> Result<(), Error> {
        let row = current.id;
        match &current.invitation {
            Some(known) if known == invitation => return Ok(()),
            Some(_) => {
                let sql = "update @invitation set second = $2 where id = $1";
                connection.execute(sql, args![row, invitation]).await?;
                self.events.push(Event::Doubled { row });
                return Ok(());
            }
            None => {}
        }
        if mark_sent(connection, row, invitation, evidence, self.now).await? {
            self.deltas.moved(current.campaign, current.state, State::Sent);
            self.events.push(Event::Sent { row });
        }
        Ok(())
    }

    /// Returns with how many others a row of a rejected call goes next time.
    async fn share(
        &self,
        connection: &mut Connection<'_>,
        call: &Call,
        current: &Current,
        among: i64,
    ) -> Result<i64, Error> {
        let single = call.budget.single_of();
        let sql = "select calls - reserved from @gate where instance = $1 and budget = $2";
        let an_hour = connection.first(sql, args![call.instance.as_str(), single.code()]).await?;
        let an_hour = an_hour.map_or(Ok(0), |row| row.int(0))?;
        let sql = "select count(*) from (select 1 from @invitation where campaign = $1 \
                   and place = $2 and state = 0 and share = 1 limit 1000) as suspects";
        let suspects = connection.first(sql, args![current.campaign, call.place]).await?;
        let suspects = suspects.map_or(Ok(0), |row| row.int(0))?;
        Ok(plan::share_after_rejection(among, suspects, an_hour))
    }

    async fn call(
        &mut self,
        connection: &mut Connection<'_>,
        call: &Call,
        outcome: &Outcome,
    ) -> Result<(), Error> {
        let sql = "select period from @gate where instance = $1 and budget = $2";
        let arguments = args![call.instance.as_str(), call.budget.code()];
        let period = connection.first(sql, arguments).await?.map_or(Ok(0), |row| row.int(0))?;
        let from = if self.store.rules.slot_from_answer { self.now } else { call.claimed.now };
        let (state, free_at) = match outcome.handled {
            Handled::NotSent => (CallState::Settled, self.now),
            Handled::TooLate => (CallState::Settled, plan::slot_free_at(from, period)),
            Handled::Answered => (CallState::Answered, plan::slot_free_at(from, period)),
            // Without an answer it may still arrive.
            Handled::Unknown if outcome.status.is_none() && self.store.rules.slot_from_answer => {
                let latest = plan::slot_free_at_latest(call.claimed.now, period);
                (CallState::Unknown, latest.max(plan::slot_free_at(from, period)))
            }
            Handled::Unknown => (CallState::Unknown, plan::slot_free_at(from, period)),
        };
        // What was not sent has no answer that would tell something of Clerk.
        let is_sent = !matches!(outcome.handled, Handled::NotSent | Handled::TooLate);
        let answered_at = is_sent.then_some(self.now);
        let sql = "update @call set state = $2, slot_free_at = $3, answered_at = $4, status = $5, \
                   code = $6, look_at = $7 where id = $1 and state = 0";
        let arguments = args![
            call.id,
            state.code(),
            free_at,
            answered_at,
            outcome.status,
            outcome.code.as_deref(),
            self.now,
        ];
        if connection.execute(sql, arguments).await? == 0 {
            settle_if_done(connection, call.id).await?;
        }
        Ok(())
    }

    async fn effect(
        &mut self,
        connection: &mut Connection<'_>,
        call: &Call,
        effect: &Effect,
    ) -> Result<(), Error> {
        let (place, reason) = match effect {
            Effect::None => return Ok(()),
            Effect::Pause(wait) => {
                let until = self.now.saturating_add(*wait);
                let sql = "update @gate set closed_until = case when $3 > period then $4 + period \
                           else $4 + $3 end where instance = $1 and budget = $2";
                let arguments = args![call.instance.as_str(), call.budget.code(), *wait, self.now];
                connection.execute(sql, arguments).await?;
                self.events.push(Event::Paused { until });
                return Ok(());
            }
            Effect::StopPlace(reason) => (call.place, reason),
            Effect::StopInstance(reason) => (0, reason),
        };
        let sql = "insert into @stop (instance, place, reason, stopped_at) \
                   values ($1, $2, $3, $4) on conflict (instance, place) do nothing";
        let arguments = args![call.instance.as_str(), place, reason.as_str(), self.now];
        connection.execute(sql, arguments).await?;
        self.events.push(Event::Stopped { reason: reason.clone() });
        Ok(())
    }
}

/// Reads a row as it is now.
pub(crate) async fn current(
    connection: &mut Connection<'_>,
    row: i64,
) -> Result<Option<Current>, Error> {
    let sql = "select campaign, state, call, cancelled, failures, invitation, replaces, revoked_at, \
               code from @invitation where id = $1";
    let Some(found) = connection.first(sql, args![row]).await? else { return Ok(None) };
    Ok(Some(Current {
        id: row,
        campaign: found.int(0)?,
        state: State::from_code(found.int(1)?).ok_or(Error::Corrupt("an unknown state"))?,
        call: found.maybe_int(2)?,
        cancelled: found.int(3)? != 0,
        failures: found.int(4)?,
        invitation: found.maybe_text(5)?,
        replaces: found.maybe_text(6)?,
        revoked: found.maybe_int(7)?.is_some(),
        code: found.maybe_text(8)?,
    }))
}

/// Makes a row sent, unless another row has this invitation.
pub(crate) async fn mark_sent(
    connection: &mut Connection<'_>,
    row: i64,
    invitation: &str,
    evidence: Evidence,
    now: i64,
) -> Result<bool, Error> {
    let sql = "update @invitation set state = 2, invitation = $2, evidence = $3, sent_at = $4, \
               code = null, reason = null where id = $1 \
               and not exists (select 1 from @invitation other where other.invitation = $2)";
    let arguments = args![row, invitation, evidence.as_str(), now];
    Ok(connection.execute(sql, arguments).await? == 1)
}

/// Refuses a row. One whose old invitation was revoked for it leaves the person with none.
pub(crate) async fn refuse(
    connection: &mut Connection<'_>,
    current: &Current,
    code: &str,
    reason: &str,
    deltas: &mut Deltas,
    events: &mut Vec<Event>,
) -> Result<(), Error> {
    let lost = current.replaces.is_some() && current.revoked;
    let reason = if lost { "the old one is revoked" } else { reason };
    let sql = "update @invitation set state = 4, code = $2, reason = $3 where id = $1";
    connection.execute(sql, args![current.id, code, reason]).await?;
    deltas.moved(current.campaign, current.state, State::Refused);
    events.push(if lost {
        Event::Lost { row: current.id }
    } else {
        Event::Refused { row: current.id, code: code.to_owned() }
    });
    Ok(())
}

/// Puts a row back into the queue, or, if it was cancelled meanwhile, out of it.
pub(crate) async fn back(
    store: &Store,
    connection: &mut Connection<'_>,
    current: &Current,
    share: Option<i64>,
    deltas: &mut Deltas,
) -> Result<(), Error> {
    let cancelled = current.cancelled && store.rules.sticky_cancel;
    let state = if cancelled { State::Cancelled } else { State::Queued };
    let sql = "update @invitation set state = $2, share = coalesce($3, share), code = null, \
               reason = null where id = $1";
    connection.execute(sql, args![current.id, state.code(), share]).await?;
    deltas.moved(current.campaign, current.state, state);
    Ok(())
}

/// Settles an unknown call none of whose rows is unknown any more.
pub(crate) async fn settle_if_done(
    connection: &mut Connection<'_>,
    call: i64,
) -> Result<(), Error> {
    let sql = "update @call set state = 3 where id = $1 and state = 2 and not exists \
               (select 1 from @invitation where call = $1 and state in (1, 5))";
    connection.execute(sql, args![call]).await?;
    Ok(())
}
