//! What exists: people, invitations, the waitlist, and the log of requests; and what a test has set:
//! the clock, the limits, the faults.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use super::address::Address;
use super::clock::Clock;
use super::errors::{self, Refusal};
use super::invitations::Invitations;
use super::people::People;
use super::rate::Limits;
use super::script::Script;
use super::waitlist::{Waitlist, WaitlistEntry};
use super::{CreatedInvitation, CreatedWaitlistEntry, Operation, ReceivedRequest};
use crate::Timestamp;

/// Everything a fake knows.
pub(super) struct State {
    pub(super) clock: Clock,
    pub(super) limits: Limits,
    pub(super) script: Script,
    pub(super) people: People,
    pub(super) invitations: Invitations,
    pub(super) waitlist: Waitlist,
    received: Vec<ReceivedRequest>,
    arrived: Arc<Notify>,
}

/// The state, even after a thread panicked while it held the lock: each change to it is one step.
pub(super) fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

impl State {
    pub(super) fn new(organization_id: &str) -> Self {
        Self {
            clock: Clock::start(),
            limits: Limits::default(),
            script: Script::default(),
            people: People::new(organization_id),
            invitations: Invitations::default(),
            waitlist: Waitlist::default(),
            received: Vec::new(),
            arrived: Arc::default(),
        }
    }

    pub(super) fn record(&mut self, request: ReceivedRequest) {
        self.received.push(request);
        self.arrived.notify_waiters();
    }

    /// Notified of every request that is recorded.
    pub(super) fn arrived(&self) -> Arc<Notify> {
        Arc::clone(&self.arrived)
    }

    pub(super) fn received(&self) -> &[ReceivedRequest] {
        &self.received
    }

    pub(super) fn count_call(&mut self, operation: Operation) -> Result<(), Refusal> {
        let counted = self.limits.count(operation, self.clock.now());
        counted.map_err(errors::too_many_requests_for)
    }

    pub(super) fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.clock.unix_millis())
    }

    /// How often a request or an acceptance has changed something.
    pub(super) fn changes(&self) -> usize {
        self.invitations.changes() + self.waitlist.changes()
    }

    pub(super) fn created(&self) -> Vec<CreatedInvitation> {
        let now = self.now();
        self.invitations.iter().map(|invitation| invitation.created(now)).collect()
    }

    pub(super) fn created_waitlist_entries(&self) -> Vec<CreatedWaitlistEntry> {
        self.waitlist.iter().map(WaitlistEntry::created).collect()
    }

    pub(super) fn invitations_to(&self, email_address: &str) -> usize {
        let address = Address::new(email_address);
        self.invitations.iter().filter(|invitation| invitation.address == address).count()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::{State, lock};

    #[test]
    fn a_poisoned_lock_still_opens() {
        let state = Arc::new(Mutex::new(State::new("org_123")));
        let held = Arc::clone(&state);
        let poisoner = std::thread::spawn(move || {
            let _guard = held.lock().unwrap();
            panic!("poison");
        });
        assert!(poisoner.join().is_err());
        assert!(state.is_poisoned());
        assert!(lock(&state).received().is_empty());
    }
}
