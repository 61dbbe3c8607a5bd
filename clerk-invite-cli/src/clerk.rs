//! Looking at Clerk before anything is sent. Only reads.

use std::collections::BTreeSet;
use std::time::Duration;

use clerk_invite::serde::Deserialize;
use clerk_invite::{
    Client, Error, InvitationStatus, ListInvitations, ListOrganizationInvitations, OrganizationId,
    RetryPolicy, endpoint,
};

use crate::batch::{Batch, Key, key};

/// The number of invitations on a page of a listing.
const PAGE: u32 = 500;
/// The number of addresses in one request.
const ADDRESSES: usize = 100;

/// Gets the instance that the secret key belongs to.
#[endpoint(GET, "/instance")]
#[returns(Instance)]
struct GetInstance {}

/// The instance that a secret key belongs to.
#[derive(Debug, Clone, Deserialize)]
#[serde(crate = "clerk_invite::serde")]
pub(crate) struct Instance {
    /// `ins_…`
    pub(crate) id: String,
    /// `production` or `development`.
    #[serde(default)]
    pub(crate) environment_type: Option<String>,
}

/// Lists the users that have one of these addresses.
#[endpoint(GET, "/users")]
#[returns(Vec<User>)]
struct ListUsers {
    /// Only users with one of these addresses.
    #[range(max = 100)]
    email_address: Vec<String>,
    /// The page size.
    limit: Option<u32>,
}

#[derive(Deserialize)]
#[serde(crate = "clerk_invite::serde")]
struct User {
    #[serde(default)]
    email_addresses: Vec<UserAddress>,
}

#[derive(Deserialize)]
#[serde(crate = "clerk_invite::serde")]
struct UserAddress {
    email_address: String,
}

/// Lists the members of an organization that have one of these addresses.
#[endpoint(GET, "/organizations/{organization_id}/memberships")]
#[returns(Vec<Membership>)]
struct ListMemberships {
    /// The organization.
    organization_id: OrganizationId,
    /// Only members with one of these addresses.
    #[range(max = 100)]
    email_address: Vec<String>,
    /// The page size.
    limit: Option<u32>,
}

#[derive(Deserialize)]
#[serde(crate = "clerk_invite::serde")]
struct Membership {
    #[serde(default)]
    public_user_data: Option<PublicUserData>,
}

#[derive(Deserialize)]
#[serde(crate = "clerk_invite::serde")]
struct PublicUserData {
    #[serde(default)]
    identifier: Option<String>,
}

/// The people of a batch whom Clerk knows already.
#[derive(Default)]
pub(crate) struct Known {
    /// Those with a pending invitation.
    pub(crate) invited: BTreeSet<Key>,
    /// Those who are users, or members of the organization.
    pub(crate) joined: BTreeSet<Key>,
}

fn patient(client: &Client) -> Client {
    let pause = Duration::from_millis(200);
    client.with_retry(RetryPolicy::attempts(3).backoff(pause, pause * 10))
}

/// Returns the instance of the key, which shows that the key is right.
pub(crate) async fn instance(client: &Client) -> Result<Instance, Error> {
    patient(client).send(GetInstance::new()).await
}

/// Looks up who of these people has a pending invitation, and who has joined.
pub(crate) async fn known(client: &Client, batch: &Batch) -> Result<Known, Error> {
    let client = patient(client);
    let mut known = Known::default();
    for (place, _) in batch.places() {
        let people: Vec<_> = batch.people.iter().filter(|it| it.organization == place).collect();
        let keys: BTreeSet<Key> = people.iter().map(|it| it.key()).collect();
        let ours = |found: BTreeSet<Key>| found.into_iter().filter(|it| keys.contains(it));
        let invited = with_status(&client, &place, InvitationStatus::Pending).await?;
        known.invited.extend(ours(invited.into_iter().map(|it| it.1).collect()));
        for part in people.chunks(ADDRESSES) {
            let addresses = part.iter().map(|it| it.person.email.to_string()).collect();
            known.joined.extend(ours(joined(&client, &place, addresses).await?));
        }
    }
    Ok(known)
}

/// Returns the invitations to a place with this status: ids and keys.
pub(crate) async fn with_status(
    client: &Client,
    place: &str,
    status: InvitationStatus,
) -> Result<Vec<(String, Key)>, Error> {
    let mut found = Vec::new();
    let mut offset = 0;
    loop {
        let before = found.len();
        if place.is_empty() {
            let request = ListInvitations::new().limit(PAGE).offset(offset).status(status.clone());
            let page = client.send(request).await?;
            found.extend(
                page.into_iter().map(|it| (it.id.to_string(), key(place, &it.email_address))),
            );
        } else {
            let request = ListOrganizationInvitations::new(place).limit(PAGE).offset(offset);
            let page = client.send(request.status(vec![status.clone()])).await?;
            found.extend(
                page.into_iter().map(|it| (it.id.to_string(), key(place, &it.email_address))),
            );
        }
        if found.len() - before < PAGE as usize {
            return Ok(found);
        }
        offset += u64::from(PAGE);
    }
}

async fn joined(
    client: &Client,
    place: &str,
    addresses: Vec<String>,
) -> Result<BTreeSet<Key>, Error> {
    if place.is_empty() {
        let users = client.send(ListUsers::new(addresses).limit(PAGE)).await?;
        let addresses = users.into_iter().flat_map(|user| user.email_addresses);
        return Ok(addresses.map(|it| key(place, &it.email_address.into())).collect());
    }
    let members = client.send(ListMemberships::new(place, addresses).limit(PAGE)).await?;
    let names = members.into_iter().filter_map(|it| it.public_user_data?.identifier);
    Ok(names.map(|name| key(place, &name.into())).collect())
}
