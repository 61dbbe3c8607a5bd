//! All invitations of both kinds, and what becomes of them.

use std::collections::{BTreeMap, BTreeSet};

use crate::fake::records::CreatedInvitation;
use crate::fake::requests::params::{InvitationParams, Metadata, OrganizationInvitationParams};
use crate::fake::store::address::Address;
use crate::fake::store::ids::id;
use crate::fake::store::listed::{Listed, OrderBy};
use crate::values::enums::InvitationStatus;
use crate::values::timestamp::Timestamp;

const DAY_MILLISECONDS: i64 = 24 * 60 * 60 * 1000;

/// One invitation. Its status has to be asked for: it depends on the time.
#[derive(Clone)]
pub(crate) struct Invitation {
    pub(crate) id: String,
    pub(crate) email_address: String,
    pub(crate) address: Address,
    pub(crate) public_metadata: Metadata,
    /// `None` for an invitation to the application itself.
    pub(crate) organization: Option<ToOrganization>,
    pub(crate) expires_at: Timestamp,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
    /// What was done with it; never expired, which nobody does.
    done: InvitationStatus,
    deleted: bool,
}

/// What only an invitation to an organization has.
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

    /// Where it is in the way of another one.
    fn place(&self) -> Place {
        (self.organization_id().map(str::to_owned), self.address.clone())
    }
}

impl Listed for Invitation {
    fn id(&self) -> &str {
        &self.id
    }

    fn address(&self) -> &Address {
        &self.address
    }

    fn has_status(&self, statuses: &[&str], now: Timestamp) -> bool {
        statuses.contains(&self.status(now).as_str())
    }

    fn time(&self, order_by: OrderBy) -> Option<Timestamp> {
        match order_by {
            OrderBy::ExpiresAt => Some(self.expires_at),
            _ => Some(self.created_at),
        }
    }
}

/// An organization, or the application itself, and who is invited there.
type Place = (Option<String>, Address);

#[derive(Default)]
pub(crate) struct Invitations {
    /// In the order of their creation.
    all: Vec<Invitation>,
    by_id: BTreeMap<String, usize>,
    /// When those that nobody has revoked or accepted expire, and which they are. What `all` says
    /// too, but a simulation asks thousands of times.
    open: BTreeMap<Place, BTreeSet<(Timestamp, usize)>>,
    changes: usize,
}

impl Invitations {
    /// Those that are not deleted.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Invitation> {
        self.all.iter().filter(|invitation| !invitation.deleted)
    }

    /// Counts the deleted ones too: their emails were sent.
    pub(crate) fn count_to(&self, address: &Address) -> usize {
        self.all.iter().filter(|invitation| invitation.address == *address).count()
    }

    pub(crate) fn get(&self, id: &str) -> Option<&Invitation> {
        self.all.get(*self.by_id.get(id)?)
    }

    /// Those to the application itself.
    pub(crate) fn to_application(&self) -> impl Iterator<Item = &Invitation> {
        self.iter().filter(|invitation| invitation.organization.is_none())
    }

    /// Those to organizations.
    pub(crate) fn to_organizations(&self) -> impl Iterator<Item = &Invitation> {
        self.iter().filter(|invitation| invitation.organization.is_some())
    }

    /// Whether an invitation is pending there.
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

    /// Counted from 1 over both kinds.
    fn next_number(&self) -> usize {
        self.all.len() + 1
    }

    fn keep(&mut self, invitation: Invitation) -> Invitation {
        let index = self.all.len();
        let open = self.open.entry(invitation.place()).or_default();
        open.insert((invitation.expires_at, index));
        self.by_id.insert(invitation.id.clone(), index);
        self.all.push(invitation.clone());
        self.changes += 1;
        invitation
    }

    /// Ends what is open: from now on it is in nobody's way. `None` if there is no such invitation.
    pub(crate) fn end(
        &mut self,
        id: &str,
        done: InvitationStatus,
        now: Timestamp,
    ) -> Option<&Invitation> {
        let index = *self.by_id.get(id)?;
        let invitation = self.all.get_mut(index)?;
        if let Some(open) = self.open.get_mut(&invitation.place()) {
            open.remove(&(invitation.expires_at, index));
        }
        invitation.done = done;
        invitation.updated_at = now;
        self.changes += 1;
        Some(invitation)
    }

    /// Removes an invitation from all lists, and lets the address be invited again.
    pub(crate) fn delete(&mut self, id: &str) {
        let Some(index) = self.by_id.remove(id) else { return };
        let Some(invitation) = self.all.get_mut(index) else { return };
        if let Some(open) = self.open.get_mut(&invitation.place()) {
            open.remove(&(invitation.expires_at, index));
        }
        invitation.deleted = true;
        self.changes += 1;
    }

    /// How often they were changed.
    pub(crate) fn changes(&self) -> usize {
        self.changes
    }
}

fn days_after(now: Timestamp, days: i64) -> Timestamp {
    Timestamp::from_millis(now.as_millis() + days * DAY_MILLISECONDS)
}
