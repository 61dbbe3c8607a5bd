//! One virtual clock for FakeClerk, the journal and every worker: it moves when all of them wait.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use clerk_invite::FakeClerk;
use tokio::sync::oneshot;

use crate::clock::{Clock, Source};

pub(crate) struct Time {
    fake: Arc<FakeClerk>,
    /// The distance of the journal's and the wall clock from FakeClerk's.
    skew: AtomicI64,
    tasks: Mutex<Tasks>,
}

#[derive(Default)]
struct Tasks {
    busy: usize,
    slept: u64,
    sleepers: BTreeMap<(i64, u64), oneshot::Sender<()>>,
}

impl Time {
    pub(crate) fn new(fake: &Arc<FakeClerk>) -> Arc<Self> {
        let fake = Arc::clone(fake);
        Arc::new(Self { fake, skew: AtomicI64::new(0), tasks: Mutex::default() })
    }

    pub(crate) fn now(&self) -> i64 {
        self.fake.now().as_millis()
    }

    /// Sets the journal's clock forward or back.
    pub(crate) fn jump(&self, by: i64) {
        self.skew.fetch_add(by, Ordering::SeqCst);
    }

    pub(crate) fn skew(&self) -> i64 {
        self.skew.load(Ordering::SeqCst)
    }

    pub(crate) fn clock(self: &Arc<Self>) -> Clock {
        self.clock_of_machine(0)
    }

    /// Returns the clock of a machine that is so many milliseconds ahead of the others.
    pub(crate) fn clock_of_machine(self: &Arc<Self>, ahead: i64) -> Clock {
        Clock::from_source(View { time: Arc::clone(self), ahead })
    }

    /// A task that counts: time stands still while it does something.
    pub(crate) fn enter(&self) {
        self.tasks.lock().unwrap().busy += 1;
    }

    pub(crate) fn leave(&self) {
        self.tasks.lock().unwrap().busy -= 1;
        self.go_on();
    }

    pub(crate) async fn sleep_until(&self, at: i64) {
        let (sender, receiver) = oneshot::channel();
        {
            let mut tasks = self.tasks.lock().unwrap();
            tasks.slept += 1;
            let key = (at, tasks.slept);
            tasks.sleepers.insert(key, sender);
            tasks.busy -= 1;
        }
        self.go_on();
        receiver.await.unwrap();
    }

    /// Wakes whoever is next if nobody does anything.
    fn go_on(&self) {
        let mut tasks = self.tasks.lock().unwrap();
        if tasks.busy > 0 {
            return;
        }
        if let Some(((at, _), sender)) = tasks.sleepers.pop_first() {
            let wait = u64::try_from(at - self.now()).unwrap_or_default();
            self.fake.advance(Duration::from_millis(wait));
            tasks.busy += 1;
            sender.send(()).unwrap();
        }
    }
}

struct View {
    time: Arc<Time>,
    ahead: i64,
}

impl Source for View {
    fn journal(&self) -> i64 {
        self.time.now() + self.time.skew()
    }

    fn boot(&self) -> i64 {
        self.time.now() + self.ahead
    }

    fn wall(&self) -> i64 {
        self.time.now() + self.time.skew() + self.ahead
    }
}

/// `SplitMix64`.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    /// True once in this many times; never for 0.
    pub(crate) fn one_in(&mut self, count: u64) -> bool {
        count > 0 && self.next().is_multiple_of(count)
    }

    pub(crate) fn below(&mut self, end: i64) -> i64 {
        i64::try_from(self.next() % end.unsigned_abs()).unwrap()
    }
}
