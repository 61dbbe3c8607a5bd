//! The gates of all endpoints behind locks, and the waiting.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::{Instant, timeout_at};

use super::queue::{Gate, State, Turn};
use super::report::EndpointBudget;
use super::settings::RateBudget;
use super::target::Target;
use crate::endpoint::rate_limit::RateLimit;

/// The budget of one client and its clones.
#[derive(Debug)]
pub(crate) struct Budget {
    max_wait: Duration,
    start: Instant,
    gates: Mutex<HashMap<Target, Arc<Shared>>>,
}

impl Budget {
    pub(crate) fn new(settings: RateBudget) -> Self {
        let start = Instant::now();
        // Here already, so that the limits that were set are reported before the first call.
        let gates = settings.limits.into_iter().map(|(target, limit)| {
            let gate = Shared::new(start, Some(limit));
            (target, Arc::new(gate))
        });
        Self { max_wait: settings.max_wait, start, gates: Mutex::new(gates.collect()) }
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
        let waiter = Waiter::join(self.gate(target), max_wait);
        loop {
            let (turn, now) = waiter.ask();
            match turn {
                Turn::Begins => {
                    return Ok(Permit { gate: Arc::clone(&waiter.gate), begun: now });
                }
                Turn::Refused(opens) => {
                    return Err(Refused { opens_in: opens.map(|at| at.saturating_sub(now)) });
                }
                Turn::WaitsUntil(at) => waiter.sleep_until(at).await,
            }
        }
    }

    /// What is left for each endpoint that has been called or whose limit was set, by path.
    pub(crate) fn report(&self) -> Vec<EndpointBudget> {
        let gates: Vec<_> =
            lock(&self.gates).iter().map(|(target, gate)| (target.clone(), gate.clone())).collect();
        let mut report: Vec<_> =
            gates.into_iter().map(|(target, gate)| gate.report(target)).collect();
        report.sort_by(|a, b| (a.path, a.method.as_str()).cmp(&(b.path, b.method.as_str())));
        report
    }

    /// What is left for one endpoint, whether it has been called or not.
    pub(crate) fn report_of(&self, target: &Target) -> EndpointBudget {
        let known =
            lock(&self.gates).get_key_value(target).map(|(t, gate)| (t.clone(), gate.clone()));
        match known {
            Some((target, gate)) => gate.report(target),
            None => Shared::new(self.start, target.declared).report(target.clone()),
        }
    }

    fn gate(&self, target: &Target) -> Arc<Shared> {
        let mut gates = lock(&self.gates);
        if let Some(gate) = gates.get(target) {
            let gate = Arc::clone(gate);
            drop(gates);
            lock(&gate.gate).limit_if_none(target.declared);
            return gate;
        }
        let gate = Arc::new(Shared::new(self.start, target.declared));
        gates.insert(target.clone(), Arc::clone(&gate));
        gate
    }
}

/// A call may begin, and counts from now on, whatever becomes of it.
#[derive(Debug)]
#[must_use = "the call counts, whether it is made or not"]
pub(crate) struct Permit {
    gate: Arc<Shared>,
    pub(super) begun: Duration,
}

impl Permit {
    /// Gives the slot back because nothing of the call was sent: no connection came about.
    ///
    /// Right because a limit counts what reaches Clerk: this call is in none of Clerk's windows, so
    /// without it every window still holds no more calls than the limit. And needed: with the
    /// network gone for a minute, a hundred failed attempts would otherwise block the endpoint for
    /// the rest of the hour. Wrong for a call that may have been sent, even when it failed.
    pub(crate) fn release(self) {
        let next = lock(&self.gate.gate).take_back(self.begun);
        signal(next);
    }

    /// Clerk answered 429: no call of this endpoint begins until `wait` from now. The call itself
    /// still counts: nothing says that Clerk leaves out what it refuses.
    pub(crate) fn close_for(&self, wait: Duration) {
        let mut gate = lock(&self.gate.gate);
        let next = gate.close_until(self.gate.now().saturating_add(wait));
        drop(gate);
        signal(next);
    }
}

/// A call may not begin, and would have to wait for longer than it may.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Refused {
    /// How long it would have had to wait, with those ahead of it; `None` if the limit lets no call
    /// through, ever.
    pub(crate) opens_in: Option<Duration>,
}

/// One endpoint's gate, and the clock.
#[derive(Debug)]
struct Shared {
    start: Instant,
    gate: Mutex<Gate<Arc<Notify>>>,
}

impl Shared {
    fn new(start: Instant, limit: Option<RateLimit>) -> Self {
        Self { start, gate: Mutex::new(Gate::new(limit)) }
    }

    /// To be asked with the gate locked, so that times enter the log in their order.
    fn now(&self) -> Duration {
        Instant::now().saturating_duration_since(self.start)
    }

    fn report(&self, target: Target) -> EndpointBudget {
        let gate = lock(&self.gate);
        let now = self.now();
        let State { limit, left, opens, waiting } = gate.state(now);
        drop(gate);
        EndpointBudget {
            name: target.name,
            method: target.method,
            path: target.path,
            limit,
            // Never more than the limit, which is an `u32`.
            left: left.map(|left| u32::try_from(left).unwrap_or(u32::MAX)),
            opens_in: opens.map(|at| at.saturating_sub(now)),
            waiting,
        }
    }
}

/// A place in the queue, given up when it is dropped.
struct Waiter {
    gate: Arc<Shared>,
    ticket: u64,
    signal: Arc<Notify>,
}

impl Waiter {
    fn join(gate: Arc<Shared>, max_wait: Duration) -> Self {
        let signal = Arc::new(Notify::new());
        let ticket = {
            let mut queue = lock(&gate.gate);
            queue.join(gate.now().saturating_add(max_wait), Arc::clone(&signal))
        };
        Self { gate, ticket, signal }
    }

    fn ask(&self) -> (Turn, Duration) {
        let mut gate = lock(&self.gate.gate);
        let now = self.gate.now();
        let (turn, next) = gate.ask(self.ticket, now);
        drop(gate);
        signal(next);
        (turn, now)
    }

    /// Until that time or the signal. A signal between asking and sleeping is not lost: `Notify`
    /// keeps it.
    async fn sleep_until(&self, at: Duration) {
        let signal = self.signal.notified();
        match self.gate.start.checked_add(at) {
            // Which of the two it was does not matter: the waiter asks again.
            Some(at) => drop(timeout_at(at, signal).await),
            // Beyond what the clock can say.
            None => signal.await,
        }
    }
}

impl Drop for Waiter {
    fn drop(&mut self) {
        let next = lock(&self.gate.gate).leave(self.ticket);
        signal(next);
    }
}

/// Only with no lock held: waking a task may run it.
fn signal(next: Option<Arc<Notify>>) {
    if let Some(next) = next {
        next.notify_one();
    }
}

/// Log and queue are whole after every step, so a panic elsewhere in a lock's reach, such as of an
/// allocation, takes nothing from them.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
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
            let _gates = lock(&panicking.gates);
            let _gate = lock(&permit.gate.gate);
            panic!("with both locks held");
        });
        assert!(panic.join().is_err() && budget.gates.is_poisoned());
        assert!(budget.acquire(&target, Duration::ZERO).await.is_ok());
        assert_eq!(budget.report_of(&target).left, Some(98));
    }

    #[tokio::test(start_paused = true)]
    async fn a_signal_between_asking_and_sleeping_is_kept() {
        let limit = RateLimit::new(1, Duration::from_secs(10));
        let budget = Budget::new(RateBudget::new().limit::<CreateInvitation>(limit));
        let target = Target::of::<CreateInvitation>();
        let permit = budget.acquire(&target, Duration::ZERO).await.unwrap();
        let waiter = Waiter::join(budget.gate(&target), Duration::MAX);
        let (Turn::WaitsUntil(at), asked) = waiter.ask() else { panic!("it need not wait") };
        permit.release();
        waiter.sleep_until(at).await;
        assert_eq!(waiter.ask(), (Turn::Begins, asked), "no time has passed");
    }
}
