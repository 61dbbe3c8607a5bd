//! The call, its request and its result.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

#[derive(Clone)]
pub struct Clerk {
    http: reqwest::Client,
    base_url: String,
    secret_key: String,
}

impl Clerk {
    pub fn new(http: reqwest::Client, base_url: &str, secret_key: &str) -> Self {
        Self { http, base_url: base_url.to_owned(), secret_key: secret_key.to_owned() }
    }

    pub async fn create_invitations(
        &self,
        invitations: &[CreateInvitation],
    ) -> reqwest::Result<Vec<Invitation>> {
        self.request(invitations).send().await?.error_for_status()?.json().await
    }

    pub fn request(&self, invitations: &[CreateInvitation]) -> reqwest::RequestBuilder {
        self.http
            .post(format!("{}/invitations/bulk", self.base_url))
            .bearer_auth(&self.secret_key)
            .header("Clerk-API-Version", "2026-05-12")
            .json(invitations)
    }
}

#[derive(Serialize)]
pub struct CreateInvitation {
    pub email_address: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub public_metadata: Option<Map<String, Value>>,
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

// Every field is kept, although this program reads none of them.
#[allow(dead_code)]
#[derive(Debug, Deserialize)]
pub struct Invitation {
    pub object: String,
    pub id: String,
    pub email_address: String,
    #[serde(default)]
    pub public_metadata: Map<String, Value>,
    pub status: Status,
    pub revoked: Option<bool>,
    pub url: Option<String>,
    pub expires_at: Option<i64>,
    pub created_at: i64,
    pub updated_at: i64,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Pending,
    Accepted,
    Revoked,
    Expired,
}
