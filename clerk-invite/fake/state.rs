//! What exists: organizations, people, invitations, and the log of requests.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use super::answers::{Invitation, OrganizationInvitation};
use super::errors::{self, Refusal};
use super::params::{InvitationParams, OrganizationInvitationParams};
use super::received::ReceivedRequest;

/// Everything a fake knows.
pub(super) struct State {
    /// The members of each organization, by its id.
    organizations: BTreeMap<String, BTreeSet<Address>>,
    users: BTreeSet<Address>,
    pending: Vec<Pending>,
    received: Vec<ReceivedRequest>,
}

struct Pending {
    to: Address,
    /// `None` for the application itself.
    organization_id: Option<String>,
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
        let organizations = BTreeMap::from([(organization_id.to_owned(), BTreeSet::new())]);
        Self { organizations, users: BTreeSet::new(), pending: Vec::new(), received: Vec::new() }
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
    }

    pub(super) fn received(&self) -> &[ReceivedRequest] {
        &self.received
    }

    pub(super) fn invitations_to(&self, email_address: &str) -> usize {
        let address = Address::new(email_address);
        self.pending.iter().filter(|invitation| invitation.to == address).count()
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
        let mut invited: BTreeSet<Address> = self
            .pending
            .iter()
            .filter(|invitation| invitation.organization_id.as_deref() == organization_id)
            .map(|invitation| invitation.to.clone())
            .collect();
        let mut named = BTreeSet::new();
        let mut taken = Vec::new();
        for (address, ignore_existing) in wanted {
            let key = Address::new(address);
            let again = !invited.insert(key.clone());
            if again && !ignore_existing && named.insert(key) {
                taken.push(address.to_owned());
            }
        }
        taken
    }

    pub(super) fn create_invitation(&mut self, params: InvitationParams) -> Invitation {
        let number = self.invite(&params.email_address, None);
        Invitation::new(params, number, now())
    }

    pub(super) fn create_organization_invitation(
        &mut self,
        organization_id: &str,
        params: OrganizationInvitationParams,
    ) -> OrganizationInvitation {
        let number = self.invite(&params.email_address, Some(organization_id));
        OrganizationInvitation::new(params, organization_id, number, now())
    }

    /// The invitation's number, counted from 1 over both kinds.
    fn invite(&mut self, email_address: &str, organization_id: Option<&str>) -> usize {
        let to = Address::new(email_address);
        self.pending.push(Pending { to, organization_id: organization_id.map(str::to_owned) });
        self.pending.len()
    }
}

/// Unix milliseconds.
fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
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
