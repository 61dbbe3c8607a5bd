//! Everything that all calls share is made once: URLs, headers, and room for the body.

use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue};
use reqwest::{Method, Request, Url};
use serde::de::DeserializeOwned;

use crate::calls::{Calls, Failure, json, retry_after};
use crate::models::{
    CreateInvitation, Invitation, NewOrganizationInvitation, OrganizationInvitation, Page,
};

pub struct Prepared {
    http: reqwest::Client,
    base_url: Url,
    invitations: Url,
    invitations_bulk: Url,
    headers: HeaderMap,
    headers_of_body: HeaderMap,
}

impl Prepared {
    pub fn new(http: reqwest::Client, base_url: &str, secret_key: &str) -> Self {
        let url = |path| Url::parse(&format!("{base_url}{path}")).expect("a URL");
        let mut headers = HeaderMap::new();
        let key = HeaderValue::from_str(&format!("Bearer {secret_key}")).expect("a header");
        headers.insert(AUTHORIZATION, key);
        headers.insert("clerk-api-version", HeaderValue::from_static("2026-05-12"));
        let mut headers_of_body = headers.clone();
        headers_of_body.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        Self {
            http,
            base_url: url(""),
            invitations: url("/invitations"),
            invitations_bulk: url("/invitations/bulk"),
            headers,
            headers_of_body,
        }
    }

    fn post(&self, url: Url, body: Vec<u8>) -> Request {
        let mut request = Request::new(Method::POST, url);
        request.headers_mut().clone_from(&self.headers_of_body);
        *request.body_mut() = Some(body.into());
        request
    }

    async fn send<T: DeserializeOwned>(&self, request: Request) -> Result<T, Failure> {
        let response = self.http.execute(request).await?;
        let status = response.status();
        if status.is_success() {
            return self.read(&response.bytes().await?);
        }
        let retry_after = retry_after(response.headers());
        let body = self.read(&response.bytes().await?).ok();
        Err(Failure::Refused { status, retry_after, body })
    }
}

impl Calls for Prepared {
    async fn create_invitation(
        &self,
        invitation: &CreateInvitation,
    ) -> Result<Invitation, Failure> {
        self.send(self.post(self.invitations.clone(), json(invitation, 1)?)).await
    }

    async fn create_invitations(
        &self,
        invitations: &[CreateInvitation],
    ) -> Result<Vec<Invitation>, Failure> {
        self.send(self.request(invitations)?).await
    }

    async fn create_organization_invitations(
        &self,
        organization: &str,
        invitations: &[NewOrganizationInvitation],
    ) -> Result<Page<OrganizationInvitation>, Failure> {
        let mut url = self.base_url.clone();
        let prefix = url.path().to_owned();
        url.set_path(&format!("{prefix}/organizations/{organization}/invitations/bulk"));
        self.send(self.post(url, json(invitations, invitations.len())?)).await
    }

    async fn list(&self, limit: u32) -> Result<Page<Invitation>, Failure> {
        let mut url = self.invitations.clone();
        url.set_query(Some(&format!("paginated=true&limit={limit}")));
        let mut request = Request::new(Method::GET, url);
        request.headers_mut().clone_from(&self.headers);
        self.send(request).await
    }

    fn request(&self, invitations: &[CreateInvitation]) -> Result<Request, Failure> {
        Ok(self.post(self.invitations_bulk.clone(), json(invitations, invitations.len())?))
    }

    #[cfg(not(feature = "raw"))]
    fn read<T: DeserializeOwned>(&self, body: &[u8]) -> Result<T, Failure> {
        Ok(serde_json::from_slice(body)?)
    }

    #[cfg(feature = "raw")]
    fn read<T: DeserializeOwned>(&self, body: &[u8]) -> Result<T, Failure> {
        Ok(serde_json::from_str(std::str::from_utf8(body)?)?)
    }
}
