//! The calls, over any way to send one.

use std::time::Duration;

use reqwest::StatusCode;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::models::{
    CreateInvitation, ErrorBody, Invitation, NewOrganizationInvitation, OrganizationInvitation,
    Page,
};

/// Why there is no result.
#[allow(dead_code)]
#[derive(Debug)]
pub enum Failure {
    Http(reqwest::Error),
    Json(serde_json::Error),
    Utf8(std::str::Utf8Error),
    Refused { status: StatusCode, retry_after: Option<Duration>, body: Option<ErrorBody> },
}

impl From<reqwest::Error> for Failure {
    fn from(error: reqwest::Error) -> Self {
        Self::Http(error)
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        Self::Json(error)
    }
}

impl From<std::str::Utf8Error> for Failure {
    fn from(error: std::str::Utf8Error) -> Self {
        Self::Utf8(error)
    }
}

pub trait Calls {
    async fn create_invitation(&self, invitation: &CreateInvitation)
    -> Result<Invitation, Failure>;
    async fn create_invitations(
        &self,
        invitations: &[CreateInvitation],
    ) -> Result<Vec<Invitation>, Failure>;
    async fn create_organization_invitations(
        &self,
        organization: &str,
        invitations: &[NewOrganizationInvitation],
    ) -> Result<Page<OrganizationInvitation>, Failure>;
    async fn list(&self, limit: u32) -> Result<Page<Invitation>, Failure>;
    /// The request of `create_invitations`, without sending it.
    fn request(&self, invitations: &[CreateInvitation]) -> Result<reqwest::Request, Failure>;
    fn read<T: DeserializeOwned>(&self, body: &[u8]) -> Result<T, Failure>;
}

pub fn json(body: &(impl Serialize + ?Sized), items: usize) -> Result<Vec<u8>, Failure> {
    let mut json = Vec::with_capacity(items * 384);
    serde_json::to_writer(&mut json, body)?;
    Ok(json)
}

pub fn retry_after(headers: &reqwest::header::HeaderMap) -> Option<Duration> {
    let seconds = headers.get(reqwest::header::RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds))
}
