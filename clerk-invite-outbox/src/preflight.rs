//! Looking before anybody is invited: who has a pending invitation, who is a user or a member. Costs
//! no call of a budget.

use clerk_invite::serde::Deserialize;
use clerk_invite::{OrganizationId, endpoint};

use crate::address::person;
use crate::calls::PAGE;
use crate::engine::Engine;
use crate::error::Error;

/// The number of addresses in one request.
const ADDRESSES: i64 = 100;

/// Lists the users that have one of these addresses.
///
/// [Clerk's page](https://clerk.com/docs/reference/backend-api/tag/users/GET/users); operation
/// `GetUserList` of the Backend API.
#[endpoint(GET, "/users")]
#[returns(Vec<User>)]
pub(crate) struct ListUsers {
    /// Only users with one of these addresses; unknown ones are ignored.
    #[range(max = 100)]
    pub(crate) email_address: Vec<String>,
    /// The page size.
    #[range(min = 1, max = 500)]
    pub(crate) limit: Option<u32>,
}

/// A user, as far as it matters here.
#[derive(Debug, Clone, Deserialize)]
#[serde(crate = "clerk_invite::serde")]
pub(crate) struct User {
    /// Its addresses.
    #[serde(default)]
    pub(crate) email_addresses: Vec<UserAddress>,
}

/// One address of a user.
#[derive(Clone, Deserialize)]
#[serde(crate = "clerk_invite::serde")]
pub(crate) struct UserAddress {
    /// The address.
    pub(crate) email_address: String,
}

impl std::fmt::Debug for UserAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("UserAddress(hidden)")
    }
}

/// Lists the members of an organization that have one of these addresses.
///
/// [Clerk's page](https://clerk.com/docs/reference/backend-api/tag/organization-memberships/GET/organizations/%7Borganization_id%7D/memberships);
/// operation `ListOrganizationMemberships` of the Backend API.
#[endpoint(GET, "/organizations/{organization_id}/memberships")]
#[returns(Vec<Membership>)]
pub(crate) struct ListMemberships {
    /// The organization.
    pub(crate) organization_id: OrganizationId,
    /// Only members with one of these addresses; unknown ones are ignored.
    #[range(max = 100)]
    pub(crate) email_address: Vec<String>,
    /// The page size.
    #[range(min = 1, max = 500)]
    pub(crate) limit: Option<u32>,
}

/// A membership, as far as it matters here.
#[derive(Debug, Clone, Deserialize)]
#[serde(crate = "clerk_invite::serde")]
pub(crate) struct Membership {
    /// Whose it is.
    #[serde(default)]
    pub(crate) public_user_data: Option<PublicUserData>,
}

/// A member, as far as it matters here.
#[derive(Clone, Deserialize)]
#[serde(crate = "clerk_invite::serde")]
pub(crate) struct PublicUserData {
    /// The identifier of the member, usually an address.
    #[serde(default)]
    pub(crate) identifier: Option<String>,
}

impl std::fmt::Debug for PublicUserData {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PublicUserData(hidden)")
    }
}

/// Looks a campaign's people up, if that is still to be done for one. Returns whether there was one.
///
/// A look-up that fails is no reason not to go on: Clerk's own check comes later.
pub(crate) async fn run(engine: &Engine) -> Result<bool, Error> {
    let Some((campaign, places)) = engine.store.preflight_due(&engine.instance).await? else {
        return Ok(false);
    };
    for (place, organization) in places {
        let people = pending(engine, &organization).await;
        engine.store.found_before(campaign, place, &people).await?;
        let mut after = 0;
        loop {
            let store = &engine.store;
            let rows = store.queued_addresses(campaign, place, after, ADDRESSES).await?;
            let Some((last, _)) = rows.last() else { break };
            after = *last;
            let addresses = rows.into_iter().map(|(_, address)| address).collect();
            let Some(people) = engine.clerk.members(&organization, addresses).await else { break };
            engine.store.found_before(campaign, place, &people).await?;
        }
    }
    engine.store.preflight_done(campaign).await?;
    Ok(true)
}

/// Returns whoever has a pending invitation.
async fn pending(engine: &Engine, organization: &str) -> Vec<String> {
    let mut people = Vec::new();
    let mut offset = 0;
    loop {
        let answer = engine.clerk.list_pending(organization, offset).await;
        engine.note_date(answer.date, answer.cached);
        let Ok(page) = answer.result else { return people };
        let is_last = page.len() < PAGE as usize;
        people.extend(page.into_iter().map(|found| found.person));
        if is_last {
            return people;
        }
        offset += u64::from(PAGE);
    }
}

pub(crate) fn of_user(user: User) -> impl Iterator<Item = String> {
    user.email_addresses.into_iter().map(|address| person(&address.email_address))
}

pub(crate) fn of_member(membership: Membership) -> Option<String> {
    membership.public_user_data?.identifier.map(|address| person(&address))
}
