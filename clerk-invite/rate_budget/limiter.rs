//! The gates of all endpoints behind locks, and the waiting.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::{Instant, timeout_at};

use super::queue::{CallQueue, State, Turn};
use super::report::EndpointBudget;
use super::settings::RateBudget;
use super::target::Target;
use crate::endpoint::rate_limit::RateLimit;
use crate::lock::lock;

/// The budget of one client and its clones.
#[derive(Debug)]
pub(crate) struct Budget {
    max_wait: Duration,
    start: Instant,
    queues: Mutex<HashMap<Target, Arc<SharedQueue>>>,
}

impl Budget {
    pub(crate) fn new(settings: RateBudget) -> Self {
        let start = Instant::now();
        // Here already, so that the limits that were set are reported before the first call.
        let queues = settings.limits.into_iter().map(|(target, limit)| {
            let queue = SharedQueue::new(start, Some(limit));
            (target, Arc::new(queue))
        });
        Self { max_wait: settings.max_wait, start, queues: Mutex::new(queues.collect()) }
    }

    /// The longest wait that the settings allow.
    pub(crate) fn max_wait(&self) -> Duration {
        self.max_wait
    }

    /// Waits for a slot, at most for `max_wait`, behind all that wait already.
    ///
    /// To be dropped at any time: a waiter's place goes to those behind it. Like any future it has
    /// to be polled: one that is not keeps its slot, and keeps those waiting that need that slot.
    ///
    /// # Errors
    ///
    /// The wait would be longer. Known at once, unless the gate closes meanwhile or others begin
    /// late.
    pub(crate) async fn acquire(
        &self,
        target: &Target,
        max_wait: Duration,
    ) -> Result<Permit, Refused> {
        let waiter = Waiter::join(self.queue(target), max_wait);
        loop {
            let (turn, now) = waiter.ask();
            match turn {
                Turn::Starts => {
                    return Ok(Permit { queue: Arc::clone(&waiter.queue), started_at: now });
                }
                Turn::Refused(next_slot_at) => {
                    return Err(Refused {
                        next_slot_in: next_slot_at.map(|at| at.saturating_sub(now)),
                    });
                }
                Turn::WaitsUntil(at) => waiter.sleep_until(at).await,
            }
        }
    }

    /// What is left for each endpoint that has been called or whose limit was set, by path.
    pub(crate) fn report(&self) -> Vec<EndpointBudget> {
        let queues: Vec<_> = lock(&self.queues)
            .iter()
            .map(|(target, queue)| (target.clone(), queue.clone()))
            .collect();
        let mut report: Vec<_> =
            queues.into_iter().map(|(target, queue)| queue.report(target)).collect();
        report.sort_by(|a, b| (a.path, a.method.as_str()).cmp(&(b.path, b.method.as_str())));
        report
    }

    /// What is left for one endpoint, whether it has been called or not.
    pub(crate) fn report_of(&self, target: &Target) -> EndpointBudget {
        let known =
            lock(&self.queues).get_key_value(target).map(|(t, queue)| (t.clone(), queue.clone()));
        match known {
            Some((target, queue)) => queue.report(target),
            None => SharedQueue::new(self.start, target.declared).report(target.clone()),
        }
    }

    fn queue(&self, target: &Target) -> Arc<SharedQueue> {
        let mut queues = lock(&self.queues);
        if let Some(queue) = queues.get(target) {
            let queue = Arc::clone(queue);
            drop(queues);
            lock(&queue.queue).limit_if_none(target.declared);
            return queue;
        }
        let queue = Arc::new(SharedQueue::new(self.start, target.declared));
        queues.insert(target.clone(), Arc::clone(&queue));
        queue
    }
}

/// A call may begin, and counts from now on, whatever becomes of it.
#[derive(Debug)]
#[must_use = "the call counts, whether it is made or not"]
pub(crate) struct Permit {
    queue: Arc<SharedQueue>,
    pub(super) started_at: Duration,
}

impl Permit {
    /// Gives the slot back because nothing of the call was sent: no connection came about.
    ///
    /// Right because a limit counts what reaches Clerk: this call is in none of Clerk's windows, so
    /// without it every window still holds no more calls than the limit. And needed: with the
    /// network gone for a minute, a hundred failed attempts would otherwise block the endpoint for
    /// the rest of the hour. Wrong for a call that may have been sent, even when it failed.
    pub(crate) fn release(self) {
        let next = lock(&self.queue.queue).refund(self.started_at);
        signal(next);
    }

    /// Clerk answered 429: no call of this endpoint begins until `wait` from now. The call itself
    /// still counts: nothing says that Clerk leaves out what it refuses.
    pub(crate) fn pause_for(&self, wait: Duration) {
        let mut queue = lock(&self.queue.queue);
        let next = queue.pause_until(self.queue.now().saturating_add(wait));
        drop(queue);
        signal(next);
    }
}

/// A call may not begin, and would have to wait for longer than it may.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Refused {
    /// How long it would have had to wait, with those ahead of it; `None` if the limit lets no call
    /// through, ever.
    pub(crate) next_slot_in: Option<Duration>,
}

/// One endpoint's gate, and the clock.
#[derive(Debug)]
struct SharedQueue {
    start: Instant,
    queue: Mutex<CallQueue<Arc<Notify>>>,
}

impl SharedQueue {
    fn new(start: Instant, limit: Option<RateLimit>) -> Self {
        Self { start, queue: Mutex::new(CallQueue::new(limit)) }
    }

    /// To be asked with the gate locked, so that times enter the log in their order.
    fn now(&self) -> Duration {
        Instant::now().saturating_duration_since(self.start)
    }

    fn report(&self, target: Target) -> EndpointBudget {
        let queue = lock(&self.queue);
        let now = self.now();
        let State { limit, left, next_slot_at, waiting } = queue.state(now);
        drop(queue);
        EndpointBudget {
            name: target.name,
            method: target.method,
            path: target.path,
            limit,
            // Never more than the limit, which is an `u32`.
            left: left.map(|left| u32::try_from(left).unwrap_or(u32::MAX)),
            next_slot_in: next_slot_at.map(|at| at.saturating_sub(now)),
            waiting,
        }
    }
}

/// A place in the queue, given up when it is dropped.
struct Waiter {
    queue: Arc<SharedQueue>,
    ticket: u64,
    signal: Arc<Notify>,
}

impl Waiter {
    fn join(shared: Arc<SharedQueue>, max_wait: Duration) -> Self {
        let signal = Arc::new(Notify::new());
        let ticket = {
            let mut queue = lock(&shared.queue);
            queue.join(shared.now().saturating_add(max_wait), Arc::clone(&signal))
        };
        Self { queue: shared, ticket, signal }
    }

    fn ask(&self) -> (Turn, Duration) {
        let mut queue = lock(&self.queue.queue);
        let now = self.queue.now();
        let (turn, next) = queue.ask(self.ticket, now);
        drop(queue);
        signal(next);
        (turn, now)
    }

    /// Until that time or the signal. A signal between asking and sleeping is not lost: `Notify`
    /// keeps it.
    async fn sleep_until(&self, at: Duration) {
        let signal = self.signal.notified();
        match self.queue.start.checked_add(at) {
            // Which of the two it was does not matter: the waiter asks again.
            Some(at) => drop(timeout_at(at, signal).await),
            // Beyond what the clock can say.
            None => signal.await,
        }
    }
}

impl Drop for Waiter {
    fn drop(&mut self) {
        let next = lock(&self.queue.queue).leave(self.ticket);
        signal(next);
    }
}

/// Only with no lock held: waking a task may run it.
fn signal(next: Option<Arc<Notify>>) {
    if let Some(next) = next {
        next.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::Duration;

    use super::{Budget, Target, Turn, Waiter, lock};
    use crate::CreateInvitation;
    use crate::endpoint::rate_limit::RateLimit;
    use crate::rate_budget::settings::RateBudget;

    #[tokio::test]
    async fn a_panic_with_a_lock_held_stops_nobody() {
        let budget = Arc::new(Budget::new(RateBudget::new()));
        let target = Target::of::<CreateInvitation>();
        let permit = budget.acquire(&target, Duration::ZERO).await.unwrap();
        let panicking = Arc::clone(&budget);
        let panic = std::thread::spawn(move || {
            let _queues = lock(&panicking.queues);
            let _queue = lock(&permit.queue.queue);
            panic!("with both locks held");
        });
        assert!(panic.join().is_err() && budget.queues.is_poisoned());
        assert!(budget.acquire(&target, Duration::ZERO).await.is_ok());
        assert_eq!(budget.report_of(&target).left, Some(98));
    }

    #[tokio::test(start_paused = true)]
    async fn a_signal_between_asking_and_sleeping_is_kept() {
        let limit = RateLimit::new(1, Duration::from_secs(10));
        let budget = Budget::new(RateBudget::new().limit::<CreateInvitation>(limit));
        let target = Target::of::<CreateInvitation>();
        let permit = budget.acquire(&target, Duration::ZERO).await.unwrap();
        let waiter = Waiter::join(budget.queue(&target), Duration::MAX);
        let (Turn::WaitsUntil(at), asked) = waiter.ask() else { panic!("it need not wait") };
        permit.release();
        waiter.sleep_until(at).await;
        assert_eq!(waiter.ask(), (Turn::Starts, asked), "no time has passed");
    }
}
