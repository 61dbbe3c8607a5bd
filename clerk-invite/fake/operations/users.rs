//! The operations on users, memberships and the instance, for a look before inviting.

use crate::fake::operations::call::{Call, Reply};
use crate::fake::operations::listing::{Filter, Listing, Page, Parameters, Searched};
use crate::fake::operations::responses;
use crate::fake::operations::user_responses::{Instance, Membership, TotalCount, User};
use crate::fake::refusals;
use crate::fake::store::catalog::OrderBy;
use crate::fake::store::state::State;

const LIST: Parameters = Parameters {
    // Users have no status: all of them are at the first index.
    statuses: &[""; 4],
    status: Filter::Unknown,
    default_statuses: &[""],
    query: Some(Searched::AddressOrId),
    email_address: Filter::Many,
    id: Some("user_id"),
    order_by: &[OrderBy::CreatedAt, OrderBy::EmailAddress],
};

pub(crate) fn list(state: &mut State, call: &Call<'_>) -> Reply {
    let listing = Listing::read(call.query(), &LIST)?;
    let found = state.list_users(&listing);
    let users = state.people.users();
    let data: Vec<_> = found.numbers.into_iter().map(|number| User::of(&users[number])).collect();
    Ok(responses::json(&data))
}

pub(crate) fn count(state: &mut State, call: &Call<'_>) -> Reply {
    let listing = Listing::read(call.query(), &LIST)?;
    Ok(responses::json(&TotalCount::of(state.list_users(&listing).total)))
}

pub(crate) fn get(state: &mut State, call: &Call<'_>) -> Reply {
    let user = state.people.user(call.id("user_id")).ok_or_else(refusals::resource_not_found)?;
    Ok(responses::json(&User::of(user)))
}

pub(crate) fn list_of_organization(state: &mut State, call: &Call<'_>) -> Reply {
    let organization_id = call.id("organization_id");
    state.people.organization(organization_id).ok_or_else(refusals::resource_not_found)?;
    let listing = Listing::read(call.query(), &LIST)?;
    let found = state.list_memberships(&listing, organization_id);
    let (people, memberships) = (&state.people, state.people.memberships());
    let data = found.numbers.into_iter().map(|number| Membership::of(people, &memberships[number]));
    Ok(responses::json(&Page { data: data.collect(), total_count: found.total }))
}

#[expect(clippy::unnecessary_wraps, reason = "all operations have one signature")]
pub(crate) fn instance(state: &mut State, _: &Call<'_>) -> Reply {
    Ok(responses::json(&Instance::of(&state.instance_id)))
}
