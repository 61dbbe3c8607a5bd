//! The operations on invitations to the application.

use crate::fake::operations::call::{Call, Reply};
use crate::fake::operations::listing::{Filter, Listing, Page, Parameters, Searched};
use crate::fake::operations::responses::{self, DeletedObject, Invitation};
use crate::fake::refusals;
use crate::fake::requests::body;
use crate::fake::requests::fields::{Null, read_all, read_one};
use crate::fake::requests::params::InvitationParams;
use crate::fake::store::catalog::OrderBy;
use crate::fake::store::invitations::{Group, STATUSES};
use crate::fake::store::state::State;
use crate::values::enums::InvitationStatus;

const MAX_ITEMS: usize = 10;

const LIST: Parameters = Parameters {
    statuses: &STATUSES,
    status: Filter::One,
    default_statuses: &["pending", "accepted", "expired"],
    query: Some(Searched::AddressOrId),
    email_address: Filter::Unknown,
    id: None,
    order_by: &[OrderBy::CreatedAt, OrderBy::EmailAddress, OrderBy::ExpiresAt],
};

pub(crate) fn list(state: &mut State, call: &Call<'_>) -> Reply {
    let mut query = call.query();
    let paginated = query.flag("paginated");
    let listing = Listing::read(query, &LIST)?;
    let page = state.list_invitations(&listing, &Group::Application);
    let data = page.numbers.into_iter().map(|number| state.invitations.listed(number));
    let page = Page { data: data.map(Invitation::of).collect(), total_count: page.total };
    Ok(if paginated { responses::json(&page) } else { responses::json(&page.data) })
}

pub(crate) fn create(state: &mut State, call: &Call<'_>) -> Reply {
    let object = body::object(call.body)?;
    let params =
        read_one(object, |fields| InvitationParams::read(fields, Null::Refused, &state.rules))?;
    state.check_invitations(std::slice::from_ref(&params))?;
    let invitation = state.create_invitation(params);
    Ok(responses::json(&Invitation::of(invitation.shown(state.now()))))
}

pub(crate) fn create_bulk(state: &mut State, call: &Call<'_>) -> Reply {
    let list = body::list(call.body, MAX_ITEMS)?;
    let list =
        read_all(list, |fields| InvitationParams::read(fields, Null::Allowed, &state.rules))?;
    state.check_invitations(&list)?;
    let created: Vec<_> = list.into_iter().map(|params| state.create_invitation(params)).collect();
    let now = state.now();
    let list: Vec<_> = created.iter().map(|created| Invitation::of(created.shown(now))).collect();
    Ok(responses::json(&list))
}

/// Revokes an invitation, also an expired one: Clerk calls all that are not revoked active.
pub(crate) fn revoke(state: &mut State, call: &Call<'_>) -> Reply {
    let (id, now) = (call.id("invitation_id"), state.now());
    let invitation = state.invitations.get(id).filter(|found| found.organization.is_none());
    match invitation.ok_or_else(refusals::resource_not_found)?.status(now) {
        InvitationStatus::Revoked => return Err(refusals::invitation_already_revoked()),
        InvitationStatus::Accepted => return Err(refusals::invitation_already_accepted()),
        _ => {}
    }
    let revoked = state.invitations.end(id, InvitationStatus::Revoked, now);
    let revoked = revoked.ok_or_else(refusals::resource_not_found)?;
    Ok(responses::json(&Invitation::of(revoked.shown(now))))
}

/// Deletes an invitation of any status: Clerk documents no exception.
pub(crate) fn delete(state: &mut State, call: &Call<'_>) -> Reply {
    let (id, now) = (call.id("invitation_id"), state.now());
    let invitation = state.invitations.get(id).filter(|found| found.organization.is_none());
    invitation.ok_or_else(refusals::resource_not_found)?;
    state.invitations.delete(id, now);
    Ok(responses::json(&DeletedObject::invitation(id)))
}
