// The three calls with reqwest and serde, as a careful person would write them.

// Every field is kept, though this program only prints them.
#![allow(dead_code)]

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

struct Clerk {
    http: reqwest::Client,
    secret_key: String,
}

impl Clerk {
    async fn post<T: Serialize + ?Sized, R: for<'de> Deserialize<'de>>(
        &self,
        path: &str,
        body: &T,
    ) -> reqwest::Result<R> {
        self.http
            .post(format!("https://api.clerk.com/v1{path}"))
            .bearer_auth(&self.secret_key)
            .header("Clerk-API-Version", "2026-05-12")
            .json(body)
            .send()
            .await?
            .error_for_status()?
            .json()
            .await
    }
}

#[derive(Default, Serialize)]
struct CreateInvitation {
    email_address: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    public_metadata: Option<Map<String, Value>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    redirect_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    notify: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ignore_existing: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_in_days: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    template_slug: Option<String>,
}

#[derive(Default, Serialize)]
struct CreateOrganizationInvitation {
    email_address: String,
    role: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    inviter_user_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    public_metadata: Option<Map<String, Value>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    private_metadata: Option<Map<String, Value>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    redirect_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_in_days: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    notify: Option<bool>,
}

#[derive(Debug, Deserialize)]
struct Invitation {
    id: String,
    email_address: String,
    #[serde(default)]
    public_metadata: Map<String, Value>,
    status: String,
    revoked: Option<bool>,
    url: Option<String>,
    expires_at: Option<i64>,
    created_at: i64,
    updated_at: i64,
}

#[derive(Debug, Deserialize)]
struct OrganizationInvitations {
    data: Vec<OrganizationInvitation>,
}

#[derive(Debug, Deserialize)]
struct OrganizationInvitation {
    id: String,
    email_address: String,
    role: String,
    role_name: Option<String>,
    organization_id: String,
    inviter_id: Option<String>,
    status: String,
    #[serde(default)]
    public_metadata: Map<String, Value>,
    #[serde(default)]
    private_metadata: Map<String, Value>,
    url: Option<String>,
    expires_at: Option<i64>,
    created_at: i64,
    updated_at: i64,
}

async fn run() -> Result<(), Box<dyn std::error::Error>> {
    let timeout = std::time::Duration::from_secs(60);
    let http = reqwest::Client::builder().timeout(timeout).build()?;
    let clerk = Clerk { http, secret_key: std::env::var("CLERK_SECRET_KEY")? };
    let to = |address: &str| CreateInvitation {
        email_address: address.to_owned(),
        ..Default::default()
    };
    let one: Invitation = clerk.post("/invitations", &to("a@example.com")).await?;
    let several: Vec<Invitation> = clerk.post("/invitations/bulk", &[to("b@example.com")]).await?;
    let member = CreateOrganizationInvitation {
        email_address: "c@example.com".to_owned(),
        role: "org:member".to_owned(),
        ..Default::default()
    };
    let members: OrganizationInvitations =
        clerk.post("/organizations/org_1/invitations/bulk", &[member]).await?;
    println!("{one:?} {several:?} {members:?}");
    Ok(())
}
