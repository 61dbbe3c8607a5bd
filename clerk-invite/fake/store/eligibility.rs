//! Eligibility to be invited and to accept: duplicates, members, organizations.

use std::collections::BTreeSet;

use crate::fake::refusals::{self, Refusal};
use crate::fake::requests::params::{InvitationParams, OrganizationInvitationParams};
use crate::fake::rule::Rule;
use crate::fake::store::address::Address;
use crate::fake::store::invitations::Invitation;
use crate::fake::store::state::State;
use crate::values::enums::InvitationStatus;

impl State {
    /// Checks that all of these can be created: existing users first, then pending invitations.
    pub(crate) fn check_invitations(&self, list: &[InvitationParams]) -> Result<(), Refusal> {
        let is_user = |item: &&InvitationParams| {
            !item.ignore_existing && self.people.is_user(&Address::new(&item.email_address))
        };
        let users = list.iter().filter(is_user).count();
        if users > 0 {
            return Err(refusals::form_identifier_exists(users));
        }
        let wanted = list.iter().map(|item| (item.email_address.as_str(), item.ignore_existing));
        let taken = self.taken(None, wanted);
        if taken.is_empty() { Ok(()) } else { Err(refusals::duplicate_record(taken)) }
    }

    /// Checks that all of these can be created: the organization first, then its members, then
    /// pending invitations.
    pub(crate) fn check_organization_invitations(
        &self,
        organization_id: &str,
        list: &[OrganizationInvitationParams],
    ) -> Result<(), Refusal> {
        self.people.organization(organization_id).ok_or_else(refusals::resource_not_found)?;
        let addresses = || list.iter().map(|item| item.email_address.as_str());
        let is_member =
            |address: &&str| self.people.is_member(organization_id, &Address::new(address));
        let already: Vec<_> = addresses().filter(is_member).collect();
        if !already.is_empty() {
            return Err(refusals::already_a_member_in_organization(&already));
        }
        let taken = self.taken(Some(organization_id), addresses().map(|address| (address, false)));
        if taken.is_empty() {
            Ok(())
        } else {
            Err(refusals::organization_invitation_not_unique(&taken))
        }
    }

    /// Returns the addresses that have a pending invitation or are repeated in the request, each once
    /// and as the request spells it. Items that ignore existing invitations do not count.
    fn taken<'a>(
        &self,
        organization_id: Option<&str>,
        wanted: impl Iterator<Item = (&'a str, bool)>,
    ) -> Vec<String> {
        if !self.rules.enforced(Rule::Duplicates) {
            return Vec::new();
        }
        let now = self.now();
        let mut wanted_before = BTreeSet::new();
        let mut named = BTreeSet::new();
        let mut taken = Vec::new();
        for (text, ignore_existing) in wanted {
            let address = Address::new(text);
            let pending = self.invitations.is_pending(organization_id, &address, now);
            let again = !wanted_before.insert(address.clone()) || pending;
            if again && !ignore_existing && named.insert(address) {
                taken.push(text.to_owned());
            }
        }
        taken
    }

    /// Creates an invitation that has been checked together with all others of its request.
    pub(crate) fn create_invitation(&mut self, params: InvitationParams) -> Invitation {
        let now = self.now();
        self.invitations.create(params, now)
    }

    /// Creates an invitation that has been checked together with all others of its request.
    pub(crate) fn create_organization_invitation(
        &mut self,
        organization_id: &str,
        params: OrganizationInvitationParams,
    ) -> Invitation {
        let now = self.now();
        self.invitations.create_to_organization(organization_id, params, now)
    }

    /// Accepts an invitation; `false` if there is no such invitation or it is not pending.
    pub(crate) fn accept(&mut self, id: &str) -> bool {
        let now = self.now();
        let invitation = self.invitations.get(id);
        let Some(invitation) =
            invitation.filter(|invitation| invitation.status(now) == InvitationStatus::Pending)
        else {
            return false;
        };
        let (address, metadata) = (&invitation.email_address, &invitation.public_metadata);
        match &invitation.organization {
            // Joining an organization needs a user. The metadata goes to the membership.
            Some(organization) => {
                let number = self.people.add_member(&organization.id, address, now);
                if let Some(membership) = self.people.membership_mut(number) {
                    membership.role.clone_from(&organization.role);
                    membership.public_metadata.clone_from(metadata);
                    membership.private_metadata.clone_from(&organization.private_metadata);
                }
            }
            None => {
                let number = self.people.add_user(address, now);
                self.people.merge_metadata(number, metadata, now);
            }
        }
        self.waitlist.accepted(id, now);
        self.invitations.end(id, InvitationStatus::Accepted, now);
        true
    }
}
