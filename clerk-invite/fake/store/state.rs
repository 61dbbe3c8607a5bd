//! What exists: people, invitations, the waitlist, and the log of requests; and what a test has set:
//! the clock, the limits, the faults.

use std::sync::Arc;

use tokio::sync::Notify;

use crate::fake::faults::script::Script;
use crate::fake::operation::Operation;
use crate::fake::records::{CreatedInvitation, CreatedWaitlistEntry, ReceivedRequest};
use crate::fake::refusals::{self, Refusal};
use crate::fake::store::address::Address;
use crate::fake::store::clock::Clock;
use crate::fake::store::invitations::Invitations;
use crate::fake::store::people::People;
use crate::fake::store::rate_limits::Limits;
use crate::fake::store::waitlist::{Waitlist, WaitlistEntry};
use crate::values::timestamp::Timestamp;

/// Everything a fake knows.
pub(crate) struct State {
    pub(crate) clock: Clock,
    pub(crate) limits: Limits,
    pub(crate) script: Script,
    pub(crate) people: People,
    pub(crate) invitations: Invitations,
    pub(crate) waitlist: Waitlist,
    received: Vec<ReceivedRequest>,
    arrived: Arc<Notify>,
}

impl State {
    pub(crate) fn new(organization_id: &str) -> Self {
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

    pub(crate) fn record(&mut self, request: ReceivedRequest) {
        self.received.push(request);
        self.arrived.notify_waiters();
    }

    /// Notified of every request that is recorded.
    pub(crate) fn arrived(&self) -> Arc<Notify> {
        Arc::clone(&self.arrived)
    }

    pub(crate) fn received(&self) -> &[ReceivedRequest] {
        &self.received
    }

    pub(crate) fn count_call(&mut self, operation: Operation) -> Result<(), Refusal> {
        let counted = self.limits.count(operation, self.clock.now());
        counted.map_err(refusals::too_many_requests_for)
    }

    pub(crate) fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.clock.unix_millis())
    }

    /// How often a request or an acceptance has changed something.
    pub(crate) fn changes(&self) -> usize {
        self.invitations.changes() + self.waitlist.changes()
    }

    pub(crate) fn created(&self) -> Vec<CreatedInvitation> {
        let now = self.now();
        self.invitations.iter().map(|invitation| invitation.created(now)).collect()
    }

    pub(crate) fn created_waitlist_entries(&self) -> Vec<CreatedWaitlistEntry> {
        self.waitlist.iter().map(WaitlistEntry::created).collect()
    }

    pub(crate) fn invitations_to(&self, email_address: &str) -> usize {
        self.invitations.count_to(&Address::new(email_address))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::State;
    use crate::lock::lock;

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
