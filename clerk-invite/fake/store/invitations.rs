//! Invitations to the application and to organizations.

use std::collections::{BTreeMap, BTreeSet};

use crate::fake::records::CreatedInvitation;
use crate::fake::requests::params::{InvitationParams, OrganizationInvitationParams};
use crate::fake::store::address::Address;
use crate::fake::store::catalog::{Catalog, Entry};
use crate::fake::store::ids::id;
use crate::values::enums::InvitationStatus;
use crate::values::metadata::Metadata;
use crate::values::timestamp::Timestamp;

const DAY_MILLISECONDS: i64 = 24 * 60 * 60 * 1000;

/// The statuses of an invitation, in the order of the catalog's indexes.
pub(crate) const STATUSES: [&str; 4] = ["pending", "accepted", "revoked", "expired"];

/// An invitation. Its status depends on the time: see [`status`](Invitation::status).
#[derive(Clone)]
pub(crate) struct Invitation {
    pub(crate) id: String,
    pub(crate) email_address: String,
    pub(crate) address: Address,
    pub(crate) public_metadata: Metadata,
    /// `None` for an invitation to the application.
    pub(crate) organization: Option<ToOrganization>,
    pub(crate) expires_at: Timestamp,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
    /// Pending, accepted or revoked; expiry depends on the time.
    done: InvitationStatus,
    deleted: bool,
}

/// The fields that only an invitation to an organization has.
#[derive(Clone)]
pub(crate) struct ToOrganization {
    pub(crate) id: String,
    pub(crate) role: String,
    pub(crate) inviter_user_id: Option<String>,
    pub(crate) private_metadata: Metadata,
}

impl Invitation {
    pub(crate) fn status(&self, now: Timestamp) -> InvitationStatus {
        match self.done {
            InvitationStatus::Pending if self.expires_at <= now => InvitationStatus::Expired,
            ref done => done.clone(),
        }
    }

    pub(crate) fn organization_id(&self) -> Option<&str> {
        self.organization.as_ref().map(|organization| organization.id.as_str())
    }

    pub(crate) fn created(&self, now: Timestamp) -> CreatedInvitation {
        CreatedInvitation {
            id: self.id.clone(),
            email_address: self.email_address.clone(),
            organization_id: self.organization_id().map(str::to_owned),
            status: self.status(now),
            created_at: self.created_at,
            expires_at: self.expires_at,
        }
    }

    /// Returns the invitation as it is now.
    pub(crate) fn shown(&self, now: Timestamp) -> Shown<'_> {
        Shown { invitation: self, status: self.status(now), updated_at: self.updated_at }
    }

    /// Returns the place in which it is a duplicate of another one.
    fn place(&self) -> Place {
        (self.organization_id().map(str::to_owned), self.address.clone())
    }
}

/// The lists of invitations.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Group {
    Application,
    Organizations,
    Organization(String),
}

/// An invitation as it is shown: as it is now, or as of the time that lists have reached.
pub(crate) struct Shown<'a> {
    pub(crate) invitation: &'a Invitation,
    pub(crate) status: InvitationStatus,
    pub(crate) updated_at: Timestamp,
}

/// An organization, or `None` for the application, and the invited address.
type Place = (Option<String>, Address);

pub(crate) struct Invitations {
    /// All invitations, deleted ones too, in the order of their creation.
    all: Vec<Invitation>,
    pub(crate) numbers: BTreeMap<String, usize>,
    /// The expiry times and indexes of the invitations that are neither accepted nor revoked.
    open: BTreeMap<Place, BTreeSet<(Timestamp, usize)>>,
    /// The number of invitations that were ever created for each address.
    counts: BTreeMap<Address, usize>,
    pub(crate) catalog: Catalog<Group>,
    changes: usize,
}

impl Invitations {
    pub(crate) fn new() -> Self {
        Self {
            all: Vec::new(),
            numbers: BTreeMap::new(),
            open: BTreeMap::new(),
            counts: BTreeMap::new(),
            catalog: Catalog::new(),
            changes: 0,
        }
    }

    /// Returns the invitations that are not deleted.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Invitation> {
        self.all.iter().filter(|invitation| !invitation.deleted)
    }

    /// Counts the invitations to an address, deleted ones too: their emails were sent.
    pub(crate) fn count_to(&self, address: &Address) -> usize {
        self.counts.get(address).copied().unwrap_or_default()
    }

    pub(crate) fn get(&self, id: &str) -> Option<&Invitation> {
        self.all.get(self.number(id)?)
    }

    pub(crate) fn number(&self, id: &str) -> Option<usize> {
        self.numbers.get(id).copied()
    }

    /// Returns an invitation as the lists show it.
    pub(crate) fn listed(&self, number: usize) -> Shown<'_> {
        let entry = self.catalog.entry(number);
        let status = InvitationStatus::from(STATUSES[entry.status]);
        Shown { invitation: &self.all[number], status, updated_at: entry.updated_at }
    }

    /// Returns `true` if an invitation is pending there.
    pub(crate) fn is_pending(
        &self,
        organization_id: Option<&str>,
        address: &Address,
        now: Timestamp,
    ) -> bool {
        let place = (organization_id.map(str::to_owned), address.clone());
        let latest = self.open.get(&place).and_then(BTreeSet::last);
        latest.is_some_and(|(expires_at, _)| *expires_at > now)
    }

    pub(crate) fn create(&mut self, params: InvitationParams, now: Timestamp) -> Invitation {
        self.keep(Invitation {
            id: id("inv", self.next_number()),
            address: Address::new(&params.email_address),
            email_address: params.email_address,
            public_metadata: params.public_metadata,
            organization: None,
            expires_at: days_after(now, params.expires_in_days),
            created_at: now,
            updated_at: now,
            done: InvitationStatus::Pending,
            deleted: false,
        })
    }

    pub(crate) fn create_to_organization(
        &mut self,
        organization_id: &str,
        params: OrganizationInvitationParams,
        now: Timestamp,
    ) -> Invitation {
        self.keep(Invitation {
            id: id("orginv", self.next_number()),
            address: Address::new(&params.email_address),
            email_address: params.email_address,
            public_metadata: params.public_metadata,
            organization: Some(ToOrganization {
                id: organization_id.to_owned(),
                role: params.role,
                inviter_user_id: params.inviter_user_id,
                private_metadata: params.private_metadata,
            }),
            expires_at: days_after(now, params.expires_in_days),
            created_at: now,
            updated_at: now,
            done: InvitationStatus::Pending,
            deleted: false,
        })
    }

    /// Returns the number for the next id, counted from 1 over both kinds.
    fn next_number(&self) -> usize {
        self.all.len() + 1
    }

    fn keep(&mut self, invitation: Invitation) -> Invitation {
        let number = self.all.len();
        let open = self.open.entry(invitation.place()).or_default();
        open.insert((invitation.expires_at, number));
        self.numbers.insert(invitation.id.clone(), number);
        *self.counts.entry(invitation.address.clone()).or_default() += 1;
        let groups = match invitation.organization_id() {
            Some(id) => vec![Group::Organizations, Group::Organization(id.to_owned())],
            None => vec![Group::Application],
        };
        let entry = Entry::new(groups, invitation.address.clone(), invitation.created_at);
        self.catalog.add(entry.expiring_at(invitation.expires_at));
        self.all.push(invitation.clone());
        self.changes += 1;
        invitation
    }

    /// Closes an open invitation, so that the address can be invited again. Returns `None` if there is
    /// no such invitation.
    pub(crate) fn end(
        &mut self,
        id: &str,
        done: InvitationStatus,
        now: Timestamp,
    ) -> Option<&Invitation> {
        let number = self.close(id)?;
        let status = STATUSES.iter().position(|status| *status == done.as_str())?;
        let invitation = self.all.get_mut(number)?;
        invitation.done = done;
        invitation.updated_at = now;
        self.catalog.set_status(number, status, now, None);
        self.changes += 1;
        Some(invitation)
    }

    /// Removes an invitation from all lists, and lets the address be invited again.
    pub(crate) fn delete(&mut self, id: &str, now: Timestamp) {
        let Some(number) = self.close(id) else { return };
        self.numbers.remove(id);
        let Some(invitation) = self.all.get_mut(number) else { return };
        invitation.deleted = true;
        self.catalog.remove(number, now);
        self.changes += 1;
    }

    fn close(&mut self, id: &str) -> Option<usize> {
        let number = self.number(id)?;
        let invitation = self.all.get(number)?;
        if let Some(open) = self.open.get_mut(&invitation.place()) {
            open.remove(&(invitation.expires_at, number));
        }
        Some(number)
    }

    /// Counts the changes so far.
    pub(crate) fn changes(&self) -> usize {
        self.changes
    }
}

fn days_after(now: Timestamp, days: i64) -> Timestamp {
    Timestamp::from_millis(now.as_millis() + days * DAY_MILLISECONDS)
}
