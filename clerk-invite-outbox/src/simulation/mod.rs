//! The real store, worker and FakeClerk on one virtual clock, with everything going wrong at random:
//! afterwards FakeClerk's own record is compared with the journal, person by person.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "only tests use it")]
#![allow(clippy::cast_precision_loss, reason = "hours")]

mod pacing;
mod resending;
mod rules;
mod scenarios;
mod time;
mod whole;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use clerk_invite::FakeClerk;
use clerk_invite::fake::{Fault, RandomFaults, Rule};
use clerk_invite::http::StatusCode;

use crate::engine::Hook;
use crate::rules::Rules;
use crate::simulation::time::{Random, Time};
use crate::store::connection::args;
use crate::worker::Did;
use crate::{Event, Filter, Outbox, State};

const CAMPAIGN: &str = "simulated";

/// The size of a run.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Setting {
    pub(crate) seed: u64,
    pub(crate) people: usize,
    pub(crate) workers: usize,
    pub(crate) rules: Rules,
    /// The factor by which things go wrong more often than the design assumes.
    pub(crate) trouble: f64,
    /// One step in so many is a crash; 0 is none.
    pub(crate) crashes: u64,
    /// One step in so many pauses for up to ten minutes; 0 is none.
    pub(crate) pauses: u64,
    /// Before one tick in so many the database's clock is set to another hour; 0 is never.
    pub(crate) clock_jumps: u64,
    /// How many milliseconds the clocks of one worker's machine are ahead of the last one's.
    pub(crate) apart: i64,
}

/// The result of a run.
#[derive(Debug, Default)]
pub(crate) struct Result {
    pub(crate) twice: usize,
    pub(crate) never: usize,
    pub(crate) misreported: usize,
    pub(crate) too_many_requests: usize,
    pub(crate) hours: f64,
    pub(crate) crashes: usize,
    pub(crate) unsettled: usize,
    pub(crate) doubled_events: usize,
}

impl Result {
    pub(crate) fn assert_clean(&self) {
        let wrong = [self.twice, self.never, self.misreported, self.unsettled];
        assert_eq!(wrong, [0; 4], "{self:?}");
        assert_eq!(self.too_many_requests, 0, "{self:?}");
    }
}

fn faults(seed: u64, trouble: f64) -> RandomFaults {
    RandomFaults::seeded(seed)
        .with(0.01 * trouble, Fault::LoseRequest)
        .with(0.01 * trouble, Fault::ResetRequest)
        .with(0.01 * trouble, Fault::LoseResponse)
        .with(0.01 * trouble, Fault::TruncateResponse)
        .with(0.003 * trouble, Fault::ServerErrorBefore(StatusCode::SERVICE_UNAVAILABLE))
        .with(0.003 * trouble, Fault::ServerErrorAfter(StatusCode::GATEWAY_TIMEOUT))
        .with(0.003 * trouble, Fault::DeliverLate(Duration::from_secs(30)))
        .with(0.003 * trouble, Fault::DeliverLate(Duration::from_mins(1)))
        .with(0.003 * trouble, Fault::DeliverLate(Duration::from_secs(90)))
}

struct Simulation {
    setting: Setting,
    fake: Arc<FakeClerk>,
    time: Arc<Time>,
    outbox: Outbox,
    random: Mutex<Random>,
    crashes: AtomicUsize,
}

fn person(number: usize) -> String {
    format!("p{number}@example.com")
}

fn folder() -> tempfile::TempDir {
    // Memory, where there is such a folder: what a power cut does is not simulated.
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap()
}

pub(crate) async fn simulate(setting: Setting) -> Result {
    let fake = Arc::new(FakeClerk::start().await.unwrap());
    fake.stop_clock();
    let folder = folder();
    let url = format!("sqlite://{}/outbox.db", folder.path().display());
    let time = Time::new(&fake);
    let mut outbox = Outbox::open(&url).await.unwrap().with_clock(time.clock());
    outbox.store.rules = setting.rules;
    let campaign = outbox.campaign(CAMPAIGN).preflight(false);
    // Without Clerk's duplicate check, the last net, every mistake of ours is a second invitation.
    fake.set_rule(Rule::Duplicates, false);
    fake.set_listing_lag(Duration::from_secs(20));
    campaign.enqueue((0..setting.people).map(person)).await.unwrap();
    fake.inject_at_random(faults(setting.seed, setting.trouble));

    let simulation = Arc::new(Simulation {
        setting,
        fake: Arc::clone(&fake),
        time: Arc::clone(&time),
        outbox: outbox.clone(),
        random: Mutex::new(Random(setting.seed)),
        crashes: AtomicUsize::new(0),
    });
    let mut events = outbox.events();
    let doubled = tokio::spawn(async move {
        let mut count = 0;
        while let Some(event) = events.next().await {
            count += usize::from(matches!(event, Event::Doubled { .. }));
        }
        count
    });
    let began = time.now();
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..setting.workers {
        time.enter();
    }
    for machine in 0..setting.workers {
        let simulation = Arc::clone(&simulation);
        tasks.spawn(async move {
            let ahead = i64::try_from(machine).unwrap() * setting.apart;
            let outbox = simulation.outbox.clone();
            let clock = simulation.time.clock_of_machine(ahead);
            simulation.work(&outbox.with_clock(clock)).await;
            simulation.time.leave();
        });
    }
    while let Some(done) = tasks.join_next().await {
        done.unwrap();
    }
    let hours = (time.now() - began) as f64 / 3_600_000.0;
    let mut result = compare(&simulation).await;
    result.hours = hours;
    result.crashes = simulation.crashes.load(Ordering::SeqCst);
    let Simulation { outbox: inner, .. } = Arc::into_inner(simulation).unwrap();
    drop((inner, outbox, campaign));
    result.doubled_events = doubled.await.unwrap();
    result
}

impl Simulation {
    /// A worker that is restarted whenever it dies, until everything is settled.
    async fn work(self: &Arc<Self>, outbox: &Outbox) {
        let hours = 12 + i64::try_from(self.setting.people / 100).unwrap();
        let deadline = self.time.now() + hours * 3_600_000;
        let mut idle = 0;
        'restart: loop {
            let client = self.fake.client();
            let mut worker = outbox.worker(&client).with_hook(self.hook());
            loop {
                if self.time.now() > deadline {
                    return;
                }
                self.jump();
                let Ok(tick) = worker.tick().await else {
                    self.crashes.fetch_add(1, Ordering::SeqCst);
                    let pause = self.random.lock().unwrap().below(60_000);
                    self.sleep(1000 + pause).await;
                    continue 'restart;
                };
                let journal = self.time.now() + self.time.skew();
                match tick.next_at {
                    Some(_) if tick.did != Did::Nothing => idle = 0,
                    Some(at) => self.sleep((at - journal).clamp(1, 600_000)).await,
                    None => {
                        // Settled, or in the hands of another worker.
                        idle += 1;
                        if idle > 3 && self.outbox.status(CAMPAIGN).await.unwrap().is_done() {
                            return;
                        }
                        // What fails for good by chance is tried again, as somebody would.
                        self.outbox.retry(CAMPAIGN, Some("server_error")).await.unwrap();
                        self.sleep(60_000).await;
                    }
                }
            }
        }
    }

    async fn sleep(&self, millis: i64) {
        self.time.sleep_until(self.time.now() + millis).await;
    }

    fn jump(&self) {
        if self.random.lock().unwrap().one_in(self.setting.clock_jumps) {
            let hours = self.random.lock().unwrap().below(11) - 5;
            self.time.jump(hours * 3_600_000 - self.time.skew());
        }
    }

    /// Crashes and pauses.
    fn hook(self: &Arc<Self>) -> Hook {
        let simulation = Arc::clone(self);
        Arc::new(move |_| {
            let simulation = Arc::clone(&simulation);
            Box::pin(async move { simulation.at_a_point().await })
        })
    }

    async fn at_a_point(&self) -> bool {
        let Setting { crashes, pauses, .. } = self.setting;
        let (crash, pause) = {
            let mut random = self.random.lock().unwrap();
            let crash = random.one_in(crashes);
            let pause = random.one_in(pauses);
            (crash, pause.then(|| random.below(600_000)))
        };
        if let Some(pause) = pause {
            self.sleep(pause).await;
        }
        crash
    }
}

/// Compares the journal with FakeClerk's record.
async fn compare(simulation: &Simulation) -> Result {
    let mut result = Result::default();
    let mut at_clerk: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for invitation in simulation.fake.invitations() {
        at_clerk.entry(invitation.email_address).or_default().push(invitation.id);
    }
    let status = simulation.outbox.status(CAMPAIGN).await.unwrap();
    let mut counts: BTreeMap<State, u64> = BTreeMap::new();
    let mut export = simulation.outbox.export(CAMPAIGN, Filter::default()).await.unwrap();
    while let Some(row) = export.next().await.unwrap() {
        *counts.entry(row.state).or_default() += 1;
        let own = at_clerk.remove(row.email_address.as_str()).unwrap_or_default();
        result.twice += usize::from(own.len() > 1);
        result.never += usize::from(own.is_empty());
        result.unsettled += usize::from(!row.state.is_final());
        let told = row.invitation_id.filter(|_| row.state == State::Sent);
        let is_true = match told {
            Some(id) => own.contains(&id),
            None => own.is_empty(),
        };
        result.misreported += usize::from(!is_true);
    }
    assert!(at_clerk.is_empty(), "somebody was invited who was not enqueued");
    for state in State::ALL {
        let counted = counts.get(&state).copied().unwrap_or_default();
        assert_eq!(status.count(state), counted, "the tally of {state}");
    }
    let is_429 =
        |it: &clerk_invite::fake::ReceivedRequest| it.status == Some(StatusCode::TOO_MANY_REQUESTS);
    result.too_many_requests = simulation.fake.received().into_iter().filter(is_429).count();
    invariants(&simulation.outbox).await;
    result
}

/// Invariants that hold between any two transactions.
async fn invariants(outbox: &Outbox) {
    let mut held = outbox.store.pool.acquire().await.unwrap();
    for (problem, sql) in [
        (
            "a calling row without a begun call",
            "select 1 from @invitation i where i.state = 1 and \
          not exists (select 1 from @call c where c.id = i.call and c.state = 0)",
        ),
        (
            "an unknown row without an unknown call",
            "select 1 from @invitation i where i.state = 5 \
          and not exists (select 1 from @call c where c.id = i.call and c.state = 2)",
        ),
        (
            "a sent row without an invitation",
            "select 1 from @invitation where state = 2 and \
          invitation is null",
        ),
        (
            "an invitation of a row that is not sent",
            "select 1 from @invitation where state <> 2 \
          and invitation is not null",
        ),
    ] {
        let found = held.connection().fetch(sql, args![]).await.unwrap();
        assert!(found.is_empty(), "{problem}");
    }
}
