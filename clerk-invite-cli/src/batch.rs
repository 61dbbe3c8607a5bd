//! The people of a file, each with the place they are invited to.

use std::collections::BTreeMap;

use clerk_invite::EmailAddress;
use clerk_invite_outbox::NewInvitation;

use crate::args::Send;
use crate::ending::Failure;
use crate::read::{Invalid, Person, Reading};

/// A person and a place: what the record knows an invitation by. The place is an organization, or
/// empty for the application.
pub(crate) type Key = (String, String);

/// The people who can be invited, and the rows that cannot.
pub(crate) struct Batch {
    /// The campaign.
    pub(crate) name: String,
    /// The reading, without its people.
    pub(crate) reading: Reading,
    pub(crate) people: Vec<Invitee>,
    /// Takes its calls evenly over the hour.
    pub(crate) spread: bool,
}

/// A person who can be invited.
pub(crate) struct Invitee {
    pub(crate) person: Person,
    /// Empty for the application.
    pub(crate) organization: String,
    pub(crate) role: Option<String>,
}

impl Batch {
    /// Gives everybody a place. Rows that have none that fits become invalid.
    pub(crate) fn new(name: String, mut reading: Reading, send: &Send) -> Result<Self, Failure> {
        if send.organization.is_none() && send.role.is_some() {
            let has_places = reading.people.iter().any(|person| person.organization_id.is_some());
            if !has_places {
                return Err(Failure::usage(
                    "`--role` is for organizations: say which one with `--organization org_…`",
                ));
            }
        }
        let mut people = Vec::with_capacity(reading.people.len());
        for person in std::mem::take(&mut reading.people) {
            let organization = person.organization_id.as_deref().or(send.organization.as_deref());
            let organization = organization.unwrap_or_default().to_owned();
            let role = person.role.as_deref().or_else(|| {
                // A row without an organization goes to the application, which has no roles.
                send.role.as_deref().filter(|_| !organization.is_empty())
            });
            let problem = match (organization.is_empty(), role) {
                (true, Some(_)) => Some((
                    "role",
                    "is for an organization, and the row has none: add `--organization org_…`, \
                     or rename the column",
                )),
                (false, None) => Some((
                    "organization_id",
                    "needs a role: add `--role org:member`, or a column `role`",
                )),
                _ => None,
            };
            match problem {
                Some((column, reason)) => reading.invalid.push(Invalid {
                    line: person.line,
                    column: column.to_owned(),
                    reason: reason.to_owned(),
                }),
                None => {
                    let role = role.map(str::to_owned);
                    people.push(Invitee { person, organization, role });
                }
            }
        }
        reading.invalid.sort_by_key(|row| row.line);
        Ok(Self { name, reading, people, spread: send.spread })
    }

    /// Returns how many people go to each place, in the order of the file.
    pub(crate) fn places(&self) -> Vec<(String, u64)> {
        let mut index: BTreeMap<&str, usize> = BTreeMap::new();
        let mut places: Vec<(String, u64)> = Vec::new();
        for invitee in &self.people {
            let next = places.len();
            let at = *index.entry(&invitee.organization).or_insert(next);
            match places.get_mut(at) {
                Some(place) => place.1 += 1,
                None => places.push((invitee.organization.clone(), 1)),
            }
        }
        places
    }
}

impl Invitee {
    pub(crate) fn key(&self) -> Key {
        key(&self.organization, &self.person.email)
    }

    /// Returns the invitation, as the outbox takes it.
    pub(crate) fn invitation(&self) -> NewInvitation {
        let mut invitation = NewInvitation::new(self.person.email.clone());
        if let Some(role) = &self.role {
            invitation = invitation.to_organization(self.organization.as_str(), role.as_str());
        }
        if let Some(url) = &self.person.redirect_url {
            invitation = invitation.redirect_url(url.as_ref());
        }
        if let Some(days) = self.person.expires_in_days {
            invitation = invitation.expires_in_days(days);
        }
        if let Some(notify) = self.person.notify {
            invitation = invitation.notify(notify);
        }
        if let Some(metadata) = &self.person.public_metadata {
            invitation = invitation.public_metadata(metadata.clone());
        }
        invitation
    }
}

/// Returns what the record knows an invitation by.
pub(crate) fn key(organization: &str, email: &EmailAddress) -> Key {
    (organization.to_owned(), email.same_address_key())
}
