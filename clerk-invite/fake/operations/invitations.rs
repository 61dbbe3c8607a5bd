//! The operations on invitations to the application.

use crate::fake::operations::answers::{self, DeletedObject, Invitation};
use crate::fake::operations::call::{Answer, Call};
use crate::fake::operations::listing::{Listing, Parameters, Searched};
use crate::fake::refusals;
use crate::fake::requests::body;
use crate::fake::requests::fields::{Null, read_all, read_one};
use crate::fake::requests::params::InvitationParams;
use crate::fake::store::listed::OrderBy;
use crate::fake::store::state::State;
use crate::values::enums::InvitationStatus;

const MAX_ITEMS: usize = 10;

const LIST: Parameters = Parameters {
    statuses: &["pending", "accepted", "revoked", "expired"],
    default_statuses: &["pending", "accepted", "expired"],
    many_statuses: false,
    query: Some(Searched::AddressOrId),
    email_address: false,
    order_by: &[OrderBy::CreatedAt, OrderBy::EmailAddress, OrderBy::ExpiresAt],
};

pub(crate) fn list(state: &mut State, call: &Call<'_>) -> Answer {
    let mut query = call.query();
    let paginated = query.flag("paginated");
    let listing = Listing::read(query, &LIST)?;
    let now = state.now();
    let page = listing.page(state.invitations.to_application(), now);
    let page = page.map(|invitation| Invitation::of(invitation, now));
    Ok(if paginated { answers::json(&page) } else { answers::json(&page.data) })
}

pub(crate) fn create(state: &mut State, call: &Call<'_>) -> Answer {
    let object = body::object(call.body)?;
    let params = read_one(object, |fields| InvitationParams::read(fields, Null::Refused))?;
    state.check_invitations(std::slice::from_ref(&params))?;
    let invitation = state.create_invitation(params);
    Ok(answers::json(&Invitation::of(&invitation, state.now())))
}

pub(crate) fn create_bulk(state: &mut State, call: &Call<'_>) -> Answer {
    let list = body::list(call.body, MAX_ITEMS)?;
    let list = read_all(list, |fields| InvitationParams::read(fields, Null::Allowed))?;
    state.check_invitations(&list)?;
    let created: Vec<_> = list.into_iter().map(|params| state.create_invitation(params)).collect();
    let now = state.now();
    let answer: Vec<_> = created.iter().map(|created| Invitation::of(created, now)).collect();
    Ok(answers::json(&answer))
}

/// An expired one can be revoked: Clerk calls every one active that is not revoked yet.
pub(crate) fn revoke(state: &mut State, call: &Call<'_>) -> Answer {
    let (id, now) = (call.id("invitation_id"), state.now());
    let invitation = state.invitations.get(id).filter(|found| found.organization.is_none());
    match invitation.ok_or_else(refusals::resource_not_found)?.status(now) {
        InvitationStatus::Revoked => return Err(refusals::invitation_already_revoked()),
        InvitationStatus::Accepted => return Err(refusals::invitation_already_accepted()),
        _ => {}
    }
    let revoked = state.invitations.end(id, InvitationStatus::Revoked, now);
    let revoked = revoked.ok_or_else(refusals::resource_not_found)?;
    Ok(answers::json(&Invitation::of(revoked, now)))
}

/// Clerk documents no status that cannot be deleted.
pub(crate) fn delete(state: &mut State, call: &Call<'_>) -> Answer {
    let id = call.id("invitation_id");
    let invitation = state.invitations.get(id).filter(|found| found.organization.is_none());
    invitation.ok_or_else(refusals::resource_not_found)?;
    state.invitations.delete(id);
    Ok(answers::json(&DeletedObject::invitation(id)))
}
