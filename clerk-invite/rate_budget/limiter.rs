//! The budget of one client: the queues of all its endpoints.

use std::borrow::Cow;
use std::collections::HashMap;
use std::iter;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::sync::Notify;

use super::clock::Clock;
use super::queue::{CallQueue, Turn};
use super::report::EndpointBudget;
use super::settings::RateBudget;
use super::shared_queue::{Permit, SharedQueue, Waiter};
use super::target::Target;
use crate::lock::lock;

/// The most calls in flight that a report is believed: it may come from a damaged file.
const MAX_IN_FLIGHT: usize = 100_000;

/// The budget of one client and its clones.
#[derive(Debug)]
pub(crate) struct Budget {
    max_wait: Duration,
    clock: Clock,
    queues: Mutex<HashMap<Target, Arc<SharedQueue>>>,
}

/// The failure of a call that would have to wait for longer than it may.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Refused {
    /// The time that it would have to wait at least; `None` if the limit allows no calls.
    pub(crate) next_slot_in: Option<Duration>,
}

impl Budget {
    pub(crate) fn new(settings: RateBudget) -> Self {
        let RateBudget { max_wait, limits, used, earlier } = settings;
        let clock = Clock::start();
        let mut queues: HashMap<Target, CallQueue<Arc<Notify>>> = limits
            .into_iter()
            .map(|(target, limit)| (target, CallQueue::new(Some(limit))))
            .collect();
        for (target, ages) in used {
            let queue = queues.entry(target).or_insert_with(|| CallQueue::new(None));
            let now = clock.now();
            queue.add_ended(ages.into_iter().filter_map(|age| now.checked_sub(age)));
        }
        for EndpointBudget { name, method, path, limit, used, in_flight, paused_until, .. } in
            earlier
        {
            let (name, path) = (Cow::Owned(name), Cow::Owned(path));
            let target = Target { name, method, path, declared: None };
            let queue = queues.entry(target).or_insert_with(|| CallQueue::new(None));
            queue.set_limit_before(limit);
            queue.add_ended(used.into_iter().filter_map(|used| clock.ended_at(used)));
            queue.add_ended(iter::repeat_n(clock.now(), in_flight.min(MAX_IN_FLIGHT)));
            if let Some(until) = paused_until {
                queue.pause_until(clock.paused_until(until));
            }
        }
        let queues = queues
            .into_iter()
            .map(|(target, queue)| (target, Arc::new(SharedQueue::new(clock, queue))));
        Self { max_wait, clock, queues: Mutex::new(queues.collect()) }
    }

    /// Returns the longest wait that the settings allow.
    pub(crate) fn max_wait(&self) -> Duration {
        self.max_wait
    }

    /// Waits for a slot, for at most `max_wait`, behind all calls that already wait.
    ///
    /// Dropping the future is always safe: its position goes to those behind it. While the future is not
    /// polled, it keeps its slot.
    ///
    /// # Errors
    ///
    /// The wait would be longer.
    pub(crate) async fn acquire(
        &self,
        target: &Target,
        max_wait: Duration,
    ) -> Result<Permit, Refused> {
        let waiter = Waiter::join(self.queue(target), max_wait);
        let mut announced = false;
        loop {
            let (turn, now) = waiter.ask();
            match turn {
                Turn::Starts => return Ok(waiter.permit()),
                Turn::Refused(at) => {
                    return Err(Refused { next_slot_in: at.map(|at| at.saturating_sub(now)) });
                }
                Turn::WaitsUntil(at) => {
                    if !std::mem::replace(&mut announced, true) {
                        let wait = at.saturating_sub(now).as_millis();
                        let wait_ms = u64::try_from(wait).unwrap_or(u64::MAX);
                        tracing::info!(
                            clerk.operation = &*target.name,
                            wait_ms,
                            "waiting for the rate budget"
                        );
                    }
                    waiter.sleep_until(at).await;
                }
            }
        }
    }

    /// Reports what is left for each endpoint that was called, set or continued, in order of paths.
    pub(crate) fn report(&self) -> Vec<EndpointBudget> {
        let queues: Vec<_> = lock(&self.queues)
            .iter()
            .map(|(target, queue)| (target.clone(), Arc::clone(queue)))
            .collect();
        let mut report: Vec<_> =
            queues.iter().map(|(target, queue)| queue.report(target, target.declared)).collect();
        report.sort_by(|a, b| (&a.path, a.method.as_str()).cmp(&(&b.path, b.method.as_str())));
        report
    }

    /// Reports what is left for one endpoint.
    pub(crate) fn report_of(&self, target: &Target) -> EndpointBudget {
        let known =
            lock(&self.queues).get_key_value(target).map(|(t, queue)| (t.clone(), queue.clone()));
        match known {
            Some((known, queue)) => queue.report(&known, target.declared),
            None => {
                SharedQueue::new(self.clock, CallQueue::new(None)).report(target, target.declared)
            }
        }
    }

    pub(super) fn queue(&self, target: &Target) -> Arc<SharedQueue> {
        let mut queues = lock(&self.queues);
        let queue = match queues.get(target) {
            Some(queue) => Arc::clone(queue),
            None => {
                let queue = Arc::new(SharedQueue::new(self.clock, CallQueue::new(None)));
                queues.insert(target.clone(), Arc::clone(&queue));
                queue
            }
        };
        drop(queues);
        queue.declare(target.declared);
        queue
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::Duration;

    use super::{Budget, Target, Turn, Waiter, lock};
    use crate::endpoint::rate_limit::RateLimit;
    use crate::rate_budget::settings::RateBudget;
    use crate::specs::create_invitation::CreateInvitation;

    #[tokio::test]
    async fn a_panic_with_a_lock_held_stops_nobody() {
        let budget = Arc::new(Budget::new(RateBudget::new()));
        let target = Target::of::<CreateInvitation>();
        budget.acquire(&target, Duration::ZERO).await.unwrap().end();
        let panicking = Arc::clone(&budget);
        let queue = budget.queue(&target);
        let panic = std::thread::spawn(move || {
            let _queues = lock(&panicking.queues);
            let _queue = lock(&queue.queue);
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
        permit.refund();
        waiter.sleep_until(at).await;
        assert_eq!(waiter.ask(), (Turn::Starts, asked), "no time has passed");
    }
}
