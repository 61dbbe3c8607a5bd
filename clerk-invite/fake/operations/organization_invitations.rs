//! The operations on invitations to organizations.

use crate::fake::operations::call::{Call, Reply};
use crate::fake::operations::listing::{Filter, Listing, Page, Parameters, Searched};
use crate::fake::operations::responses::{self, OrganizationInvitation};
use crate::fake::refusals::{self, Refusal};
use crate::fake::requests::body;
use crate::fake::requests::fields::{Null, read_all, read_one};
use crate::fake::requests::params::OrganizationInvitationParams;
use crate::fake::store::address::Address;
use crate::fake::store::catalog::OrderBy;
use crate::fake::store::invitations::{Group, Invitation, STATUSES};
use crate::fake::store::state::State;
use crate::values::enums::InvitationStatus;

const MAX_ITEMS: usize = 10;

const LIST_OF_INSTANCE: Parameters = Parameters {
    statuses: &STATUSES,
    status: Filter::Many,
    default_statuses: &STATUSES,
    query: Some(Searched::Address),
    email_address: Filter::Unknown,
    id: None,
    order_by: &[OrderBy::CreatedAt, OrderBy::EmailAddress],
};

const LIST_OF_ORGANIZATION: Parameters =
    Parameters { query: None, email_address: Filter::One, ..LIST_OF_INSTANCE };

const LIST_OF_USER: Parameters = Parameters { query: None, order_by: &[], ..LIST_OF_INSTANCE };

pub(crate) fn list_of_instance(state: &mut State, call: &Call<'_>) -> Reply {
    let listing = Listing::read(call.query(), &LIST_OF_INSTANCE)?;
    Ok(page(state, &listing, &Group::Organizations))
}

pub(crate) fn list_of_organization(state: &mut State, call: &Call<'_>) -> Reply {
    let organization_id = existing_organization(state, call)?;
    let listing = Listing::read(call.query(), &LIST_OF_ORGANIZATION)?;
    Ok(page(state, &listing, &Group::Organization(organization_id.to_owned())))
}

pub(crate) fn list_of_user(state: &mut State, call: &Call<'_>) -> Reply {
    let user = state.people.user(call.id("user_id")).ok_or_else(refusals::resource_not_found)?;
    let address = Address::new(&user.email_address);
    let listing = Listing::read(call.query(), &LIST_OF_USER)?.of_address(address);
    Ok(page(state, &listing, &Group::Organizations))
}

fn page(state: &mut State, listing: &Listing, group: &Group) -> String {
    let found = state.list_invitations(listing, group);
    let data = found.numbers.into_iter().map(|number| state.invitations.listed(number));
    let data = data.filter_map(OrganizationInvitation::of).map(|invitation| match group {
        Group::Organization(_) => invitation,
        // A list over several organizations names the one of each invitation.
        Group::Organizations | Group::Application => invitation.with_organization(),
    });
    responses::json(&Page { data: data.collect(), total_count: found.total })
}

pub(crate) fn create(state: &mut State, call: &Call<'_>) -> Reply {
    let organization_id = call.id("organization_id");
    let params = read_one(body::object(call.body)?, |fields| {
        OrganizationInvitationParams::read(fields, &state.rules)
    })?;
    state.check_organization_invitations(organization_id, std::slice::from_ref(&params))?;
    let invitation = state.create_organization_invitation(organization_id, params);
    Ok(responses::json(&OrganizationInvitation::of(invitation.shown(state.now()))))
}

pub(crate) fn create_bulk(state: &mut State, call: &Call<'_>) -> Reply {
    let organization_id = call.id("organization_id");
    let list = read_all(body::list(call.body, MAX_ITEMS)?, |fields| {
        OrganizationInvitationParams::read(fields, &state.rules)
    })?;
    state.check_organization_invitations(organization_id, &list)?;
    let create = |params| state.create_organization_invitation(organization_id, params);
    let created: Vec<_> = list.into_iter().map(create).collect();
    let now = state.now();
    let data: Vec<_> =
        created.iter().map(|created| OrganizationInvitation::of(created.shown(now))).collect();
    Ok(responses::json(&Page { total_count: data.len(), data }))
}

pub(crate) fn get(state: &mut State, call: &Call<'_>) -> Reply {
    let invitation = existing_invitation(state, call)?;
    Ok(responses::json(&OrganizationInvitation::of(invitation.shown(state.now()))))
}

pub(crate) fn revoke(state: &mut State, call: &Call<'_>) -> Reply {
    read_one(body::optional_object(call.body)?, |fields| {
        // The fake does not know who may revoke.
        let _: Option<String> = fields.optional("requesting_user_id", Null::Allowed);
        Some(())
    })?;
    let now = state.now();
    let invitation = existing_invitation(state, call)?;
    if invitation.status(now) != InvitationStatus::Pending {
        return Err(refusals::organization_invitation_not_pending());
    }
    let id = call.id("invitation_id");
    let revoked = state.invitations.end(id, InvitationStatus::Revoked, now);
    let revoked = revoked.ok_or_else(refusals::resource_not_found)?;
    Ok(responses::json(&OrganizationInvitation::of(revoked.shown(now))))
}

fn existing_organization<'a>(state: &State, call: &'a Call<'_>) -> Result<&'a str, Refusal> {
    let organization_id = call.id("organization_id");
    state.people.organization(organization_id).ok_or_else(refusals::resource_not_found)?;
    Ok(organization_id)
}

/// Finds the invitation of the path among those to the organization of the path.
fn existing_invitation<'a>(state: &'a State, call: &Call<'_>) -> Result<&'a Invitation, Refusal> {
    let organization_id = existing_organization(state, call)?;
    let invitation = state.invitations.get(call.id("invitation_id"));
    let its_own = |found: &&Invitation| found.organization_id() == Some(organization_id);
    invitation.filter(its_own).ok_or_else(refusals::resource_not_found)
}
