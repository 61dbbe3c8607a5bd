//! The claim: one short transaction that decides on the next call and notes it before it is sent.

use crate::error::Error;
use crate::plan::{self, DEADLINE, Ledger, Queue, Step, Take};
use crate::states::{Budget, State};
use crate::store::call::{Call, CallRow};
use crate::store::candidates::{Order, Source, has_suspects, heads, keep_together};
use crate::store::connection::{Connection, args};
use crate::store::tally::{self, Deltas};
use crate::store::{Moment, Store, identity, ledger, placeholders, schema};

/// The number of places, whose people are all in other calls, that are passed over.
const HEADS: usize = 20;
/// After how many claims the tally is folded.
const FOLD_EVERY: i64 = 32;

/// The result of one claim.
#[derive(Debug)]
pub(crate) enum Claim {
    /// A call that may be sent now.
    Call(Call),
    /// No call before this time, or before something changes.
    Wait(Option<i64>),
    /// The instance is stopped.
    Stopped,
    /// The commit failed, and may have been done: a call with this token must be taken back.
    InDoubt(String, Error),
}

/// The worker that asks.
#[derive(Debug, Clone)]
pub(crate) struct Claimant<'a> {
    pub(crate) instance: &'a str,
    pub(crate) token: &'a str,
    /// Clerk's time, as far as the worker knows.
    pub(crate) clerk_now: Option<i64>,
    /// The claim counter that the worker saw last.
    pub(crate) claims_seen: i64,
}

/// Side effects of a claim.
#[derive(Debug, Default)]
pub(crate) struct Learned {
    pub(crate) now: i64,
    pub(crate) claims: i64,
    /// The number of rows that a sweep made unknown.
    pub(crate) swept: u64,
    /// The number of rows that another campaign had sent.
    pub(crate) journal: u64,
    /// When the next call is to be looked up.
    pub(crate) look_at: Option<i64>,
    /// When the next begun call is past its deadline.
    pub(crate) deadline_at: Option<i64>,
}

impl Store {
    /// Takes the next call.
    pub(crate) async fn claim(
        &self,
        claimant: &Claimant<'_>,
        learned: &mut Learned,
    ) -> Result<Claim, Error> {
        let instance = claimant.instance;
        let mut transaction = self.begin(instance).await?;
        let mut connection = transaction.connection();
        let connection = &mut connection;
        learned.claims = self.check(connection, claimant.claims_seen).await?;
        let moment = self.moment(connection).await?;
        let now = moment.now;
        learned.now = now;
        ledger::clamp(connection, instance, now).await?;
        learned.swept = ledger::sweep(connection, instance, now, self.rules).await?;
        if learned.claims % FOLD_EVERY == 0 {
            tally::fold(connection).await?;
        }
        let sql = "select min(case when state = 2 then look_at end), \
                   min(case when state = 0 then deadline_at end) \
                   from @call where instance = $1 and state in (0, 2)";
        if let Some(row) = connection.first(sql, args![instance]).await? {
            learned.look_at = row.maybe_int(0)?;
            learned.deadline_at = row.maybe_int(1)?;
        }
        let step = if is_stopped(connection, instance).await? {
            Claim::Stopped
        } else {
            self.next(connection, claimant, moment, learned).await?
        };
        match transaction.commit().await {
            Ok(()) => Ok(step),
            Err(error) => match step {
                Claim::Call(call) => Ok(Claim::InDoubt(call.token, error)),
                _ => Err(error),
            },
        }
    }

    /// Checks that this is the database, and the version of it, that was opened.
    async fn check(&self, connection: &mut Connection<'_>, seen: i64) -> Result<i64, Error> {
        let sql =
            "select (select max(version) from @migration), identity, claims, closed from @meta";
        let row = connection.first(sql, args![]).await?;
        let row = row.ok_or(Error::Corrupt("no meta row"))?;
        let found = row.int(0)?;
        if found != schema::VERSION {
            return Err(Error::NewerSchema { found, known: schema::VERSION });
        }
        let identity = identity::identity(connection).await?;
        let claims = row.int(2)?;
        if row.int(3)? != 0 || row.text(1)? != identity || claims < seen {
            return Err(Error::OtherDatabase);
        }
        Ok(claims)
    }

    async fn next(
        &self,
        connection: &mut Connection<'_>,
        claimant: &Claimant<'_>,
        moment: Moment,
        learned: &mut Learned,
    ) -> Result<Claim, Error> {
        let instance = claimant.instance;
        let ledger = ledger::read(connection, instance, moment.now).await?;
        let mut until = None;
        let mut passed = Vec::new();
        for _ in 0..HEADS {
            let before = passed.len();
            for (class, campaign, place, spread) in heads(connection, instance, &passed).await? {
                let source = Source { instance, campaign, place };
                let mut rows =
                    self.rows(connection, &source, Order::Head, &mut learned.journal).await?;
                let mut suspects = Vec::new();
                if has_suspects(connection, &source).await? {
                    suspects = self
                        .rows(connection, &source, Order::Suspects, &mut learned.journal)
                        .await?;
                }
                let shares: Vec<_> = rows.iter().map(|row| row.share).collect();
                let together = plan::together(&shares);
                let queue = Queue { class, together, suspects: !suspects.is_empty(), spread };
                let (budget, take) = match plan::next(&ledger, &queue) {
                    Step::Call { budget, take } => (budget, take),
                    Step::Wait(at) => {
                        until = plan::earliest(until, at);
                        if rows.is_empty() && suspects.is_empty() {
                            // Everybody here is in another call: the next place goes on.
                            passed.push(place);
                        }
                        continue;
                    }
                };
                match take {
                    Take::Head(count) => keep_together(&mut rows, count),
                    Take::Suspect => rows = suspects,
                    Take::Tail => {
                        rows = self
                            .rows(connection, &source, Order::Tail, &mut learned.journal)
                            .await?;
                    }
                }
                if !matches!(take, Take::Head(_)) {
                    rows.truncate(1);
                }
                if rows.is_empty() {
                    continue;
                }
                let call = begin(connection, claimant, &ledger, &source, budget, rows, moment);
                return Ok(Claim::Call(call.await?));
            }
            if passed.len() == before {
                break;
            }
        }
        Ok(Claim::Wait(until))
    }
}

/// Returns whether the whole instance is stopped.
async fn is_stopped(connection: &mut Connection<'_>, instance: &str) -> Result<bool, Error> {
    let sql = "select reason from @stop where instance = $1 and place = 0";
    Ok(connection.first(sql, args![instance]).await?.is_some())
}

/// Notes the call and its rows.
async fn begin(
    connection: &mut Connection<'_>,
    claimant: &Claimant<'_>,
    ledger: &Ledger,
    source: &Source<'_>,
    budget: Budget,
    rows: Vec<CallRow>,
    claimed: Moment,
) -> Result<Call, Error> {
    let now = claimed.now;
    let period = ledger.gates.iter().find(|gate| gate.budget == budget).map_or(0, |it| it.period);
    let sql = "insert into @call (token, instance, budget, place, state, begun_at, deadline_at, \
               clerk_begun_at, slot_free_at, look_at, looks) \
               values ($1, $2, $3, $4, 0, $5, $6, $7, $8, 0, 0) returning id";
    let arguments = args![
        claimant.token,
        claimant.instance,
        budget.code(),
        source.place,
        now,
        now + DEADLINE,
        claimant.clerk_now,
        plan::slot_free_at_latest(now, period),
    ];
    let row = connection.first(sql, arguments).await?;
    let id = row.ok_or(Error::Corrupt("a call has no id"))?.int(0)?;
    let sql = format!(
        "update @invitation set state = 1, call = $1, instance = $2, calls = calls + 1 \
         where state = 0 and id in ({})",
        placeholders(3, rows.len())
    );
    let mut arguments = args![id, claimant.instance];
    arguments.extend(rows.iter().map(|row| row.id.into()));
    let count = connection.execute(&sql, arguments).await?;
    if count != rows.len() as u64 {
        return Err(Error::Corrupt("a row was taken by somebody else"));
    }
    let mut deltas = Deltas::default();
    let count = i64::try_from(rows.len()).unwrap_or_default();
    deltas.add(source.campaign, State::Queued, -count);
    deltas.add(source.campaign, State::Calling, count);
    deltas.write(connection).await?;
    connection.execute("update @meta set claims = claims + 1", args![]).await?;
    let sql = "update @campaign set instance = $1 where id = $2 and instance is null";
    connection.execute(sql, args![claimant.instance, source.campaign]).await?;
    let sql = "select organization from @place where id = $1";
    let place = connection.first(sql, args![source.place]).await?;
    Ok(Call {
        id,
        token: claimant.token.to_owned(),
        instance: claimant.instance.to_owned(),
        budget,
        organization: place.ok_or(Error::Corrupt("a call has no place"))?.text(0)?,
        place: source.place,
        rows,
        claimed,
    })
}
