//! Users, organizations and their members.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

use crate::fake::records::{KnownMember, KnownUser};
use crate::fake::store::address::Address;
use crate::fake::store::catalog::{Catalog, Entry};
use crate::fake::store::ids::id;
use crate::values::metadata::Metadata;
use crate::values::timestamp::Timestamp;

/// The role of a member that a test adds.
const DEFAULT_ROLE: &str = "org:member";

/// A user of the application, with one address.
pub(crate) struct User {
    pub(crate) id: String,
    pub(crate) email_address: String,
    pub(crate) public_metadata: Metadata,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
}

impl User {
    pub(crate) fn known(&self) -> KnownUser {
        KnownUser {
            id: self.id.clone().into(),
            email_address: self.email_address.clone(),
            public_metadata: self.public_metadata.clone(),
            created_at: self.created_at,
        }
    }
}

/// A user's membership in an organization.
pub(crate) struct Membership {
    pub(crate) id: String,
    pub(crate) organization_id: String,
    /// The index of the user.
    pub(crate) user: usize,
    pub(crate) role: String,
    pub(crate) public_metadata: Metadata,
    pub(crate) private_metadata: Metadata,
    pub(crate) created_at: Timestamp,
}

impl Membership {
    pub(crate) fn known(&self, user: &User) -> KnownMember {
        KnownMember {
            user_id: user.id.clone().into(),
            email_address: user.email_address.clone(),
            role: self.role.clone(),
            public_metadata: self.public_metadata.clone(),
            private_metadata: self.private_metadata.clone(),
            created_at: self.created_at,
        }
    }
}

pub(crate) struct People {
    /// The times of creation by organization id.
    organizations: BTreeMap<String, Timestamp>,
    /// All users in the order of their creation.
    users: Vec<User>,
    pub(crate) user_ids: BTreeMap<String, usize>,
    by_address: BTreeMap<Address, usize>,
    pub(crate) user_catalog: Catalog<()>,
    memberships: Vec<Membership>,
    /// Memberships by user and organization id.
    pub(crate) by_place: BTreeMap<(usize, String), usize>,
    pub(crate) membership_catalog: Catalog<String>,
}

impl People {
    pub(crate) fn new(organization_id: &str, now: Timestamp) -> Self {
        Self {
            organizations: BTreeMap::from([(organization_id.to_owned(), now)]),
            users: Vec::new(),
            user_ids: BTreeMap::new(),
            by_address: BTreeMap::new(),
            user_catalog: Catalog::new(),
            memberships: Vec::new(),
            by_place: BTreeMap::new(),
            membership_catalog: Catalog::new(),
        }
    }

    pub(crate) fn add_organization(&mut self, organization_id: &str, now: Timestamp) {
        self.organizations.entry(organization_id.to_owned()).or_insert(now);
    }

    /// Returns the time of the organization's creation; `None` if there is no such organization.
    pub(crate) fn organization(&self, organization_id: &str) -> Option<Timestamp> {
        self.organizations.get(organization_id).copied()
    }

    /// Adds a user with this address unless there is one, and returns the index.
    pub(crate) fn add_user(&mut self, email_address: &str, now: Timestamp) -> usize {
        let address = Address::new(email_address);
        if let Some(number) = self.by_address.get(&address) {
            return *number;
        }
        let number = self.users.len();
        let id = id("user", number + 1);
        self.user_catalog.add(Entry::new(vec![()], address.clone(), now));
        self.by_address.insert(address, number);
        self.user_ids.insert(id.clone(), number);
        self.users.push(User {
            id,
            email_address: email_address.to_owned(),
            public_metadata: Metadata::default(),
            created_at: now,
            updated_at: now,
        });
        number
    }

    /// Adds keys to a user's public metadata; they replace existing ones.
    pub(crate) fn merge_metadata(&mut self, number: usize, more: &Metadata, now: Timestamp) {
        if let Some(user) = self.users.get_mut(number) {
            user.public_metadata = merged(&user.public_metadata, more);
            user.updated_at = now;
        }
    }

    /// Makes the user with this address a member of this organization, and returns the index of the
    /// membership. The user and the organization are added if they do not exist. An existing member
    /// keeps the role.
    pub(crate) fn add_member(
        &mut self,
        organization_id: &str,
        email_address: &str,
        now: Timestamp,
    ) -> usize {
        self.add_organization(organization_id, now);
        let user = self.add_user(email_address, now);
        let place = (user, organization_id.to_owned());
        if let Some(number) = self.by_place.get(&place) {
            return *number;
        }
        let number = self.memberships.len();
        let groups = vec![organization_id.to_owned()];
        self.membership_catalog.add(Entry::new(groups, Address::new(email_address), now));
        self.by_place.insert(place, number);
        self.memberships.push(Membership {
            id: id("orgmem", number + 1),
            organization_id: organization_id.to_owned(),
            user,
            role: DEFAULT_ROLE.to_owned(),
            public_metadata: Metadata::default(),
            private_metadata: Metadata::default(),
            created_at: now,
        });
        number
    }

    pub(crate) fn membership_mut(&mut self, number: usize) -> Option<&mut Membership> {
        self.memberships.get_mut(number)
    }

    pub(crate) fn is_member(&self, organization_id: &str, address: &Address) -> bool {
        let user = self.by_address.get(address);
        user.is_some_and(|user| self.by_place.contains_key(&(*user, organization_id.to_owned())))
    }

    pub(crate) fn is_user(&self, address: &Address) -> bool {
        self.by_address.contains_key(address)
    }

    pub(crate) fn at_address(&self, address: &Address) -> Option<&User> {
        self.users.get(*self.by_address.get(address)?)
    }

    pub(crate) fn users(&self) -> &[User] {
        &self.users
    }

    pub(crate) fn memberships(&self) -> &[Membership] {
        &self.memberships
    }

    pub(crate) fn user_number(&self, user_id: &str) -> Option<usize> {
        self.user_ids.get(user_id).copied()
    }

    /// Returns the user with this id; `None` if there is no such user.
    pub(crate) fn user(&self, user_id: &str) -> Option<&User> {
        self.users.get(self.user_number(user_id)?)
    }

    pub(crate) fn user_of(&self, membership: &Membership) -> &User {
        &self.users[membership.user]
    }
}

/// Merges two objects. Values keep their text; without old keys, the whole object does.
fn merged(old: &Metadata, new: &Metadata) -> Metadata {
    type Object = BTreeMap<String, Box<RawValue>>;
    let (Ok(mut all), Ok(more)) = (old.parse::<Object>(), new.parse::<Object>()) else {
        return new.clone();
    };
    if all.is_empty() {
        return new.clone();
    }
    all.extend(more);
    Metadata::from_serialize(&all).unwrap_or_else(|_| new.clone())
}
