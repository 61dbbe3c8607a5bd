//! One endpoint's queue behind a lock, the waiting for a slot, and the slot.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::timeout_at;

use super::clock::{Clock, timestamp};
use super::queue::{CallQueue, State, Turn};
use super::report::EndpointBudget;
use super::target::Target;
use crate::endpoint::rate_limit::RateLimit;
use crate::lock::lock;

/// One endpoint's queue, shared by the calls of all clones of a client.
#[derive(Debug)]
pub(super) struct SharedQueue {
    clock: Clock,
    pub(super) queue: Mutex<CallQueue<Arc<Notify>>>,
}

impl SharedQueue {
    pub(super) fn new(clock: Clock, queue: CallQueue<Arc<Notify>>) -> Self {
        Self { clock, queue: Mutex::new(queue) }
    }

    pub(super) fn declare(&self, limit: Option<RateLimit>) {
        lock(&self.queue).declare(limit);
    }

    /// Reports what is left under the limits so far and the one that is declared.
    pub(super) fn report(&self, target: &Target, declared: Option<RateLimit>) -> EndpointBudget {
        let queue = lock(&self.queue);
        let now = self.clock.now();
        let State { limit, left, next_slot_at, waiting, in_flight, ended_at, paused_until } =
            queue.state(now, declared);
        drop(queue);
        EndpointBudget {
            name: target.name.clone().into_owned(),
            method: target.method.clone(),
            path: target.path.clone().into_owned(),
            limit,
            // Never more than the limit, which is an `u32`.
            left: left.map(|left| u32::try_from(left).unwrap_or(u32::MAX)),
            next_slot_in: next_slot_at.map(|at| at.saturating_sub(now)),
            waiting,
            in_flight,
            used: ended_at.into_iter().map(|at| timestamp(at, now)).collect(),
            paused_until: (paused_until > now).then(|| timestamp(paused_until, now)),
        }
    }

    /// Lets no call start until `wait` from now.
    pub(super) fn pause_for(&self, wait: Duration) {
        let mut queue = lock(&self.queue);
        let next = queue.pause_until(self.clock.now().saturating_add(wait));
        drop(queue);
        signal(next);
    }
}

/// The slot of one call in flight.
///
/// A limit counts the calls that reach Clerk. So a call that was never sent gives its slot
/// [back](Self::refund), and any other call keeps it for one period from its [end](Self::end) on. A
/// dropped permit counts as an end.
#[derive(Debug)]
pub(crate) struct Permit {
    shared: Arc<SharedQueue>,
    ended: bool,
}

impl Permit {
    /// Ends the call now, unless it has ended: its response is here, or nobody waits for it any longer.
    pub(crate) fn end(&mut self) {
        if !std::mem::replace(&mut self.ended, true) {
            let mut queue = lock(&self.shared.queue);
            queue.end(self.shared.clock.now());
        }
    }

    /// Gives the slot back, unless the call has ended, because no connection took the request and none
    /// ever will.
    pub(crate) fn refund(mut self) {
        if !std::mem::replace(&mut self.ended, true) {
            let next = lock(&self.shared.queue).refund();
            signal(next);
        }
    }

    /// Lets no call of the endpoint start until `wait` from now, as Clerk asks in a 429. The call itself
    /// still counts, since Clerk does not document that refused calls do not.
    pub(crate) fn pause_for(&self, wait: Duration) {
        self.shared.pause_for(wait);
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        self.end();
    }
}

/// A position in the queue, given up when it is dropped.
pub(super) struct Waiter {
    shared: Arc<SharedQueue>,
    ticket: u64,
    signal: Arc<Notify>,
}

impl Waiter {
    pub(super) fn join(shared: Arc<SharedQueue>, max_wait: Duration) -> Self {
        let signal = Arc::new(Notify::new());
        let ticket = {
            // The clock is read under the lock, so that times enter the log in order.
            let mut queue = lock(&shared.queue);
            queue.join(shared.clock.now().saturating_add(max_wait), Arc::clone(&signal))
        };
        Self { shared, ticket, signal }
    }

    /// Asks for the turn. Also returns the time of asking.
    pub(super) fn ask(&self) -> (Turn, Duration) {
        let mut queue = lock(&self.shared.queue);
        let now = self.shared.clock.now();
        let (turn, next) = queue.ask(self.ticket, now);
        drop(queue);
        signal(next);
        (turn, now)
    }

    /// Returns the permit of a call that [starts](Turn::Starts).
    pub(super) fn permit(&self) -> Permit {
        Permit { shared: Arc::clone(&self.shared), ended: false }
    }

    /// Sleeps until the time or the signal, whichever comes first. `Notify` keeps a signal that comes
    /// between asking and sleeping.
    pub(super) async fn sleep_until(&self, at: Duration) {
        let signal = self.signal.notified();
        match self.shared.clock.instant(at) {
            Some(at) => drop(timeout_at(at, signal).await),
            None => signal.await,
        }
    }
}

impl Drop for Waiter {
    fn drop(&mut self) {
        let next = lock(&self.shared.queue).leave(self.ticket);
        signal(next);
    }
}

/// Sends a signal. Only without holding a lock, since waking a task may run it.
fn signal(next: Option<Arc<Notify>>) {
    if let Some(next) = next {
        next.notify_one();
    }
}
