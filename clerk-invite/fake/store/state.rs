//! The state of a fake: people, invitations, the waitlist, the log of requests, and all that a test
//! has set.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;

use crate::fake::faults::late::LateRequests;
use crate::fake::faults::script::Script;
use crate::fake::operation::Operation;
use crate::fake::records::{
    CreatedInvitation, CreatedWaitlistEntry, KnownMember, KnownUser, ReceivedRequest,
};
use crate::fake::refusals::{self, Refusal};
use crate::fake::responders::Responders;
use crate::fake::rule::Rules;
use crate::fake::store::address::Address;
use crate::fake::store::clock::{Clock, timestamp};
use crate::fake::store::invitations::Invitations;
use crate::fake::store::people::{People, User};
use crate::fake::store::rate_limits::Limits;
use crate::fake::store::received::ReceivedRequests;
use crate::fake::store::waitlist::{Waitlist, WaitlistEntry};
use crate::values::timestamp::Timestamp;

/// The state of a fake.
pub(crate) struct State {
    pub(crate) instance_id: String,
    pub(crate) clock: Clock,
    pub(crate) limits: Limits,
    pub(crate) rules: Rules,
    pub(crate) script: Script,
    pub(crate) late: LateRequests,
    pub(crate) responders: Responders,
    pub(crate) people: People,
    pub(crate) invitations: Invitations,
    pub(crate) waitlist: Waitlist,
    /// The time by which lists trail.
    pub(crate) listing_lag: Duration,
    /// The age of the current response, if it comes from a cache.
    pub(crate) age: Duration,
    pub(crate) received: ReceivedRequests,
    arrived: Arc<Notify>,
}

impl State {
    pub(crate) fn new(organization_id: &str) -> Self {
        let clock = Clock::start();
        let people = People::new(organization_id, timestamp(clock.now()));
        Self {
            instance_id: "ins_fake_clerk".to_owned(),
            clock,
            limits: Limits::default(),
            rules: Rules::default(),
            script: Script::default(),
            late: LateRequests::default(),
            responders: Responders::default(),
            people,
            invitations: Invitations::new(),
            waitlist: Waitlist::new(),
            listing_lag: Duration::ZERO,
            age: Duration::ZERO,
            received: ReceivedRequests::new(),
            arrived: Arc::default(),
        }
    }

    pub(crate) fn record(&mut self, request: ReceivedRequest) {
        self.received.push(request);
        self.arrived.notify_waiters();
    }

    /// Returns the notifier of recorded requests and of changes to the clock.
    pub(crate) fn arrived(&self) -> Arc<Notify> {
        Arc::clone(&self.arrived)
    }

    pub(crate) fn count_call(&mut self, operation: Operation) -> Result<(), Refusal> {
        let counted = self.limits.count(operation, self.clock.now());
        counted.map_err(refusals::too_many_requests_for)
    }

    pub(crate) fn now(&self) -> Timestamp {
        timestamp(self.clock.now())
    }

    /// Returns the time up to which lists show changes.
    pub(crate) fn listed_until(&self) -> Timestamp {
        timestamp(self.clock.now().saturating_sub(self.listing_lag.max(self.age)))
    }

    /// Counts the changes that requests and acceptances have made.
    pub(crate) fn changes(&self) -> usize {
        self.invitations.changes() + self.waitlist.changes()
    }

    pub(crate) fn created(&self) -> Vec<CreatedInvitation> {
        let now = self.now();
        self.invitations.iter().map(|invitation| invitation.created(now)).collect()
    }

    pub(crate) fn known_users(&self) -> Vec<KnownUser> {
        self.people.users().iter().map(User::known).collect()
    }

    pub(crate) fn known_user(&self, email_address: &str) -> Option<KnownUser> {
        self.people.at_address(&Address::new(email_address)).map(User::known)
    }

    pub(crate) fn known_members(&self, organization_id: &str) -> Vec<KnownMember> {
        let memberships = self.people.memberships().iter();
        let its_own = memberships.filter(|member| member.organization_id == organization_id);
        its_own.map(|member| member.known(self.people.user_of(member))).collect()
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
        assert!(lock(&state).received.kept().is_empty());
    }
}
