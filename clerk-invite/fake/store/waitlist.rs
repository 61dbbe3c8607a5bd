//! The waitlist.

use std::collections::BTreeMap;

use crate::fake::records::CreatedWaitlistEntry;
use crate::fake::store::address::Address;
use crate::fake::store::catalog::{Catalog, Entry};
use crate::fake::store::ids::id;
use crate::values::enums::WaitlistEntryStatus;
use crate::values::timestamp::Timestamp;

/// The statuses of an entry, in the order of the catalog's indexes.
pub(crate) const STATUSES: [&str; 4] = ["pending", "invited", "completed", "rejected"];

/// An entry of the waitlist.
#[derive(Clone)]
pub(crate) struct WaitlistEntry {
    pub(crate) id: String,
    pub(crate) email_address: String,
    address: Address,
    pub(crate) status: WaitlistEntryStatus,
    /// The invitation that it led to.
    pub(crate) invitation_id: Option<String>,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
    deleted: bool,
}

impl WaitlistEntry {
    /// Returns the entry as it is now.
    pub(crate) fn shown(&self) -> Shown<'_> {
        Shown { entry: self, status: self.status.clone(), updated_at: self.updated_at }
    }

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

/// An entry as it is shown: as it is now, or as of the time that lists have reached.
pub(crate) struct Shown<'a> {
    pub(crate) entry: &'a WaitlistEntry,
    pub(crate) status: WaitlistEntryStatus,
    pub(crate) updated_at: Timestamp,
}

pub(crate) struct Waitlist {
    /// All entries, deleted ones too, in the order of their creation.
    all: Vec<WaitlistEntry>,
    pub(crate) numbers: BTreeMap<String, usize>,
    by_address: BTreeMap<Address, usize>,
    /// The entries that invitations came from.
    by_invitation: BTreeMap<String, usize>,
    pub(crate) catalog: Catalog<()>,
    changes: usize,
}

impl Waitlist {
    pub(crate) fn new() -> Self {
        Self {
            all: Vec::new(),
            numbers: BTreeMap::new(),
            by_address: BTreeMap::new(),
            by_invitation: BTreeMap::new(),
            catalog: Catalog::new(),
            changes: 0,
        }
    }

    /// Returns the entries that are not deleted.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &WaitlistEntry> {
        self.all.iter().filter(|entry| !entry.deleted)
    }

    pub(crate) fn get(&self, id: &str) -> Option<&WaitlistEntry> {
        self.all.get(self.number(id)?)
    }

    pub(crate) fn number(&self, id: &str) -> Option<usize> {
        self.numbers.get(id).copied()
    }

    pub(crate) fn at_address(&self, email_address: &str) -> Option<&WaitlistEntry> {
        let number = self.by_address.get(&Address::new(email_address))?;
        self.all.get(*number)
    }

    /// Returns an entry as the lists show it.
    pub(crate) fn listed(&self, number: usize) -> Shown<'_> {
        let listed = self.catalog.entry(number);
        let status = WaitlistEntryStatus::from(STATUSES[listed.status]);
        Shown { entry: &self.all[number], status, updated_at: listed.updated_at }
    }

    pub(crate) fn add(&mut self, email_address: String, now: Timestamp) -> WaitlistEntry {
        let number = self.all.len();
        self.changes += 1;
        let address = Address::new(&email_address);
        let entry = WaitlistEntry {
            // Ids of deleted entries are not reused.
            id: id("wle", number + 1),
            email_address,
            address: address.clone(),
            status: WaitlistEntryStatus::Pending,
            invitation_id: None,
            created_at: now,
            updated_at: now,
            deleted: false,
        };
        self.catalog.add(Entry::new(vec![()], address.clone(), now));
        self.by_address.insert(address, number);
        self.numbers.insert(entry.id.clone(), number);
        self.all.push(entry.clone());
        entry
    }

    pub(crate) fn invited(
        &mut self,
        id: &str,
        invitation_id: &str,
        now: Timestamp,
    ) -> Option<&WaitlistEntry> {
        let number = self.number(id)?;
        self.by_invitation.insert(invitation_id.to_owned(), number);
        let entry = self.all.get_mut(number)?;
        entry.invitation_id = Some(invitation_id.to_owned());
        self.change(number, WaitlistEntryStatus::Invited, now, Some(now))
    }

    pub(crate) fn rejected(&mut self, id: &str, now: Timestamp) -> Option<&WaitlistEntry> {
        self.change(self.number(id)?, WaitlistEntryStatus::Rejected, now, None)
    }

    /// Completes the entry that led to this invitation, if there is one.
    pub(crate) fn accepted(&mut self, invitation_id: &str, now: Timestamp) {
        if let Some(number) = self.by_invitation.get(invitation_id) {
            self.change(*number, WaitlistEntryStatus::Completed, now, None);
        }
    }

    pub(crate) fn delete(&mut self, id: &str, now: Timestamp) {
        let Some(number) = self.numbers.remove(id) else { return };
        if let Some(entry) = self.all.get_mut(number) {
            entry.deleted = true;
            self.by_address.remove(&entry.address);
            self.catalog.remove(number, now);
            self.changes += 1;
        }
    }

    /// Counts the changes so far.
    pub(crate) fn changes(&self) -> usize {
        self.changes
    }

    fn change(
        &mut self,
        number: usize,
        status: WaitlistEntryStatus,
        now: Timestamp,
        invited_at: Option<Timestamp>,
    ) -> Option<&WaitlistEntry> {
        let index = STATUSES.iter().position(|known| *known == status.as_str())?;
        let entry = self.all.get_mut(number)?;
        entry.status = status;
        entry.updated_at = now;
        self.catalog.set_status(number, index, now, invited_at);
        self.changes += 1;
        Some(entry)
    }
}
