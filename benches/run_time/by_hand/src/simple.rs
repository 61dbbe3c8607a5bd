//! As the documentation of reqwest shows it: nothing is prepared.

use reqwest::RequestBuilder;
use serde::de::DeserializeOwned;

use crate::calls::{Calls, Failure, retry_after};
use crate::models::{
    CreateInvitation, Invitation, NewOrganizationInvitation, OrganizationInvitation, Page,
};

#[derive(Clone)]
pub struct Simple {
    http: reqwest::Client,
    base_url: String,
    secret_key: String,
}

impl Simple {
    pub fn new(http: reqwest::Client, base_url: &str, secret_key: &str) -> Self {
        Self { http, base_url: base_url.to_owned(), secret_key: secret_key.to_owned() }
    }

    fn with_headers(&self, request: RequestBuilder) -> RequestBuilder {
        request.bearer_auth(&self.secret_key).header("Clerk-API-Version", "2026-05-12")
    }

    async fn send<T: DeserializeOwned>(&self, request: RequestBuilder) -> Result<T, Failure> {
        let response = self.with_headers(request).send().await?;
        let status = response.status();
        if status.is_success() {
            return Ok(response.json().await?);
        }
        let retry_after = retry_after(response.headers());
        Err(Failure::Refused { status, retry_after, body: response.json().await.ok() })
    }
}

impl Calls for Simple {
    async fn create_invitation(
        &self,
        invitation: &CreateInvitation,
    ) -> Result<Invitation, Failure> {
        self.send(self.http.post(format!("{}/invitations", self.base_url)).json(invitation)).await
    }

    async fn create_invitations(
        &self,
        invitations: &[CreateInvitation],
    ) -> Result<Vec<Invitation>, Failure> {
        let url = format!("{}/invitations/bulk", self.base_url);
        self.send(self.http.post(url).json(invitations)).await
    }

    async fn create_organization_invitations(
        &self,
        organization: &str,
        invitations: &[NewOrganizationInvitation],
    ) -> Result<Page<OrganizationInvitation>, Failure> {
        let url = format!("{}/organizations/{organization}/invitations/bulk", self.base_url);
        self.send(self.http.post(url).json(invitations)).await
    }

    async fn list(&self, limit: u32) -> Result<Page<Invitation>, Failure> {
        let url = format!("{}/invitations?paginated=true&limit={limit}", self.base_url);
        self.send(self.http.get(url)).await
    }

    fn request(&self, invitations: &[CreateInvitation]) -> Result<reqwest::Request, Failure> {
        let request =
            self.http.post(format!("{}/invitations/bulk", self.base_url)).json(invitations);
        Ok(self.with_headers(request).build()?)
    }

    fn read<T: DeserializeOwned>(&self, body: &[u8]) -> Result<T, Failure> {
        // As `reqwest::Response::json` does with the bytes.
        Ok(serde_json::from_slice(body)?)
    }
}
