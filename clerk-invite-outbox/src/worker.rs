//! Workers: they send what is queued, as fast as Clerk's limits allow.

use std::sync::Arc;
use std::time::Duration;

use clerk_invite::{Client, Delivery};
use tokio::task::JoinSet;

use crate::calls::Clerk;
use crate::engine::{Claimed, Engine, Hook};
use crate::error::Error;
use crate::outbox::Outbox;
use crate::plan::earliest;
use crate::preflight;
use crate::store::claim::Learned;

/// The largest number of calls under way at once: a slow one holds up no slot of the others.
const AT_ONCE: usize = 8;
/// The interval at which a sleeping worker asks, in case a notification was lost.
const ASK: Duration = Duration::from_secs(10);
/// The number of attempts before a worker gives the database up, 1 s, 2 s, 4 s, … 30 s apart.
const FAILURES: u32 = 12;

/// Sends what is queued for one Clerk instance. Any number of them may run, in any number of
/// processes and, with PostgreSQL, on any number of machines.
#[derive(Clone)]
pub struct Worker {
    outbox: Outbox,
    clerk: Clerk,
    instance: Option<String>,
    engine: Option<Arc<Engine>>,
    hook: Option<Hook>,
}

/// The result of one [`Worker::tick`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Tick {
    /// The work that was done.
    pub did: Did,
    /// When to come back, in Unix milliseconds by the database's clock: at once if it is not in the
    /// future; `None` if there is nothing to do before somebody enqueues or resumes.
    pub next_at: Option<i64>,
}

/// The work of a tick.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Did {
    /// A call was sent, and what became of it recorded.
    Called,
    /// A call that may have been carried out was looked up.
    LookedUp,
    /// The people of a campaign were looked up before they are invited.
    Preflight,
    /// Nothing.
    Nothing,
}

impl Worker {
    pub(crate) fn new(outbox: Outbox, client: &Client) -> Self {
        Self { outbox, clerk: Clerk::new(client), instance: None, engine: None, hook: None }
    }

    /// Takes this as the id of the key's Clerk instance (`ins_…`) in place of asking for it: for
    /// servers that stand in for Clerk and do not know `GET /instance`. A wrong one makes two
    /// ledgers of one budget.
    #[must_use]
    pub fn instance(mut self, id: impl Into<String>) -> Self {
        self.instance = Some(id.into());
        self.engine = None;
        self
    }

    #[cfg(all(test, feature = "sqlite"))]
    pub(crate) fn with_hook(mut self, hook: Hook) -> Self {
        self.hook = Some(hook);
        self
    }

    /// Does one step, and says when to come back: for whoever has a scheduler already. A step that
    /// sends takes as long as Clerk does, at most 30 s.
    ///
    /// ```
    /// # use clerk_invite_outbox::{Error, Outbox};
    /// # async fn example(outbox: Outbox, clerk: clerk_invite::Client) -> Result<(), Error> {
    /// let mut worker = outbox.worker(&clerk);
    /// let tick = worker.tick().await?;
    /// println!("come back at {:?}", tick.next_at);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// The database fails, is not the one it was, or belongs to a newer version; the campaigns that
    /// wait belong to another Clerk instance than the key; or Clerk does not give the instance.
    /// Nothing is lost: come back later.
    pub async fn tick(&mut self) -> Result<Tick, Error> {
        let engine = self.engine().await?;
        if preflight::run(&engine).await? {
            return Ok(Tick { did: Did::Preflight, next_at: Some(0) });
        }
        let mut learned = Learned::default();
        let until = match engine.claim(&mut learned).await? {
            Claimed::Call(call) => {
                engine.carry_out(*call).await?;
                return Ok(Tick { did: Did::Called, next_at: Some(0) });
            }
            Claimed::Wait(until) => until,
            Claimed::Stopped => None,
        };
        if learned.look_at.is_some_and(|at| at <= learned.now) && engine.look().await? {
            return Ok(Tick { did: Did::LookedUp, next_at: Some(0) });
        }
        let next_at = earliest(until, earliest(learned.look_at, learned.deadline_at));
        Ok(Tick { did: Did::Nothing, next_at })
    }

    /// Works until `shutdown` is ready: then it claims nothing more, finishes what is in flight, and
    /// returns.
    ///
    /// Spawn it. In one task with queries of yours, as in one `select!`, it stands still while yours
    /// run, and may hold what they wait for: the only connection of a pool of one, or, with more
    /// connections, SQLite's lock for writing. They would fail when their time runs out.
    ///
    /// ```no_run
    /// # use clerk_invite_outbox::{Error, Outbox};
    /// # async fn example(outbox: Outbox, clerk: clerk_invite::Client) -> Result<(), Error> {
    /// let shutdown = async {
    ///     let _ = tokio::signal::ctrl_c().await;
    /// };
    /// let worker = tokio::spawn(outbox.worker(&clerk).run_until(shutdown));
    /// outbox.campaign("spring").enqueue(["a@example.com"]).await?;
    /// worker.await.expect("no panic")?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`tick`](Self::tick), but what passes is waited for: a database that fails is asked again for
    /// some minutes, and Clerk, where it cannot be reached or asks for patience, for as long as it takes.
    pub async fn run_until(mut self, shutdown: impl Future<Output = ()>) -> Result<(), Error> {
        let mut shutdown = std::pin::pin!(shutdown);
        let engine = tokio::select! {
            biased;
            () = &mut shutdown => return Ok(()),
            engine = self.started() => engine?,
        };
        let mut run = Run::new(engine, &self.outbox).await;
        let result = loop {
            let step = tokio::select! {
                biased;
                () = &mut shutdown => break Ok(()),
                step = run.step() => step,
            };
            if let Err(error) = step {
                break Err(error);
            }
        };
        run.finish().await.and(result)
    }

    /// Returns the engine once there is one: a service may start while Clerk is away.
    async fn started(&mut self) -> Result<Arc<Engine>, Error> {
        let mut failures = 0;
        loop {
            let error = match self.engine().await {
                Ok(engine) => return Ok(engine),
                Err(error) => error,
            };
            let asked_for = match &error {
                Error::Database(_) if failures < FAILURES => None,
                Error::Clerk(error) if passes(error) => error.retry_after(),
                _ => return Err(error),
            };
            tracing::warn!(%error, "the worker cannot start yet");
            tokio::time::sleep(asked_for.unwrap_or_default().max(pause(failures))).await;
            failures += 1;
        }
    }

    async fn engine(&mut self) -> Result<Arc<Engine>, Error> {
        if let Some(engine) = &self.engine {
            return Ok(Arc::clone(engine));
        }
        let (instance, date) = match &self.instance {
            Some(instance) => (instance.clone(), None),
            None => {
                let answer = self.clerk.instance().await;
                (answer.result?, answer.date.filter(|_| !answer.cached))
            }
        };
        let store = self.outbox.store.clone();
        store.ensure_gates(&instance).await?;
        let (ours, theirs) = store.waiting_elsewhere(&instance).await?;
        if let (false, Some(campaign)) = (ours, theirs) {
            return Err(Error::OtherInstance { campaign });
        }
        let (clerk, events) = (self.clerk.clone(), self.outbox.events.clone());
        let engine = Engine::new(store, clerk, instance, events, self.hook.clone());
        engine.note_date(date, false);
        let engine = Arc::new(engine);
        self.engine = Some(Arc::clone(&engine));
        Ok(engine)
    }
}

impl std::fmt::Debug for Worker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Worker").field("instance", &self.instance).finish_non_exhaustive()
    }
}

/// One run: what is in flight, and when to look again.
struct Run {
    engine: Arc<Engine>,
    outbox: Outbox,
    calls: JoinSet<Result<(), Error>>,
    look: JoinSet<Result<bool, Error>>,
    failures: u32,
    #[cfg(feature = "postgres")]
    listener: Option<sqlx::postgres::PgListener>,
}

impl Run {
    // Only PostgreSQL is asked.
    #[cfg_attr(not(feature = "postgres"), allow(clippy::unused_async))]
    async fn new(engine: Arc<Engine>, outbox: &Outbox) -> Self {
        #[cfg(feature = "postgres")]
        let listener = match &outbox.store.pool {
            // Without one the worker asks every ten seconds.
            crate::store::connection::Pool::Postgres(pool) => {
                crate::store::postgres::listen(pool).await.ok()
            }
            #[cfg(feature = "sqlite")]
            crate::store::connection::Pool::Sqlite(_) => None,
        };
        Self {
            engine,
            outbox: outbox.clone(),
            calls: JoinSet::new(),
            look: JoinSet::new(),
            failures: 0,
            #[cfg(feature = "postgres")]
            listener,
        }
    }

    /// Begins what can begin now, and waits until something may have changed. Can be dropped at any
    /// time: what is in flight is in tasks of its own.
    async fn step(&mut self) -> Result<(), Error> {
        match self.begin().await {
            Ok(wait) => {
                self.failures = 0;
                self.wait(wait).await
            }
            Err(error) => self.failed(error).await,
        }
    }

    /// Waits before the next attempt, if the error is one that passes.
    async fn failed(&mut self, error: Error) -> Result<(), Error> {
        let passes = matches!(error, Error::Database(_));
        if !passes || self.failures >= FAILURES {
            return Err(error);
        }
        tracing::warn!(%error, "the outbox's database failed; it is asked again");
        tokio::time::sleep(pause(self.failures)).await;
        self.failures += 1;
        Ok(())
    }

    /// Claims and sends until nothing can be sent. Returns how long to wait; `None` is until
    /// something changes.
    async fn begin(&mut self) -> Result<Option<Duration>, Error> {
        while preflight::run(&self.engine).await? {}
        loop {
            while let Some(done) = self.calls.try_join_next() {
                joined(done)?;
            }
            while let Some(done) = self.look.try_join_next() {
                joined(done)?;
            }
            if self.calls.len() >= AT_ONCE {
                return Ok(None);
            }
            let mut learned = Learned::default();
            let claimed = self.engine.claim(&mut learned).await?;
            let is_due = learned.look_at.is_some_and(|at| at <= learned.now);
            if is_due && self.look.is_empty() {
                let engine = Arc::clone(&self.engine);
                self.look.spawn(async move { engine.look().await });
            }
            let until = match claimed {
                Claimed::Call(call) => {
                    let engine = Arc::clone(&self.engine);
                    self.calls.spawn(async move { engine.carry_out(*call).await });
                    continue;
                }
                Claimed::Wait(until) => until,
                Claimed::Stopped => None,
            };
            let look_at = learned.look_at.filter(|_| !is_due);
            let next = earliest(until, earliest(look_at, learned.deadline_at));
            let wait = next.map(|at| u64::try_from(at - learned.now).unwrap_or_default());
            return Ok(wait.map(|wait| Duration::from_millis(wait.max(1))));
        }
    }

    /// Waits for a task to end, for news, or for the time; asks every ten seconds, with one query.
    async fn wait(&mut self, wait: Option<Duration>) -> Result<(), Error> {
        let began = tokio::time::Instant::now();
        let mark = self.engine.store.mark().await?;
        loop {
            let left = wait.map(|wait| wait.saturating_sub(began.elapsed()));
            let pause = left.map_or(ASK, |left| left.min(ASK));
            let woken = self.outbox.wake.notified();
            #[cfg(feature = "postgres")]
            let told = told(&mut self.listener);
            #[cfg(not(feature = "postgres"))]
            let told = std::future::pending::<()>();
            tokio::select! {
                done = self.calls.join_next(), if !self.calls.is_empty() => {
                    return done.map_or(Ok(()), joined);
                }
                done = self.look.join_next(), if !self.look.is_empty() => {
                    return done.map_or(Ok(()), |done| joined(done).map(drop));
                }
                () = woken => return Ok(()),
                () = told => return Ok(()),
                () = tokio::time::sleep(pause) => {}
            }
            if left.is_some_and(|left| left <= pause) || self.engine.store.mark().await? != mark {
                return Ok(());
            }
        }
    }

    /// Finishes what is in flight.
    async fn finish(mut self) -> Result<(), Error> {
        let mut result = Ok(());
        while let Some(done) = self.calls.join_next().await {
            result = result.and(joined(done));
        }
        self.look.shutdown().await;
        for _ in 0..FAILURES {
            match self.engine.record_rest().await {
                Ok(()) => return Ok(()),
                Err(error) => result = Err(error),
            }
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
        result
    }
}

/// The wait after so many failures before this one.
fn pause(failures: u32) -> Duration {
    Duration::from_secs(1 << failures.min(5)).min(Duration::from_secs(30))
}

/// Returns true for what the network or Clerk's servers do, and false for what is set up wrongly.
fn passes(error: &clerk_invite::Error) -> bool {
    let unreachable = error.code() == Some("not_connected");
    unreachable || error.is_rate_limited() || error.delivery() == Delivery::Unknown
}

fn joined<T>(done: Result<Result<T, Error>, tokio::task::JoinError>) -> Result<T, Error> {
    done.unwrap_or(Err(Error::Corrupt("a task of the worker ended early")))
}

#[cfg(feature = "postgres")]
async fn told(listener: &mut Option<sqlx::postgres::PgListener>) {
    match listener {
        // An error is a connection that is being made again.
        Some(listener) => drop(listener.recv().await),
        None => std::future::pending().await,
    }
}
