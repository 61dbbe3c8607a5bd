//! What exists: organizations, people, invitations, and the log of requests; and what a test has
//! set: the clock, the limits, the faults.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use super::answers::{Invitation, OrganizationInvitation};
use super::clock::Clock;
use super::errors::{self, Refusal};
use super::params::{InvitationParams, OrganizationInvitationParams};
use super::rate::Limits;
use super::script::Script;
use super::{CreatedInvitation, Operation, ReceivedRequest};
use crate::{InvitationStatus, Timestamp};

/// Everything a fake knows.
pub(super) struct State {
    pub(super) clock: Clock,
    pub(super) limits: Limits,
    pub(super) script: Script,
    /// The members of each organization, by its id.
    organizations: BTreeMap<String, BTreeSet<Address>>,
    users: BTreeSet<Address>,
    /// All that were ever created, in order, each with its address for comparing.
    created: Vec<(Address, CreatedInvitation)>,
    /// Until when an address is invited; the place is an organization, or the application itself.
    /// What `created` says too, but a simulation asks thousands of times.
    pending_until: BTreeMap<(Option<String>, Address), Timestamp>,
    received: Vec<ReceivedRequest>,
    arrived: Arc<Notify>,
}

/// An email address for comparing: case does not matter.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Address(String);

impl Address {
    fn new(text: &str) -> Self {
        Self(text.to_lowercase())
    }
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
            organizations: BTreeMap::from([(organization_id.to_owned(), BTreeSet::new())]),
            users: BTreeSet::new(),
            created: Vec::new(),
            pending_until: BTreeMap::new(),
            received: Vec::new(),
            arrived: Arc::default(),
        }
    }

    pub(super) fn add_organization(&mut self, id: &str) {
        self.organizations.entry(id.to_owned()).or_default();
    }

    pub(super) fn add_user(&mut self, email_address: &str) {
        self.users.insert(Address::new(email_address));
    }

    pub(super) fn add_member(&mut self, organization_id: &str, email_address: &str) {
        let members = self.organizations.entry(organization_id.to_owned()).or_default();
        members.insert(Address::new(email_address));
    }

    pub(super) fn record(&mut self, request: ReceivedRequest) {
        self.received.push(request);
        self.arrived.notify_waiters();
    }

    /// Notified of every request that is recorded.
    pub(super) fn arrived(&self) -> Arc<Notify> {
        Arc::clone(&self.arrived)
    }

    pub(super) fn count_call(&mut self, operation: Operation) -> Result<(), Refusal> {
        let counted = self.limits.count(operation, self.clock.now());
        counted.map_err(errors::too_many_requests_for)
    }

    pub(super) fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.clock.unix_millis())
    }

    pub(super) fn created(&self) -> Vec<CreatedInvitation> {
        let now = self.now();
        let mut list: Vec<_> = self.created.iter().map(|(_, created)| created.clone()).collect();
        for invitation in list.iter_mut().filter(|invitation| invitation.expires_at <= now) {
            invitation.status = InvitationStatus::Expired;
        }
        list
    }

    pub(super) fn count_created(&self) -> usize {
        self.created.len()
    }

    pub(super) fn received(&self) -> &[ReceivedRequest] {
        &self.received
    }

    pub(super) fn invitations_to(&self, email_address: &str) -> usize {
        let address = Address::new(email_address);
        self.created.iter().filter(|(to, _)| *to == address).count()
    }

    /// Whether all of these can be created: existing users first, then invitations still pending.
    pub(super) fn check_invitations(&self, list: &[InvitationParams]) -> Result<(), Refusal> {
        let is_user = |item: &&InvitationParams| {
            !item.ignore_existing && self.users.contains(&Address::new(&item.email_address))
        };
        let users = list.iter().filter(is_user).count();
        if users > 0 {
            return Err(errors::form_identifier_exists(users));
        }
        let wanted = list.iter().map(|item| (item.email_address.as_str(), item.ignore_existing));
        let taken = self.taken(None, wanted);
        if taken.is_empty() { Ok(()) } else { Err(errors::duplicate_record(taken)) }
    }

    /// Whether all of these can be created: the organization first, then its members, then
    /// invitations still pending.
    pub(super) fn check_organization_invitations(
        &self,
        organization_id: &str,
        list: &[OrganizationInvitationParams],
    ) -> Result<(), Refusal> {
        let members =
            self.organizations.get(organization_id).ok_or_else(errors::resource_not_found)?;
        let addresses = || list.iter().map(|item| item.email_address.as_str());
        let already: Vec<_> =
            addresses().filter(|address| members.contains(&Address::new(address))).collect();
        if !already.is_empty() {
            return Err(errors::already_a_member_in_organization(&already));
        }
        let taken = self.taken(Some(organization_id), addresses().map(|address| (address, false)));
        if taken.is_empty() { Ok(()) } else { Err(errors::organization_invitation_not_unique()) }
    }

    /// The addresses, each once and as the request spells it, that are invited already or twice in
    /// the request, unless the item says to ignore that.
    fn taken<'a>(
        &self,
        organization_id: Option<&str>,
        wanted: impl Iterator<Item = (&'a str, bool)>,
    ) -> Vec<String> {
        let now = self.now();
        let mut wanted_before = BTreeSet::new();
        let mut named = BTreeSet::new();
        let mut taken = Vec::new();
        for (address, ignore_existing) in wanted {
            let key = Address::new(address);
            let place = (organization_id.map(str::to_owned), key.clone());
            let pending = self.pending_until.get(&place).is_some_and(|until| *until > now);
            let again = !wanted_before.insert(key.clone()) || pending;
            if again && !ignore_existing && named.insert(key) {
                taken.push(address.to_owned());
            }
        }
        taken
    }

    pub(super) fn create_invitation(&mut self, params: InvitationParams) -> Invitation {
        let invitation = Invitation::new(params, self.next_number(), self.clock.unix_millis());
        self.keep(invitation.created());
        invitation
    }

    pub(super) fn create_organization_invitation(
        &mut self,
        organization_id: &str,
        params: OrganizationInvitationParams,
    ) -> OrganizationInvitation {
        let (number, now) = (self.next_number(), self.clock.unix_millis());
        let invitation = OrganizationInvitation::new(params, organization_id, number, now);
        self.keep(invitation.created());
        invitation
    }

    /// Counted from 1 over both kinds of invitations.
    fn next_number(&self) -> usize {
        self.created.len() + 1
    }

    fn keep(&mut self, invitation: CreatedInvitation) {
        let to = Address::new(&invitation.email_address);
        let place = (invitation.organization_id.clone(), to.clone());
        let until = self.pending_until.entry(place).or_insert(invitation.expires_at);
        *until = invitation.expires_at.max(*until);
        self.created.push((to, invitation));
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
