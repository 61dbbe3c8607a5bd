//! The operations on invitations to organizations.

use crate::fake::operations::answers::{self, OrganizationInvitation};
use crate::fake::operations::call::{Answer, Call};
use crate::fake::operations::listing::{Listing, Page, Parameters, Searched};
use crate::fake::refusals::{self, Refusal};
use crate::fake::requests::body;
use crate::fake::requests::fields::{Null, read_all, read_one};
use crate::fake::requests::params::OrganizationInvitationParams;
use crate::fake::store::invitations::Invitation;
use crate::fake::store::listed::OrderBy;
use crate::fake::store::state::State;
use crate::values::enums::InvitationStatus;

const MAX_ITEMS: usize = 10;
const STATUSES: &[&str] = &["pending", "accepted", "revoked", "expired"];

const LIST_OF_INSTANCE: Parameters = Parameters {
    statuses: STATUSES,
    default_statuses: STATUSES,
    many_statuses: true,
    query: Some(Searched::Address),
    email_address: false,
    order_by: &[OrderBy::CreatedAt, OrderBy::EmailAddress],
};

const LIST_OF_ORGANIZATION: Parameters =
    Parameters { query: None, email_address: true, ..LIST_OF_INSTANCE };

const LIST_OF_USER: Parameters = Parameters { query: None, order_by: &[], ..LIST_OF_INSTANCE };

pub(crate) fn list_of_instance(state: &mut State, call: &Call<'_>) -> Answer {
    let listing = Listing::read(call.query(), &LIST_OF_INSTANCE)?;
    let now = state.now();
    let page = listing.page(state.invitations.to_organizations(), now);
    Ok(answers::json(&page.map(|invitation| {
        OrganizationInvitation::of(invitation, now).map(OrganizationInvitation::with_organization)
    })))
}

pub(crate) fn list_of_organization(state: &mut State, call: &Call<'_>) -> Answer {
    let organization_id = existing_organization(state, call)?;
    let listing = Listing::read(call.query(), &LIST_OF_ORGANIZATION)?;
    let now = state.now();
    let invitations = state.invitations.to_organizations();
    let its_own =
        invitations.filter(|invitation| invitation.organization_id() == Some(organization_id));
    let page = listing.page(its_own, now);
    Ok(answers::json(&page.map(|invitation| OrganizationInvitation::of(invitation, now))))
}

pub(crate) fn list_of_user(state: &mut State, call: &Call<'_>) -> Answer {
    let address = state.people.address_of(call.id("user_id"));
    let address = address.ok_or_else(refusals::resource_not_found)?;
    let listing = Listing::read(call.query(), &LIST_OF_USER)?;
    let now = state.now();
    let invitations = state.invitations.to_organizations();
    let page = listing.page(invitations.filter(|invitation| invitation.address == *address), now);
    Ok(answers::json(&page.map(|invitation| {
        OrganizationInvitation::of(invitation, now).map(OrganizationInvitation::with_organization)
    })))
}

pub(crate) fn create(state: &mut State, call: &Call<'_>) -> Answer {
    let organization_id = call.id("organization_id");
    let params = read_one(body::object(call.body)?, OrganizationInvitationParams::read)?;
    state.check_organization_invitations(organization_id, std::slice::from_ref(&params))?;
    let invitation = state.create_organization_invitation(organization_id, params);
    Ok(answers::json(&OrganizationInvitation::of(&invitation, state.now())))
}

pub(crate) fn create_bulk(state: &mut State, call: &Call<'_>) -> Answer {
    let organization_id = call.id("organization_id");
    let list = read_all(body::list(call.body, MAX_ITEMS)?, OrganizationInvitationParams::read)?;
    state.check_organization_invitations(organization_id, &list)?;
    let create = |params| state.create_organization_invitation(organization_id, params);
    let created: Vec<_> = list.into_iter().map(create).collect();
    let now = state.now();
    let data: Vec<_> =
        created.iter().map(|created| OrganizationInvitation::of(created, now)).collect();
    Ok(answers::json(&Page { total_count: data.len(), data }))
}

pub(crate) fn get(state: &mut State, call: &Call<'_>) -> Answer {
    let invitation = existing_invitation(state, call)?;
    Ok(answers::json(&OrganizationInvitation::of(invitation, state.now())))
}

pub(crate) fn revoke(state: &mut State, call: &Call<'_>) -> Answer {
    read_one(body::optional_object(call.body)?, |fields| {
        // Whether that user may revoke is what only a dashboard knows.
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
    Ok(answers::json(&OrganizationInvitation::of(revoked, now)))
}

fn existing_organization<'a>(state: &State, call: &'a Call<'_>) -> Result<&'a str, Refusal> {
    let organization_id = call.id("organization_id");
    state.people.members(organization_id).ok_or_else(refusals::resource_not_found)?;
    Ok(organization_id)
}

/// The invitation that the path names, if it is one to the organization that the path names.
fn existing_invitation<'a>(state: &'a State, call: &Call<'_>) -> Result<&'a Invitation, Refusal> {
    let organization_id = existing_organization(state, call)?;
    let invitation = state.invitations.get(call.id("invitation_id"));
    let its_own = |found: &&Invitation| found.organization_id() == Some(organization_id);
    invitation.filter(its_own).ok_or_else(refusals::resource_not_found)
}
