//! Clerk's objects, field by field. Times are Unix milliseconds.

use serde::Serialize;

use crate::fake::refusals::ClerkError;
use crate::fake::store::{invitations, waitlist};
use crate::values::enums::{InvitationStatus, WaitlistEntryStatus};
use crate::values::metadata::Metadata;
use crate::values::timestamp::Timestamp;

#[derive(Serialize)]
pub(crate) struct Invitation<'a> {
    object: &'static str,
    id: &'a str,
    email_address: &'a str,
    public_metadata: &'a Metadata,
    revoked: bool,
    status: InvitationStatus,
    url: String,
    expires_at: Timestamp,
    created_at: Timestamp,
    updated_at: Timestamp,
}

impl<'a> Invitation<'a> {
    pub(crate) fn of(shown: invitations::Shown<'a>) -> Self {
        let invitations::Shown { invitation, status, updated_at } = shown;
        Self {
            object: "invitation",
            id: &invitation.id,
            email_address: &invitation.email_address,
            public_metadata: &invitation.public_metadata,
            revoked: status == InvitationStatus::Revoked,
            status,
            url: accept_url(&invitation.id),
            expires_at: invitation.expires_at,
            created_at: invitation.created_at,
            updated_at,
        }
    }
}

#[derive(Serialize)]
pub(crate) struct OrganizationInvitation<'a> {
    object: &'static str,
    id: &'a str,
    email_address: &'a str,
    role: &'a str,
    role_name: String,
    organization_id: &'a str,
    inviter_id: Option<&'a str>,
    public_inviter_data: Option<PublicInviterData<'a>>,
    status: InvitationStatus,
    public_metadata: &'a Metadata,
    private_metadata: &'a Metadata,
    url: String,
    expires_at: Timestamp,
    created_at: Timestamp,
    updated_at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    public_organization_data: Option<PublicOrganizationData<'a>>,
}

impl<'a> OrganizationInvitation<'a> {
    /// Returns `None` for an invitation to the application.
    pub(crate) fn of(shown: invitations::Shown<'a>) -> Option<Self> {
        let invitations::Shown { invitation, status, updated_at } = shown;
        let organization = invitation.organization.as_ref()?;
        Some(Self {
            object: "organization_invitation",
            id: &invitation.id,
            email_address: &invitation.email_address,
            role: &organization.role,
            role_name: role_name(&organization.role),
            organization_id: &organization.id,
            inviter_id: organization.inviter_user_id.as_deref(),
            public_inviter_data: organization.inviter_user_id.as_deref().map(PublicInviterData::of),
            status,
            public_metadata: &invitation.public_metadata,
            private_metadata: &organization.private_metadata,
            url: accept_url(&invitation.id),
            expires_at: invitation.expires_at,
            created_at: invitation.created_at,
            updated_at,
            public_organization_data: None,
        })
    }

    /// Adds the organization, for lists over several of them.
    pub(crate) fn with_organization(self) -> Self {
        let data = PublicOrganizationData::of(self.organization_id);
        Self { public_organization_data: Some(data), ..self }
    }
}

#[derive(Serialize)]
struct PublicInviterData<'a> {
    user_id: &'a str,
    first_name: Option<&'static str>,
    last_name: Option<&'static str>,
    image_url: String,
    has_image: bool,
    identifier: String,
}

impl<'a> PublicInviterData<'a> {
    fn of(user_id: &'a str) -> Self {
        Self {
            user_id,
            first_name: Some("Fake"),
            // Only one of the two names: a client has to cope without either.
            last_name: None,
            image_url: image_url(user_id),
            has_image: false,
            identifier: format!("{user_id}@clerk.example"),
        }
    }
}

#[derive(Serialize)]
struct PublicOrganizationData<'a> {
    id: &'a str,
    name: String,
    slug: String,
    image_url: String,
    has_image: bool,
}

impl<'a> PublicOrganizationData<'a> {
    fn of(id: &'a str) -> Self {
        Self {
            id,
            name: organization_name(id),
            slug: organization_slug(id),
            image_url: image_url(id),
            has_image: false,
        }
    }
}

#[derive(Serialize)]
pub(crate) struct WaitlistEntry<'a> {
    object: &'static str,
    id: &'a str,
    email_address: &'a str,
    status: WaitlistEntryStatus,
    is_locked: bool,
    created_at: Timestamp,
    updated_at: Timestamp,
    invitation: Option<Invitation<'a>>,
}

impl<'a> WaitlistEntry<'a> {
    pub(crate) fn of(shown: waitlist::Shown<'a>, invitation: Option<Invitation<'a>>) -> Self {
        let waitlist::Shown { entry, status, updated_at } = shown;
        Self {
            object: "waitlist_entry",
            id: &entry.id,
            email_address: &entry.email_address,
            status,
            // Clerk locks an entry while it works on it in the background; the fake never does.
            is_locked: false,
            created_at: entry.created_at,
            updated_at,
            invitation,
        }
    }
}

#[derive(Serialize)]
pub(crate) struct DeletedObject<'a> {
    object: &'static str,
    id: &'a str,
    deleted: bool,
}

impl<'a> DeletedObject<'a> {
    pub(crate) fn invitation(id: &'a str) -> Self {
        Self { object: "invitation", id, deleted: true }
    }

    pub(crate) fn waitlist_entry(id: &'a str) -> Self {
        Self { object: "waitlist_entry", id, deleted: true }
    }
}

/// Writes the body of a refusal.
pub(crate) fn errors(errors: &[ClerkError], clerk_trace_id: &str) -> String {
    #[derive(Serialize)]
    struct ClerkErrors<'a> {
        errors: &'a [ClerkError],
        clerk_trace_id: &'a str,
    }
    json(&ClerkErrors { errors, clerk_trace_id })
}

/// Writes compact JSON. Responses hold text, numbers and JSON that was read before, none of which
/// can fail to be written.
pub(crate) fn json<T: Serialize>(response: &T) -> String {
    serde_json::to_string(response).unwrap_or_default()
}

/// Returns a URL whose host can never be resolved, so that no test reaches a stranger's server.
fn accept_url(id: &str) -> String {
    format!("https://fake.clerk.accounts.example/v1/tickets/accept?ticket={id}")
}

/// Returns a URL whose host can never be resolved.
pub(crate) fn image_url(id: &str) -> String {
    format!("https://img.clerk.example/{id}")
}

pub(crate) fn organization_name(id: &str) -> String {
    format!("Organization {id}")
}

pub(crate) fn organization_slug(id: &str) -> String {
    id.to_lowercase().replace('_', "-")
}

/// Returns the name of a role: `Billing Manager` for `org:billing_manager`.
pub(crate) fn role_name(role: &str) -> String {
    let key = role.strip_prefix("org:").unwrap_or(role);
    let words = key.split(['_', '-']).filter(|word| !word.is_empty()).map(|word| {
        let mut letters = word.chars();
        let first = letters.next().into_iter().flat_map(char::to_uppercase);
        first.chain(letters).collect::<String>()
    });
    words.collect::<Vec<_>>().join(" ")
}
