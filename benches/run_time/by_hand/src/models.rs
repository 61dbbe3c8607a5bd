//! The requests and the results. Every field is kept, although this program reads few of them.
#![allow(dead_code)]

use common::{Payload, Person};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// Metadata in requests and in results.
#[cfg(not(feature = "raw"))]
pub type Metadata = serde_json::Map<String, serde_json::Value>;
#[cfg(feature = "raw")]
pub type Metadata = Box<serde_json::value::RawValue>;

#[derive(Serialize)]
pub struct CreateInvitation {
    pub email_address: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub public_metadata: Option<Metadata>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub redirect_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notify: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ignore_existing: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_in_days: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub template_slug: Option<String>,
}

#[derive(Serialize)]
pub struct NewOrganizationInvitation {
    pub email_address: String,
    pub role: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inviter_user_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub public_metadata: Option<Metadata>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub private_metadata: Option<Metadata>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub redirect_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_in_days: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notify: Option<bool>,
}

#[derive(Debug, Deserialize)]
pub struct Invitation {
    pub object: String,
    pub id: String,
    pub email_address: String,
    pub public_metadata: Option<Metadata>,
    pub status: Status,
    pub revoked: Option<bool>,
    pub url: Option<String>,
    pub expires_at: Option<i64>,
    pub created_at: i64,
    pub updated_at: i64,
}

#[derive(Debug, Deserialize)]
pub struct OrganizationInvitation {
    pub object: String,
    pub id: String,
    pub email_address: String,
    pub role: String,
    pub role_name: Option<String>,
    pub organization_id: Option<String>,
    pub inviter_id: Option<String>,
    pub public_inviter_data: Option<InviterData>,
    pub public_organization_data: Option<OrganizationData>,
    pub status: Option<Status>,
    pub public_metadata: Option<Metadata>,
    pub private_metadata: Option<Metadata>,
    pub url: Option<String>,
    pub expires_at: Option<i64>,
    pub created_at: i64,
    pub updated_at: i64,
}

#[derive(Debug, Deserialize)]
pub struct InviterData {
    pub user_id: String,
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    pub image_url: Option<String>,
    pub has_image: Option<bool>,
    pub identifier: Option<String>,
}

#[derive(Debug, Deserialize)]
pub struct OrganizationData {
    pub id: String,
    pub name: Option<String>,
    pub slug: Option<String>,
    pub image_url: Option<String>,
    pub has_image: Option<bool>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Pending,
    Accepted,
    Revoked,
    Expired,
}

#[derive(Debug, Deserialize)]
pub struct Page<T> {
    pub data: Vec<T>,
    pub total_count: u64,
}

#[derive(Debug, Deserialize)]
pub struct ErrorBody {
    pub errors: Vec<ClerkError>,
    pub clerk_trace_id: Option<String>,
}

#[derive(Debug, Deserialize)]
pub struct ClerkError {
    pub code: String,
    pub message: String,
    pub long_message: Option<String>,
    pub meta: Option<Metadata>,
}

pub fn invitations(payload: Payload, people: &[Person]) -> Vec<CreateInvitation> {
    people.iter().map(|person| invitation(payload, person)).collect()
}

pub fn invitation(payload: Payload, person: &Person) -> CreateInvitation {
    CreateInvitation {
        email_address: person.email.clone(),
        public_metadata: Some(metadata(payload, person)),
        redirect_url: Some("https://www.example.com/welcome".to_owned()),
        notify: Some(true),
        ignore_existing: None,
        expires_in_days: Some(7),
        template_slug: None,
    }
}

pub fn organization_invitations(
    payload: Payload,
    people: &[Person],
) -> Vec<NewOrganizationInvitation> {
    let invitation = |person: &Person| NewOrganizationInvitation {
        email_address: person.email.clone(),
        role: "org:member".to_owned(),
        inviter_user_id: Some("user_2iBPDcuTXJ3UJ9yJ6PVX5mdNqRf".to_owned()),
        public_metadata: Some(metadata(payload, person)),
        private_metadata: None,
        redirect_url: Some("https://www.example.com/welcome".to_owned()),
        expires_in_days: Some(7),
        notify: Some(true),
    };
    people.iter().map(invitation).collect()
}

#[cfg(not(feature = "raw"))]
fn metadata(payload: Payload, person: &Person) -> Metadata {
    let mut metadata = Metadata::new();
    metadata.insert("plan".to_owned(), "pro".into());
    metadata.insert("seats".to_owned(), person.seats.into());
    if payload == Payload::Nested {
        let team = json!({ "name": person.team, "roles": ["admin", "writer"], "trial": false });
        metadata.insert("team".to_owned(), team);
    }
    metadata
}

#[cfg(feature = "raw")]
fn metadata(payload: Payload, person: &Person) -> Metadata {
    let metadata = match payload {
        Payload::Flat => json!({ "plan": "pro", "seats": person.seats }),
        Payload::Nested => json!({
            "plan": "pro",
            "seats": person.seats,
            "team": { "name": person.team, "roles": ["admin", "writer"], "trial": false },
        }),
    };
    serde_json::value::to_raw_value(&metadata).expect("JSON")
}
