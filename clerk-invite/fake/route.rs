//! From method and path to the operation they name.

use http::Method;
use percent_encoding::percent_decode_str;

use super::Operation;
use super::errors::{self, Refusal};

/// An operation, and what its path says beside its name.
#[expect(clippy::enum_variant_names, reason = "Clerk's names; the next may list or revoke")]
pub(super) enum Route {
    CreateInvitation,
    CreateInvitationBulk,
    CreateOrganizationInvitationBulk { organization_id: String },
}

impl Route {
    pub(super) fn operation(&self) -> Operation {
        match self {
            Self::CreateInvitation => Operation::CreateInvitation,
            Self::CreateInvitationBulk => Operation::CreateInvitationBulk,
            Self::CreateOrganizationInvitationBulk { .. } => {
                Operation::CreateOrganizationInvitationBulk
            }
        }
    }
}

pub(super) fn route(method: &Method, path: &str) -> Result<Route, Refusal> {
    // Split before decoding: an encoded slash belongs to the id.
    let segments: Vec<&str> = path.split('/').collect();
    let route = match segments[..] {
        ["", "v1", "invitations"] => Route::CreateInvitation,
        ["", "v1", "invitations", "bulk"] => Route::CreateInvitationBulk,
        ["", "v1", "organizations", id, "invitations", "bulk"] if !id.is_empty() => {
            let id = percent_decode_str(id).decode_utf8();
            let organization_id = id.map_err(|_| errors::resource_not_found())?.into_owned();
            Route::CreateOrganizationInvitationBulk { organization_id }
        }
        _ => return Err(errors::resource_not_found()),
    };
    if method == Method::POST { Ok(route) } else { Err(errors::method_not_allowed()) }
}
