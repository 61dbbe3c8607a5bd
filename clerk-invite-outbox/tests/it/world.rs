//! A world for one test: a FakeClerk, a database, and one clock for both.

use std::sync::Arc;
use std::time::Duration;

use clerk_invite::FakeClerk;
use clerk_invite_outbox::{AnyPool, Clock, Did, Outbox, State, Status, Worker};

pub(crate) const CAMPAIGN: &str = "spring";

pub(crate) struct World {
    pub(crate) fake: Arc<FakeClerk>,
    pub(crate) outbox: Outbox,
    pub(crate) url: String,
    _folder: Option<tempfile::TempDir>,
}

impl World {
    pub(crate) async fn new() -> Self {
        let fake = Arc::new(FakeClerk::start().await.expect("a port"));
        // Memory, where there is such a folder: what a power cut does is not tested here.
        let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir());
        let folder = folder.expect("a folder");
        let url = format!("sqlite://{}/invites.db", folder.path().display());
        let outbox = open(&url, &fake).await;
        Self { fake, outbox, url, _folder: Some(folder) }
    }

    /// The same on PostgreSQL, where there is one.
    #[cfg(feature = "postgres")]
    pub(crate) async fn on_postgres() -> Option<Self> {
        Some(Self::at(crate::postgres::database().await?).await)
    }

    /// The same in a database that is there.
    #[cfg(feature = "postgres")]
    pub(crate) async fn at(url: String) -> Self {
        let fake = Arc::new(FakeClerk::start().await.expect("a port"));
        let outbox = open(&url, &fake).await;
        Self { fake, outbox, url, _folder: None }
    }

    /// Returns an outbox over a pool that a test has made.
    pub(crate) async fn outbox_over(&self, pool: impl Into<AnyPool>) -> Outbox {
        Outbox::from_pool(pool).await.expect("a database").with_clock(clock(&self.fake))
    }

    pub(crate) fn worker(&self) -> Worker {
        self.outbox.worker(&self.fake.client())
    }

    /// Enqueues this many people to the application, without a preflight.
    pub(crate) async fn enqueue(&self, count: usize) {
        let campaign = self.outbox.campaign(CAMPAIGN).preflight(false);
        let report = campaign.enqueue((0..count).map(person)).await.expect("enqueued");
        assert_eq!(report.new, count as u64);
    }

    pub(crate) async fn status(&self) -> Status {
        self.outbox.status(CAMPAIGN).await.expect("a status")
    }

    pub(crate) async fn count(&self, state: State) -> u64 {
        self.status().await.count(state)
    }

    /// Ticks until there is nothing to do, moving the clock to when there is, until everything is
    /// settled. Returns the hours that went by.
    pub(crate) async fn run(&self, worker: &mut Worker) -> f64 {
        let began = self.fake.now().as_millis();
        for _ in 0..100_000 {
            let tick = worker.tick().await.expect("a tick");
            let now = self.fake.now().as_millis();
            match tick.next_at {
                None => {
                    let hours = (now - began) as f64 / 3_600_000.0;
                    return hours;
                }
                Some(at) if tick.did == Did::Nothing => {
                    let wait = u64::try_from(at - now).unwrap_or_default();
                    self.fake.advance(Duration::from_millis(wait.max(1)));
                }
                Some(_) => {}
            }
        }
        panic!("not settled: {:?}", self.status().await);
    }
}

pub(crate) async fn open(url: &str, fake: &Arc<FakeClerk>) -> Outbox {
    Outbox::open(url).await.expect("a database").with_clock(clock(fake))
}

fn clock(fake: &Arc<FakeClerk>) -> Clock {
    let fake = Arc::clone(fake);
    Clock::manual(move || fake.now().as_millis())
}

pub(crate) fn person(number: usize) -> String {
    format!("p{number}@example.com")
}
