//! Who exists: users, organizations and their members.

use std::collections::{BTreeMap, BTreeSet};

use crate::fake::store::address::Address;
use crate::fake::store::ids::id;

pub(crate) struct People {
    /// The members of each organization, by its id.
    organizations: BTreeMap<String, BTreeSet<Address>>,
    /// The id of each user.
    users: BTreeMap<Address, String>,
}

impl People {
    pub(crate) fn new(organization_id: &str) -> Self {
        let organizations = BTreeMap::from([(organization_id.to_owned(), BTreeSet::new())]);
        Self { organizations, users: BTreeMap::new() }
    }

    pub(crate) fn add_organization(&mut self, organization_id: &str) {
        self.organizations.entry(organization_id.to_owned()).or_default();
    }

    pub(crate) fn add_member(&mut self, organization_id: &str, address: Address) {
        self.organizations.entry(organization_id.to_owned()).or_default().insert(address);
    }

    /// The id that the address's user has, from now on or already.
    pub(crate) fn add_user(&mut self, address: Address) -> &str {
        let number = self.users.len() + 1;
        self.users.entry(address).or_insert_with(|| id("user", number))
    }

    /// `None` if there is no such organization.
    pub(crate) fn members(&self, organization_id: &str) -> Option<&BTreeSet<Address>> {
        self.organizations.get(organization_id)
    }

    pub(crate) fn is_user(&self, address: &Address) -> bool {
        self.users.contains_key(address)
    }

    /// `None` if there is no such user.
    pub(crate) fn address_of(&self, user_id: &str) -> Option<&Address> {
        self.users.iter().find(|(_, id)| *id == user_id).map(|(address, _)| address)
    }
}
