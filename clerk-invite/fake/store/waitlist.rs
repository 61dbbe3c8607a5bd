//! The waitlist, and what becomes of those who wait.

use std::collections::BTreeMap;

use crate::fake::records::CreatedWaitlistEntry;
use crate::fake::store::address::Address;
use crate::fake::store::ids::id;
use crate::fake::store::listed::{Listed, OrderBy};
use crate::values::enums::WaitlistEntryStatus;
use crate::values::timestamp::Timestamp;

/// One entry.
#[derive(Clone)]
pub(crate) struct WaitlistEntry {
    pub(crate) id: String,
    pub(crate) email_address: String,
    address: Address,
    pub(crate) status: WaitlistEntryStatus,
    /// The invitation that came of it.
    pub(crate) invitation_id: Option<String>,
    invited_at: Option<Timestamp>,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
}

impl WaitlistEntry {
    pub(crate) fn created(&self) -> CreatedWaitlistEntry {
        CreatedWaitlistEntry {
            id: self.id.clone(),
            email_address: self.email_address.clone(),
            status: self.status.clone(),
            invitation_id: self.invitation_id.clone(),
            created_at: self.created_at,
        }
    }
}

impl Listed for WaitlistEntry {
    fn id(&self) -> &str {
        &self.id
    }

    fn address(&self) -> &Address {
        &self.address
    }

    fn has_status(&self, statuses: &[&str], _: Timestamp) -> bool {
        statuses.contains(&self.status.as_str())
    }

    fn time(&self, order_by: OrderBy) -> Option<Timestamp> {
        match order_by {
            OrderBy::InvitedAt => self.invited_at,
            _ => Some(self.created_at),
        }
    }
}

#[derive(Default)]
pub(crate) struct Waitlist {
    /// By their ids, which is also the order of their creation.
    entries: BTreeMap<String, WaitlistEntry>,
    ids: BTreeMap<Address, String>,
    /// How many there ever were: the id of a deleted one is not given again.
    made: usize,
    changes: usize,
}

impl Waitlist {
    pub(crate) fn iter(&self) -> impl Iterator<Item = &WaitlistEntry> {
        self.entries.values()
    }

    pub(crate) fn get(&self, id: &str) -> Option<&WaitlistEntry> {
        self.entries.get(id)
    }

    pub(crate) fn at_address(&self, email_address: &str) -> Option<&WaitlistEntry> {
        self.get(self.ids.get(&Address::new(email_address))?)
    }

    pub(crate) fn add(&mut self, email_address: String, now: Timestamp) -> WaitlistEntry {
        self.made += 1;
        self.changes += 1;
        let address = Address::new(&email_address);
        let entry = WaitlistEntry {
            id: id("wle", self.made),
            email_address,
            address: address.clone(),
            status: WaitlistEntryStatus::Pending,
            invitation_id: None,
            invited_at: None,
            created_at: now,
            updated_at: now,
        };
        self.ids.insert(address, entry.id.clone());
        self.entries.insert(entry.id.clone(), entry.clone());
        entry
    }

    pub(crate) fn invited(
        &mut self,
        id: &str,
        invitation_id: &str,
        now: Timestamp,
    ) -> Option<&WaitlistEntry> {
        self.change(id, WaitlistEntryStatus::Invited, now, |entry| {
            entry.invitation_id = Some(invitation_id.to_owned());
            entry.invited_at = Some(now);
        })
    }

    pub(crate) fn rejected(&mut self, id: &str, now: Timestamp) -> Option<&WaitlistEntry> {
        self.change(id, WaitlistEntryStatus::Rejected, now, |_| {})
    }

    /// Completes the entry that this invitation came from, if it came from one.
    pub(crate) fn accepted(&mut self, invitation_id: &str, now: Timestamp) {
        let came_from = |entry: &&WaitlistEntry| {
            entry.invitation_id.as_deref().is_some_and(|id| id == invitation_id)
        };
        let id = self.iter().find(came_from).map(|entry| entry.id.clone());
        if let Some(id) = id {
            self.change(&id, WaitlistEntryStatus::Completed, now, |_| {});
        }
    }

    pub(crate) fn delete(&mut self, id: &str) {
        if let Some(entry) = self.entries.remove(id) {
            self.ids.remove(&entry.address);
            self.changes += 1;
        }
    }

    /// How often it was changed.
    pub(crate) fn changes(&self) -> usize {
        self.changes
    }

    /// `None` if there is no such entry.
    fn change(
        &mut self,
        id: &str,
        status: WaitlistEntryStatus,
        now: Timestamp,
        more: impl FnOnce(&mut WaitlistEntry),
    ) -> Option<&WaitlistEntry> {
        let entry = self.entries.get_mut(id)?;
        entry.status = status;
        entry.updated_at = now;
        more(entry);
        self.changes += 1;
        Some(entry)
    }
}
