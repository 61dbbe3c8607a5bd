//! Reading the ledger: the calls of an instance as what is left of its budgets.

use crate::error::Error;
use crate::plan::{DEADLINE, FAILURES_IN_A_ROW, Gate, Ledger, SETTLING, slot_free_at_latest};
use crate::rules::Rules;
use crate::states::{Budget, CallState, State};
use crate::store::connection::{Connection, args};
use crate::store::tally::Deltas;

/// Pulls times back that lie further ahead than their rule allows, which a clock that was set back
/// makes of them.
pub(crate) async fn clamp(
    connection: &mut Connection<'_>,
    instance: &str,
    now: i64,
) -> Result<(), Error> {
    let sql = "update @call set \
               begun_at = case when begun_at > $2 then $2 else begun_at end, \
               deadline_at = case when deadline_at > $3 then $3 else deadline_at end, \
               absent_at = case when absent_at > $2 then $2 else absent_at end, \
               look_at = case when look_at > $4 then $4 else look_at end \
               where instance = $1 and state in (0, 2) \
               and (begun_at > $2 or deadline_at > $3 or absent_at > $2 or look_at > $4)";
    connection.execute(sql, args![instance, now, now + DEADLINE, now + SETTLING]).await?;
    let sql = "update @call as c set slot_free_at = g.period + $2 from @gate g \
               where g.instance = $1 and c.instance = g.instance and c.budget = g.budget \
               and c.slot_free_at > g.period + $2";
    connection.execute(sql, args![instance, slot_free_at_latest(now, 0)]).await?;
    Ok(())
}

/// Makes calls unknown that nobody has recorded by their deadline: never queued.
pub(crate) async fn sweep(
    connection: &mut Connection<'_>,
    instance: &str,
    now: i64,
    rules: Rules,
) -> Result<u64, Error> {
    let sql = "update @call set state = $3, look_at = $2 \
               where instance = $1 and state = $4 and deadline_at <= $2 returning id";
    let (unknown, begun) = (CallState::Unknown.code(), CallState::Begun.code());
    let state = if rules.unknown_is_looked_up { State::Unknown } else { State::Queued };
    let swept = connection.fetch(sql, args![instance, now, unknown, begun]).await?;
    let mut deltas = Deltas::default();
    let mut count = 0;
    for call in swept {
        let sql = "update @invitation set state = $2 where call = $1 and state = 1 \
                   returning campaign";
        for row in connection.fetch(sql, args![call.int(0)?, state.code()]).await? {
            deltas.moved(row.int(0)?, State::Calling, state);
            count += 1;
        }
    }
    deltas.write(connection).await?;
    Ok(count)
}

/// Reads what is left of the budgets, in a statement that sees every call committed before it.
pub(crate) async fn read(
    connection: &mut Connection<'_>,
    instance: &str,
    now: i64,
) -> Result<Ledger, Error> {
    let sql = "select g.budget, g.calls - g.reserved, g.period, g.closed_until, count(c.id), \
               min(c.slot_free_at), max(c.begun_at) from @gate g \
               left join @call c on c.instance = g.instance and c.budget = g.budget \
               and c.slot_free_at > $2 \
               where g.instance = $1 \
               group by g.budget, g.calls, g.reserved, g.period, g.closed_until";
    let mut gates = Vec::new();
    for row in connection.fetch(sql, args![instance, now]).await? {
        let budget = Budget::from_code(row.int(0)?).ok_or(Error::Corrupt("an unknown budget"))?;
        gates.push(Gate {
            budget,
            calls: row.int(1)?,
            period: row.int(2)?,
            closed_until: row.int(3)?,
            taken: row.int(4)?,
            free_at: row.maybe_int(5)?,
            last_begun_at: row.maybe_int(6)?,
        });
    }
    let sql = "select count(*) from @call where instance = $1 and state = 0";
    let in_flight = connection.first(sql, args![instance]).await?;
    let in_flight = in_flight.map_or(Ok(0), |row| row.int(0))?;
    let sql = "select status, answered_at from @call \
               where instance = $1 and answered_at is not null \
               order by answered_at desc limit 3";
    let (mut failures, mut failed_at) = (0, 0);
    for row in connection.fetch(sql, args![instance]).await? {
        // Nothing, or a server error; what was not sent at all has no answer.
        let status = row.maybe_int(0)?.unwrap_or(0);
        if status != 0 && status < 500 {
            break;
        }
        failures += 1;
        if failures == 1 {
            failed_at = row.int(1)?;
        }
    }
    debug_assert!(failures <= FAILURES_IN_A_ROW, "as many as are read");
    Ok(Ledger { now, gates, in_flight, failures, failed_at })
}
