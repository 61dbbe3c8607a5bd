//! Single hazards, step by step: a worker that is held at one point while the world goes on.

use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use clerk_invite::FakeClerk;
use clerk_invite::fake::{Fault, Operation, Rule};
use tokio::sync::Notify;
use tokio::task::JoinHandle;

use crate::engine::{Hook, Point};
use crate::simulation::time::Time;
use crate::simulation::{folder, person};
use crate::store::claim::{Claim, Claimant, Learned};
use crate::store::connection::args;
use crate::worker::{Did, Tick, Worker};
use crate::{Error, Event, Filter, NewInvitation, Outbox, State};

pub(super) const CAMPAIGN: &str = "scenario";

pub(super) struct Stage {
    pub(super) fake: Arc<FakeClerk>,
    pub(super) time: Arc<Time>,
    pub(super) outbox: Outbox,
    path: std::path::PathBuf,
    _folder: tempfile::TempDir,
}

/// Holds a worker at a point, once.
pub(super) struct Hold {
    pub(super) reached: Arc<Notify>,
    pub(super) released: Arc<Notify>,
    hook: Hook,
}

pub(super) fn hold(at: Point) -> Hold {
    let (reached, released) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (was_held, r1, r2) = (AtomicBool::new(false), Arc::clone(&reached), Arc::clone(&released));
    let hook: Hook = Arc::new(move |point| {
        let holds = point == at && !was_held.swap(true, Ordering::SeqCst);
        let (reached, released) = (Arc::clone(&r1), Arc::clone(&r2));
        Box::pin(async move {
            if holds {
                reached.notify_one();
                released.notified().await;
            }
            false
        })
    });
    Hold { reached, released, hook }
}

impl Stage {
    pub(super) async fn new(people: usize) -> Self {
        let stage = Self::empty().await;
        let campaign = stage.outbox.campaign(CAMPAIGN).preflight(false);
        campaign.enqueue((0..people).map(person)).await.unwrap();
        stage
    }

    pub(super) async fn empty() -> Self {
        let fake = Arc::new(FakeClerk::start().await.unwrap());
        fake.stop_clock();
        fake.set_rule(Rule::Duplicates, false);
        let folder = folder();
        let path = folder.path().join("outbox.db");
        let time = Time::new(&fake);
        let outbox = Outbox::open(&format!("sqlite://{}", path.display())).await.unwrap();
        let outbox = outbox.with_clock(time.clock());
        Self { fake, time, outbox, path, _folder: folder }
    }

    pub(super) fn worker(&self) -> Worker {
        self.outbox.worker(&self.fake.client())
    }

    /// Lets a worker do one step, in the background.
    pub(super) fn start(&self, hold: &Hold) -> JoinHandle<Result<Tick, Error>> {
        let mut worker = self.worker().with_hook(Arc::clone(&hold.hook));
        tokio::spawn(async move { worker.tick().await })
    }

    pub(super) fn advance(&self, seconds: u64) {
        self.fake.advance(Duration::from_secs(seconds));
    }

    pub(super) async fn run(&self, worker: &mut Worker) {
        for _ in 0..10_000 {
            let tick = worker.tick().await.unwrap();
            let journal = self.time.now() + self.time.skew();
            match tick.next_at {
                None => return,
                Some(at) if tick.did == Did::Nothing => {
                    let wait = (at - journal).clamp(1, 3_700_000).unsigned_abs();
                    self.fake.advance(Duration::from_millis(wait));
                }
                Some(_) => {}
            }
        }
        panic!("not settled");
    }

    pub(super) async fn count(&self, state: State) -> u64 {
        self.outbox.status(CAMPAIGN).await.unwrap().count(state)
    }

    pub(super) async fn sql(&self, sql: &str) {
        let mut held = self.outbox.store.pool.acquire().await.unwrap();
        held.connection().execute(sql, args![]).await.unwrap();
    }
}

#[tokio::test]
async fn a_worker_stopped_before_sending_does_not_send() {
    let stage = Stage::new(1).await;
    let hold = hold(Point::Claimed);
    let stopped = stage.start(&hold);
    hold.reached.notified().await;
    stage.advance(11);
    hold.released.notify_one();
    stopped.await.unwrap().unwrap();
    assert_eq!(stage.fake.received().iter().filter(|it| it.method == "POST").count(), 0);
    assert_eq!(stage.count(State::Queued).await, 1, "back at once, and its slot is free");
    assert_eq!(stage.outbox.status(CAMPAIGN).await.unwrap().budgets[1].taken, 0);
}

#[tokio::test]
async fn a_connection_that_is_there_too_late_gets_nothing() {
    let stage = Stage::new(1).await;
    let hold = hold(Point::Guarded);
    let stopped = stage.start(&hold);
    hold.reached.notified().await;
    // The machine sleeps while it connects, and its timeouts with it.
    stage.advance(10);
    hold.released.notify_one();
    stopped.await.unwrap().unwrap();
    assert_eq!(stage.fake.received().iter().filter(|it| it.method == "POST").count(), 0);
    assert_eq!(stage.count(State::Queued).await, 1, "back at once");
    let taken = |budgets: &[crate::BudgetStatus]| budgets.iter().map(|it| it.taken).sum::<u64>();
    assert_eq!(taken(&stage.outbox.status(CAMPAIGN).await.unwrap().budgets), 1, "its slot is used");
    stage.run(&mut stage.worker()).await;
    assert_eq!(stage.count(State::Sent).await, 1);
    assert_eq!(stage.fake.invitations().len(), 1);
}

#[tokio::test]
async fn a_worker_stopped_after_the_answer_is_believed_however_late() {
    let stage = Stage::new(1).await;
    let hold = hold(Point::Answered);
    let stopped = stage.start(&hold);
    hold.reached.notified().await;
    stage.advance(41);
    let mut other = stage.worker();
    other.tick().await.unwrap();
    stage.run(&mut other).await;
    assert_eq!(stage.count(State::Sent).await, 1, "found in the listing");
    hold.released.notify_one();
    stopped.await.unwrap().unwrap();
    assert_eq!(stage.count(State::Sent).await, 1);
    assert_eq!(stage.fake.invitations().len(), 1);
}

/// Beyond the assumption: listed only after the quiet time. The second invitation is reported.
#[tokio::test]
async fn a_second_id_for_one_row_is_kept_and_reported() {
    let stage = Stage::new(1).await;
    stage.fake.set_listing_lag(Duration::from_hours(1));
    let mut events = stage.outbox.events();
    let hold = hold(Point::Answered);
    let stopped = stage.start(&hold);
    hold.reached.notified().await;
    stage.advance(41);
    stage.run(&mut stage.worker()).await;
    assert_eq!(stage.fake.invitations().len(), 2);
    hold.released.notify_one();
    stopped.await.unwrap().unwrap();
    loop {
        if let Event::Doubled { row } = events.next().await.unwrap() {
            assert_eq!(row, 1);
            break;
        }
    }
}

/// A stale listing says nothing about what came after it was asked for.
async fn between_listing_and_applying(is_on: bool) -> usize {
    let mut stage = Stage::new(1).await;
    stage.outbox.store.rules.time_of_asking = is_on;
    // By Clerk's clock alone it would show, too.
    stage.outbox.store.rules.clerk_clock = is_on;
    stage.fake.inject_on(Operation::CreateInvitation, Fault::DeliverLate(Duration::from_secs(90)));
    stage.worker().tick().await.unwrap();
    let hold = hold(Point::Listed);
    let stopped = stage.start(&hold);
    hold.reached.notified().await;
    // Another worker sees it absent for the first time, and then it arrives.
    stage.advance(61);
    let mut other = stage.worker();
    assert_eq!(other.tick().await.unwrap().did, Did::LookedUp);
    stage.advance(170);
    hold.released.notify_one();
    stopped.await.unwrap().unwrap();
    stage.run(&mut other).await;
    assert_eq!(stage.count(State::Sent).await, 1);
    stage.fake.invitations().len()
}

#[tokio::test]
async fn a_worker_stopped_between_listing_and_applying_changes_nothing() {
    assert_eq!(between_listing_and_applying(true).await, 1);
    assert_eq!(between_listing_and_applying(false).await, 2, "the rule is needed");
}

/// The database's clock leaps over the quiet time; Clerk's has not.
async fn a_clock_that_leaps(is_on: bool) -> usize {
    let mut stage = Stage::new(1).await;
    stage.outbox.store.rules.clerk_clock = is_on;
    stage.fake.inject_on(Operation::CreateInvitation, Fault::DeliverLate(Duration::from_mins(1)));
    let mut worker = stage.worker();
    worker.tick().await.unwrap();
    worker.tick().await.unwrap();
    stage.time.jump(3_600_000);
    stage.run(&mut worker).await;
    stage.advance(60);
    stage.fake.invitations().len()
}

#[tokio::test]
async fn a_clock_that_leaps_proves_no_absence() {
    assert_eq!(a_clock_that_leaps(true).await, 1);
    assert_eq!(a_clock_that_leaps(false).await, 2, "the rule is needed");
}

#[tokio::test]
async fn a_clock_set_back_costs_no_hours() {
    let stage = Stage::new(700).await;
    let mut worker = stage.worker();
    for _ in 0..125 {
        assert_eq!(worker.tick().await.unwrap().did, Did::Called);
    }
    stage.time.jump(-5 * 3_600_000);
    let began = stage.time.now();
    stage.run(&mut worker).await;
    assert_eq!(stage.count(State::Sent).await, 700);
    let minutes = (stage.time.now() - began) / 60_000;
    assert!(minutes < 70, "{minutes} minutes");
}

#[tokio::test]
async fn a_crash_before_the_send_loses_nobody() {
    let stage = Stage::new(10).await;
    let crash: Hook = Arc::new(|point| Box::pin(async move { point == Point::Guarded }));
    stage.worker().with_hook(crash).tick().await.unwrap_err();
    assert_eq!(stage.count(State::Calling).await, 10);
    stage.run(&mut stage.worker()).await;
    assert_eq!(stage.count(State::Sent).await, 10);
    assert_eq!(stage.fake.invitations().len(), 10);
}

#[tokio::test]
async fn a_claim_in_doubt_is_taken_back() {
    let stage = Stage::new(10).await;
    let store = &stage.outbox.store;
    store.ensure_gates("ins_1").await.unwrap();
    let claimant = Claimant { instance: "ins_1", token: "token", clerk_now: None, claims_seen: 0 };
    let claim = store.claim(&claimant, &mut Learned::default()).await.unwrap();
    assert!(matches!(claim, Claim::Call(_)));
    store.take_back("ins_1", "token").await.unwrap();
    assert_eq!(stage.count(State::Queued).await, 10);
    assert_eq!(stage.outbox.status(CAMPAIGN).await.unwrap().budgets[0].taken, 0);
    // One that was not committed is not there.
    store.take_back("ins_1", "another").await.unwrap();
}

#[tokio::test]
async fn what_cannot_be_recorded_is_recorded_later_and_nothing_is_claimed_before() {
    let stage = Stage::new(20).await;
    let hold = hold(Point::Answered);
    let mut worker = stage.worker().with_hook(Arc::clone(&hold.hook));
    let stopped = tokio::spawn(async move {
        let failed = worker.tick().await;
        (failed, worker)
    });
    hold.reached.notified().await;
    stage.sql("alter table clerk_invite_stop rename to away").await;
    stage.sql("alter table clerk_invite_call rename to call_away").await;
    hold.released.notify_one();
    let (failed, mut worker) = stopped.await.unwrap();
    assert!(matches!(failed, Err(Error::Database(_))), "{failed:?}");
    assert!(worker.tick().await.is_err(), "nothing is claimed before it is recorded");
    stage.sql("alter table away rename to clerk_invite_stop").await;
    stage.sql("alter table call_away rename to clerk_invite_call").await;
    worker.tick().await.unwrap();
    assert_eq!(stage.count(State::Sent).await, 20);
    assert_eq!(stage.fake.invitations().len(), 20);
}

#[tokio::test]
async fn a_copied_file_is_refused_until_it_is_adopted() {
    let stage = Stage::new(5).await;
    stage.worker().tick().await.unwrap();
    let copy = stage.path.with_file_name("copy.db");
    stage.sql("pragma wal_checkpoint(truncate)").await;
    std::fs::copy(&stage.path, &copy).unwrap();
    let other = Outbox::open(&format!("sqlite://{}", copy.display())).await.unwrap();
    let other = other.with_clock(stage.time.clock());
    let mut worker = other.worker(&stage.fake.client());
    assert!(matches!(worker.tick().await, Err(Error::OtherDatabase)));
    // The original goes on meanwhile.
    stage.advance(60);
    for outbox in [&other, &stage.outbox] {
        let late = NewInvitation::new("late@example.com");
        let whatever_clerk_says = NewInvitation::new("too_late@example.com").ignore_existing(true);
        let late = [late, whatever_clerk_says];
        outbox.campaign(CAMPAIGN).enqueue(late).await.unwrap();
    }
    stage.run(&mut stage.worker()).await;
    other.adopt().await.unwrap();
    // Whom it has invited is found before anybody is invited, and its slots are waited out.
    assert_eq!(worker.tick().await.unwrap().did, Did::Preflight);
    stage.run(&mut worker).await;
    let status = other.status(CAMPAIGN).await.unwrap();
    assert_eq!((status.count(State::Sent), status.count(State::Already)), (5, 2));
    assert_eq!(stage.fake.invitations().len(), 7);
}

#[tokio::test]
async fn a_database_that_went_back_in_time_is_refused() {
    let stage = Stage::new(30).await;
    let mut worker = stage.worker();
    worker.tick().await.unwrap();
    worker.tick().await.unwrap();
    stage.sql("update clerk_invite_meta set claims = 0").await;
    assert!(matches!(worker.tick().await, Err(Error::OtherDatabase)));
}

#[tokio::test]
async fn a_newer_schema_is_refused_in_every_claim() {
    let stage = Stage::new(30).await;
    let mut worker = stage.worker();
    worker.tick().await.unwrap();
    stage.sql("insert into clerk_invite_migration (version) values (99)").await;
    let error = worker.tick().await.unwrap_err();
    assert!(matches!(error, Error::NewerSchema { found: 99, .. }), "{error}");
    let url = format!("sqlite://{}", stage.path.display());
    assert!(matches!(Outbox::open(&url).await, Err(Error::NewerSchema { .. })));
}

/// A newer version has come while its call was out: what it knows is not lost.
#[tokio::test]
async fn an_older_worker_may_still_record() {
    let stage = Stage::new(30).await;
    let hold = hold(Point::Answered);
    let mut worker = stage.worker().with_hook(Arc::clone(&hold.hook));
    let older = tokio::spawn(async move { (worker.tick().await, worker.tick().await) });
    hold.reached.notified().await;
    stage.sql("alter table clerk_invite_invitation add column newer bigint").await;
    stage.sql("insert into clerk_invite_migration (version) values (99)").await;
    hold.released.notify_one();
    let (recorded, claimed) = older.await.unwrap();
    assert_eq!(recorded.unwrap().did, Did::Called);
    assert!(matches!(claimed, Err(Error::NewerSchema { found: 99, .. })), "{claimed:?}");
    let counts = (stage.count(State::Sent).await, stage.count(State::Queued).await);
    assert_eq!((counts, stage.fake.invitations().len()), ((10, 20), 10));
}

#[tokio::test]
async fn a_key_of_another_instance_is_refused() {
    let stage = Stage::new(30).await;
    stage.worker().tick().await.unwrap();
    stage.fake.set_instance_id("ins_other");
    let error = stage.worker().tick().await.unwrap_err();
    assert!(matches!(error, Error::OtherInstance { .. }), "{error}");
    assert_eq!(stage.count(State::Sent).await, 10);
}

#[tokio::test]
async fn nothing_that_is_shown_holds_an_address() {
    let stage = Stage::new(2).await;
    let mut events = stage.outbox.events();
    let mut shown = format!("{:?} {:?}", stage.outbox, stage.worker());
    stage.worker().tick().await.unwrap();
    let _ = write!(shown, "{:?}", events.next().await.unwrap());
    let mut export = stage.outbox.export(CAMPAIGN, Filter::default()).await.unwrap();
    let _ = write!(shown, "{:?} {:?}", export.next().await.unwrap(), export);
    assert!(!shown.contains("example.com") && !shown.contains(FakeClerk::SECRET_KEY), "{shown}");
}
