//! The table of what is served.

use http::Method;

use crate::fake::operation::Operation;
use crate::fake::operations::call::{Answer, Call};
use crate::fake::operations::invitations;
use crate::fake::operations::organization_invitations;
use crate::fake::operations::waitlist_entries;
use crate::fake::store::state::State;

/// One operation: how it is asked for, and what is done then.
pub(crate) struct Served {
    pub(crate) method: Method,
    /// The path with the name of an id in each pair of braces.
    pub(crate) path: &'static str,
    pub(crate) operation: Operation,
    pub(crate) body: Body,
    pub(crate) serve: fn(&mut State, &Call<'_>) -> Answer,
}

/// What an operation does with a body.
#[derive(Clone, Copy)]
pub(crate) enum Body {
    /// Takes none; one that is sent is not looked at.
    None,
    /// Takes JSON, or nothing.
    Optional,
    /// Takes JSON.
    Required,
}

const fn get(
    path: &'static str,
    operation: Operation,
    serve: fn(&mut State, &Call<'_>) -> Answer,
) -> Served {
    Served { method: Method::GET, path, operation, body: Body::None, serve }
}

const fn post(
    path: &'static str,
    operation: Operation,
    body: Body,
    serve: fn(&mut State, &Call<'_>) -> Answer,
) -> Served {
    Served { method: Method::POST, path, operation, body, serve }
}

const fn delete(
    path: &'static str,
    operation: Operation,
    serve: fn(&mut State, &Call<'_>) -> Answer,
) -> Served {
    Served { method: Method::DELETE, path, operation, body: Body::None, serve }
}

const INVITATIONS: &str = "/v1/invitations";
const OF_ORGANIZATION: &str = "/v1/organizations/{organization_id}/invitations";
const WAITLIST: &str = "/v1/waitlist_entries";

/// Of two templates that fit one path the first one counts: `bulk` is a word before it is an id.
pub(crate) static SERVED: [Served; 18] = [
    get(INVITATIONS, Operation::ListInvitations, invitations::list),
    post(INVITATIONS, Operation::CreateInvitation, Body::Required, invitations::create),
    post(
        "/v1/invitations/bulk",
        Operation::CreateInvitationBulk,
        Body::Required,
        invitations::create_bulk,
    ),
    post(
        "/v1/invitations/{invitation_id}/revoke",
        Operation::RevokeInvitation,
        Body::None,
        invitations::revoke,
    ),
    delete("/v1/invitations/{invitation_id}", Operation::DeleteInvitation, invitations::delete),
    get(
        "/v1/organization_invitations",
        Operation::ListInstanceOrganizationInvitations,
        organization_invitations::list_of_instance,
    ),
    get(
        OF_ORGANIZATION,
        Operation::ListOrganizationInvitations,
        organization_invitations::list_of_organization,
    ),
    post(
        OF_ORGANIZATION,
        Operation::CreateOrganizationInvitation,
        Body::Required,
        organization_invitations::create,
    ),
    post(
        "/v1/organizations/{organization_id}/invitations/bulk",
        Operation::CreateOrganizationInvitationBulk,
        Body::Required,
        organization_invitations::create_bulk,
    ),
    get(
        "/v1/organizations/{organization_id}/invitations/{invitation_id}",
        Operation::GetOrganizationInvitation,
        organization_invitations::get,
    ),
    post(
        "/v1/organizations/{organization_id}/invitations/{invitation_id}/revoke",
        Operation::RevokeOrganizationInvitation,
        Body::Optional,
        organization_invitations::revoke,
    ),
    get(
        "/v1/users/{user_id}/organization_invitations",
        Operation::ListUserOrganizationInvitations,
        organization_invitations::list_of_user,
    ),
    get(WAITLIST, Operation::ListWaitlistEntries, waitlist_entries::list),
    post(WAITLIST, Operation::CreateWaitlistEntry, Body::Required, waitlist_entries::create),
    post(
        "/v1/waitlist_entries/bulk",
        Operation::CreateWaitlistEntryBulk,
        Body::Required,
        waitlist_entries::create_bulk,
    ),
    delete(
        "/v1/waitlist_entries/{waitlist_entry_id}",
        Operation::DeleteWaitlistEntry,
        waitlist_entries::delete,
    ),
    post(
        "/v1/waitlist_entries/{waitlist_entry_id}/invite",
        Operation::InviteWaitlistEntry,
        Body::Optional,
        waitlist_entries::invite,
    ),
    post(
        "/v1/waitlist_entries/{waitlist_entry_id}/reject",
        Operation::RejectWaitlistEntry,
        Body::None,
        waitlist_entries::reject,
    ),
];
