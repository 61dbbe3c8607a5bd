//! The objects Clerk answers with, field by field. Times are Unix milliseconds.

use serde::Serialize;

use super::CreatedInvitation;
use super::errors::ClerkError;
use super::params::{InvitationParams, Metadata, OrganizationInvitationParams};

use crate::{InvitationStatus, Timestamp};

const DAY_MILLISECONDS: i64 = 24 * 60 * 60 * 1000;

#[derive(Serialize)]
pub(super) struct Invitation {
    object: &'static str,
    id: String,
    email_address: String,
    public_metadata: Metadata,
    revoked: bool,
    status: &'static str,
    url: String,
    expires_at: i64,
    created_at: i64,
    updated_at: i64,
}

impl Invitation {
    pub(super) fn new(params: InvitationParams, number: usize, now: i64) -> Self {
        let id = id("inv", number);
        Self {
            object: "invitation",
            email_address: params.email_address,
            public_metadata: params.public_metadata,
            revoked: false,
            status: "pending",
            url: accept_url(&id),
            expires_at: now + params.expires_in_days * DAY_MILLISECONDS,
            created_at: now,
            updated_at: now,
            id,
        }
    }

    pub(super) fn created(&self) -> CreatedInvitation {
        CreatedInvitation {
            id: self.id.clone(),
            email_address: self.email_address.clone(),
            organization_id: None,
            status: InvitationStatus::Pending,
            created_at: Timestamp::from_millis(self.created_at),
            expires_at: Timestamp::from_millis(self.expires_at),
        }
    }
}

#[derive(Serialize)]
pub(super) struct OrganizationInvitation {
    object: &'static str,
    id: String,
    email_address: String,
    role: String,
    role_name: String,
    organization_id: String,
    inviter_id: Option<String>,
    public_inviter_data: Option<PublicInviterData>,
    status: &'static str,
    public_metadata: Metadata,
    private_metadata: Metadata,
    url: String,
    expires_at: i64,
    created_at: i64,
    updated_at: i64,
}

impl OrganizationInvitation {
    pub(super) fn new(
        params: OrganizationInvitationParams,
        organization_id: &str,
        number: usize,
        now: i64,
    ) -> Self {
        let id = id("orginv", number);
        Self {
            object: "organization_invitation",
            email_address: params.email_address,
            role_name: role_name(&params.role),
            role: params.role,
            organization_id: organization_id.to_owned(),
            public_inviter_data: params.inviter_user_id.as_deref().map(PublicInviterData::of),
            inviter_id: params.inviter_user_id,
            status: "pending",
            public_metadata: params.public_metadata,
            private_metadata: params.private_metadata,
            url: accept_url(&id),
            expires_at: now + params.expires_in_days * DAY_MILLISECONDS,
            created_at: now,
            updated_at: now,
            id,
        }
    }

    pub(super) fn created(&self) -> CreatedInvitation {
        CreatedInvitation {
            id: self.id.clone(),
            email_address: self.email_address.clone(),
            organization_id: Some(self.organization_id.clone()),
            status: InvitationStatus::Pending,
            created_at: Timestamp::from_millis(self.created_at),
            expires_at: Timestamp::from_millis(self.expires_at),
        }
    }
}

#[derive(Serialize)]
struct PublicInviterData {
    user_id: String,
    first_name: Option<String>,
    last_name: Option<String>,
    image_url: String,
    has_image: bool,
    identifier: String,
}

impl PublicInviterData {
    fn of(user_id: &str) -> Self {
        Self {
            user_id: user_id.to_owned(),
            first_name: Some("Fake".to_owned()),
            // One name of the two: a client has to cope with the absence of either.
            last_name: None,
            image_url: format!("https://img.clerk.example/{user_id}"),
            has_image: false,
            identifier: format!("{user_id}@clerk.example"),
        }
    }
}

#[derive(Serialize)]
pub(super) struct OrganizationInvitations {
    data: Vec<OrganizationInvitation>,
    total_count: usize,
}

impl OrganizationInvitations {
    pub(super) fn new(data: Vec<OrganizationInvitation>) -> Self {
        Self { total_count: data.len(), data }
    }
}

/// The body of every refusal.
pub(super) fn errors(errors: &[ClerkError], clerk_trace_id: &str) -> String {
    #[derive(Serialize)]
    struct ClerkErrors<'a> {
        errors: &'a [ClerkError],
        clerk_trace_id: &'a str,
    }
    json(&ClerkErrors { errors, clerk_trace_id })
}

/// The compact JSON of an answer. Answers hold text, numbers and JSON that was read before, none
/// of which can fail to be written.
pub(super) fn json<T: Serialize>(answer: &T) -> String {
    serde_json::to_string(answer).unwrap_or_default()
}

/// As long as Clerk's: 27 characters after the prefix.
fn id(prefix: &str, number: usize) -> String {
    format!("{prefix}_{number:027}")
}

/// On a name that can never be resolved, so that no test reaches a stranger's server.
fn accept_url(id: &str) -> String {
    format!("https://fake.clerk.accounts.example/v1/tickets/accept?ticket={id}")
}

/// `org:billing_manager` is shown as `Billing Manager`.
fn role_name(role: &str) -> String {
    let key = role.strip_prefix("org:").unwrap_or(role);
    let words = key.split(['_', '-']).filter(|word| !word.is_empty()).map(|word| {
        let mut letters = word.chars();
        let first = letters.next().into_iter().flat_map(char::to_uppercase);
        first.chain(letters).collect::<String>()
    });
    words.collect::<Vec<_>>().join(" ")
}
