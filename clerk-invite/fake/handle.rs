//! One request from its headers to its answer: the checks, in order.

use http::HeaderMap;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::request::Parts;

use super::answers::{self, OrganizationInvitations};
use super::errors::{self, Refusal};
use super::fields::{Null, read_all, read_one};
use super::params::{InvitationParams, OrganizationInvitationParams};
use super::route::Route;
use super::state::State;
use super::{FakeClerk, body};

/// The JSON of a 200, or why there is none. `body` is `None` if it was too large to keep.
pub(super) fn handle(
    state: &mut State,
    request: &Parts,
    route: Result<Route, Refusal>,
    body: Option<&[u8]>,
) -> Result<String, Refusal> {
    authorize(&request.headers)?;
    let route = route?;
    state.count_call(route.operation())?;
    require_json(&request.headers)?;
    let body = body.ok_or_else(errors::request_body_too_large)?;

    // In each arm nothing is created before everything has been checked: all or nothing.
    match route {
        Route::CreateInvitation => {
            let params = read_one(body::object(body)?, |fields| {
                InvitationParams::read(fields, Null::Refused)
            })?;
            state.check_invitations(std::slice::from_ref(&params))?;
            Ok(answers::json(&state.create_invitation(params)))
        }
        Route::CreateInvitationBulk => {
            let list = read_all(body::list(body)?, |fields| {
                InvitationParams::read(fields, Null::Allowed)
            })?;
            state.check_invitations(&list)?;
            let created: Vec<_> =
                list.into_iter().map(|params| state.create_invitation(params)).collect();
            Ok(answers::json(&created))
        }
        Route::CreateOrganizationInvitationBulk { organization_id } => {
            let list = read_all(body::list(body)?, OrganizationInvitationParams::read)?;
            state.check_organization_invitations(&organization_id, &list)?;
            let create = |params| state.create_organization_invitation(&organization_id, params);
            let created = list.into_iter().map(create).collect();
            Ok(answers::json(&OrganizationInvitations::new(created)))
        }
    }
}

fn authorize(headers: &HeaderMap) -> Result<(), Refusal> {
    let header = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    match header.and_then(|header| header.split_once(' ')) {
        Some((scheme, key)) if scheme.eq_ignore_ascii_case("bearer") => {
            if key == FakeClerk::SECRET_KEY { Ok(()) } else { Err(errors::clerk_key_invalid()) }
        }
        _ => Err(errors::authorization_header_format_invalid()),
    }
}

fn require_json(headers: &HeaderMap) -> Result<(), Refusal> {
    let value = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let essence = value.and_then(|value| value.split(';').next()).unwrap_or_default();
    if essence.trim().eq_ignore_ascii_case("application/json") {
        Ok(())
    } else {
        Err(errors::unsupported_content_type())
    }
}
