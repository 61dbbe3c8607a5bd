//! The operations on the waitlist.

use std::collections::BTreeSet;

use crate::fake::operations::call::{Call, Reply};
use crate::fake::operations::listing::{Filter, Listing, Page, Parameters, Searched};
use crate::fake::operations::responses::{self, DeletedObject, Invitation};
use crate::fake::refusals::{self, ClerkError, Problem, Refusal};
use crate::fake::requests::body;
use crate::fake::requests::fields::{Null, read_all, read_one};
use crate::fake::requests::params::{InvitationParams, WaitlistEntryParams};
use crate::fake::store::address::Address;
use crate::fake::store::catalog::OrderBy;
use crate::fake::store::state::State;
use crate::fake::store::waitlist::{STATUSES, Shown, WaitlistEntry};
use crate::values::enums::WaitlistEntryStatus;

const MAX_ITEMS: usize = 50;

const LIST: Parameters = Parameters {
    statuses: &STATUSES,
    status: Filter::One,
    default_statuses: &STATUSES,
    query: Some(Searched::AddressOrId),
    email_address: Filter::Unknown,
    id: None,
    order_by: &[OrderBy::CreatedAt, OrderBy::EmailAddress, OrderBy::InvitedAt],
};

pub(crate) fn list(state: &mut State, call: &Call<'_>) -> Reply {
    let listing = Listing::read(call.query(), &LIST)?;
    let found = state.list_waitlist(&listing);
    let entries = found.numbers.into_iter().map(|number| state.waitlist.listed(number));
    let data: Vec<_> = entries.map(|entry| response(state, entry)).collect();
    Ok(responses::json(&Page { data, total_count: found.total }))
}

pub(crate) fn create(state: &mut State, call: &Call<'_>) -> Reply {
    let params = read_one(body::object(call.body)?, WaitlistEntryParams::read)?;
    let entry = find_or_add(state, params);
    Ok(responses::json(&response(state, entry.shown())))
}

pub(crate) fn create_bulk(state: &mut State, call: &Call<'_>) -> Reply {
    let list = read_all(body::list(call.body, MAX_ITEMS)?, WaitlistEntryParams::read_item)?;
    check_no_address_twice(&list)?;
    let entries: Vec<_> = list.into_iter().map(|params| find_or_add(state, params)).collect();
    let list: Vec<_> = entries.iter().map(|entry| response(state, entry.shown())).collect();
    Ok(responses::json(&list))
}

pub(crate) fn invite(state: &mut State, call: &Call<'_>) -> Reply {
    let ignore_existing = read_one(body::optional_object(call.body)?, |fields| {
        Some(fields.optional("ignore_existing", Null::Allowed).unwrap_or_default())
    })?;
    let entry = pending_entry(state, call)?;
    let params = InvitationParams::to(entry.email_address.clone(), ignore_existing);
    state.check_invitations(std::slice::from_ref(&params))?;
    let invitation = state.create_invitation(params);
    let now = state.now();
    let entry = state.waitlist.invited(call.id("waitlist_entry_id"), &invitation.id, now);
    let entry = entry.ok_or_else(refusals::resource_not_found)?.clone();
    Ok(responses::json(&response(state, entry.shown())))
}

pub(crate) fn reject(state: &mut State, call: &Call<'_>) -> Reply {
    pending_entry(state, call)?;
    let now = state.now();
    let entry = state.waitlist.rejected(call.id("waitlist_entry_id"), now);
    let entry = entry.ok_or_else(refusals::resource_not_found)?.clone();
    Ok(responses::json(&response(state, entry.shown())))
}

pub(crate) fn delete(state: &mut State, call: &Call<'_>) -> Reply {
    pending_entry(state, call)?;
    let (id, now) = (call.id("waitlist_entry_id"), state.now());
    state.waitlist.delete(id, now);
    Ok(responses::json(&DeletedObject::waitlist_entry(id)))
}

/// Refuses a list that has an address twice, with one error for each repetition. The code is inferred:
/// Clerk documents the rule, and a code that fits it.
fn check_no_address_twice(list: &[WaitlistEntryParams]) -> Result<(), Refusal> {
    let mut seen = BTreeSet::new();
    let again = list.iter().filter(|params| !seen.insert(Address::new(&params.email_address)));
    let problem = |_| ClerkError::form("email_address", Problem::Duplicate);
    let problems: Vec<_> = again.map(problem).collect();
    if problems.is_empty() { Ok(()) } else { Err(refusals::form(problems)) }
}

fn find_or_add(state: &mut State, params: WaitlistEntryParams) -> WaitlistEntry {
    let now = state.now();
    match state.waitlist.at_address(&params.email_address) {
        Some(entry) => entry.clone(),
        None => state.waitlist.add(params.email_address, now),
    }
}

/// Finds the entry of the path, which must be pending.
fn pending_entry<'a>(state: &'a State, call: &Call<'_>) -> Result<&'a WaitlistEntry, Refusal> {
    let entry = state.waitlist.get(call.id("waitlist_entry_id"));
    let entry = entry.ok_or_else(refusals::resource_not_found)?;
    let code = match entry.status {
        WaitlistEntryStatus::Invited => "waitlist_entry_already_invited",
        WaitlistEntryStatus::Completed => "waitlist_entry_already_completed",
        WaitlistEntryStatus::Rejected => "waitlist_entry_already_rejected",
        _ => return Ok(entry),
    };
    Err(refusals::waitlist_entry_already(code))
}

fn response<'a>(state: &'a State, shown: Shown<'a>) -> responses::WaitlistEntry<'a> {
    let now = state.now();
    // A list that trails may show the entry as it was before its invitation.
    let was_invited =
        matches!(shown.status, WaitlistEntryStatus::Invited | WaitlistEntryStatus::Completed);
    let id = shown.entry.invitation_id.as_deref().filter(|_| was_invited);
    let invitation = id.and_then(|id| state.invitations.get(id));
    responses::WaitlistEntry::of(shown, invitation.map(|found| Invitation::of(found.shown(now))))
}
