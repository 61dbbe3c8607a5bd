//! From method and path to the operation they name.

use http::Method;
use percent_encoding::percent_decode_str;

use super::errors::{self, Refusal};

#[expect(clippy::enum_variant_names, reason = "Clerk's names; the next may list or revoke")]
pub(super) enum Operation {
    CreateInvitation,
    CreateInvitationBulk,
    CreateOrganizationInvitationBulk { organization_id: String },
}

pub(super) fn route(method: &Method, path: &str) -> Result<Operation, Refusal> {
    // Split before decoding: an encoded slash belongs to the id.
    let segments: Vec<&str> = path.split('/').collect();
    let operation = match segments[..] {
        ["", "v1", "invitations"] => Operation::CreateInvitation,
        ["", "v1", "invitations", "bulk"] => Operation::CreateInvitationBulk,
        ["", "v1", "organizations", id, "invitations", "bulk"] if !id.is_empty() => {
            let id = percent_decode_str(id).decode_utf8();
            let organization_id = id.map_err(|_| errors::resource_not_found())?.into_owned();
            Operation::CreateOrganizationInvitationBulk { organization_id }
        }
        _ => return Err(errors::resource_not_found()),
    };
    if method == Method::POST { Ok(operation) } else { Err(errors::method_not_allowed()) }
}
