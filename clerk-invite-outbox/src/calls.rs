//! The seam to `clerk-invite`: every request that the outbox sends.

use std::time::{Duration, UNIX_EPOCH};

use clerk_invite::http::HeaderMap;
use clerk_invite::http::header::{AGE, DATE};
use clerk_invite::serde::Deserialize;
use clerk_invite::{
    Client, CreateInvitation, CreateInvitationBulk, CreateOrganizationInvitation,
    CreateOrganizationInvitationBulk, Error, Invitation, InvitationStatus, ListInvitations,
    ListOrganizationInvitations, NewOrganizationInvitation, OrganizationInvitation, RetryPolicy,
    RevokeInvitation, RevokeOrganizationInvitation, Timeouts, endpoint,
};

use crate::address::person;
use crate::guard::Guard;
use crate::preflight::{ListMemberships, ListUsers, of_member, of_user};
use crate::store::call::{Call, CallRow};

/// The total timeout of the POST.
const TOTAL: Duration = Duration::from_secs(30);
/// The number of invitations on a page of a listing.
pub(crate) const PAGE: u32 = 500;

/// Gets the instance that the secret key belongs to.
///
/// [Clerk's page](https://clerk.com/docs/reference/backend-api/tag/instance-settings/GET/instance);
/// operation `GetInstance` of the Backend API.
#[endpoint(GET, "/instance")]
#[returns(Instance)]
pub(crate) struct GetInstance {}

/// The instance that a secret key belongs to.
#[derive(Debug, Clone, Deserialize)]
#[serde(crate = "clerk_invite::serde")]
pub(crate) struct Instance {
    /// Its id: `ins_…`.
    pub(crate) id: String,
}

/// A client with its retries and its own budget off: the outbox has better ones.
#[derive(Debug, Clone)]
pub(crate) struct Clerk {
    once: Client,
    /// For requests that only read.
    reading: Client,
}

/// One invitation that Clerk has accepted or lists.
#[derive(Clone)]
pub(crate) struct Found {
    pub(crate) id: String,
    pub(crate) person: String,
    pub(crate) role: Option<String>,
    pub(crate) created_at: i64,
}

/// A result, and what the response's headers say.
pub(crate) struct Answer<T> {
    pub(crate) result: Result<T, Error>,
    /// The header `Date` of a success, in Unix milliseconds.
    pub(crate) date: Option<i64>,
    /// True if a cache answered (`Age`).
    pub(crate) cached: bool,
}

impl Clerk {
    pub(crate) fn new(client: &Client) -> Self {
        let pause = Duration::from_millis(100);
        let reading = RetryPolicy::attempts(3).backoff(pause, pause * 4);
        let client = client.without_rate_budget();
        Self { once: client.with_retry(RetryPolicy::off()), reading: client.with_retry(reading) }
    }

    pub(crate) async fn instance(&self) -> Answer<String> {
        let answer = self.send(&self.reading, GetInstance::new()).await;
        answer.map(|instance| instance.id)
    }

    /// Sends the invitations of a call, once. No connection takes it once the guard's time is over.
    pub(crate) async fn invite(&self, call: &Call, guard: &Guard) -> Answer<Vec<Found>> {
        let left = guard.left().unwrap_or_default();
        let timeouts = Timeouts::default().connect(left).read(TOTAL).total(TOTAL);
        let client = self.within(guard, timeouts);
        let organization = call.organization.as_str();
        match (call.rows.as_slice(), call.budget.is_bulk()) {
            ([row], false) if organization.is_empty() => {
                let answer = self.send(&client, to_application(row)).await;
                answer.map(|invitation| vec![invitation.into()])
            }
            ([row], false) => {
                let request = to_organization_alone(organization, row);
                self.send(&client, request).await.map(|invitation| vec![invitation.into()])
            }
            (rows, _) if organization.is_empty() => {
                let invitations: Vec<_> = rows.iter().map(to_application).collect();
                let answer = self.send(&client, CreateInvitationBulk::new(invitations)).await;
                answer.map(|list| list.into_iter().map(Found::from).collect())
            }
            (rows, _) => {
                let invitations: Vec<_> = rows.iter().map(to_organization).collect();
                let request = CreateOrganizationInvitationBulk::new(organization, invitations);
                let answer = self.send(&client, request).await;
                answer.map(|list| list.into_iter().map(Found::from).collect())
            }
        }
    }

    /// Lists up to `limit` invitations to a place, the newest first. Without `revoked` all others
    /// are listed; with it, revoked ones alone.
    pub(crate) async fn list(
        &self,
        organization: &str,
        address: Option<&str>,
        revoked: bool,
        offset: u64,
        limit: u32,
    ) -> Answer<Vec<Found>> {
        if organization.is_empty() {
            let mut request = ListInvitations::new().limit(limit).offset(offset);
            if let Some(address) = address {
                request = request.query(address);
            }
            if revoked {
                request = request.status(InvitationStatus::Revoked);
            }
            let answer = self.send(&self.reading, request).await;
            return answer.map(|page| page.into_iter().map(Found::from).collect());
        }
        let mut request =
            ListOrganizationInvitations::new(organization).limit(limit).offset(offset);
        if let Some(address) = address {
            request = request.email_address(address);
        }
        let statuses = if revoked {
            vec![InvitationStatus::Revoked]
        } else {
            vec![InvitationStatus::Pending, InvitationStatus::Accepted, InvitationStatus::Expired]
        };
        let answer = self.send(&self.reading, request.status(statuses)).await;
        answer.map(|page| page.into_iter().map(Found::from).collect())
    }

    /// Lists a page of the pending invitations to a place.
    pub(crate) async fn list_pending(&self, organization: &str, offset: u64) -> Answer<Vec<Found>> {
        if organization.is_empty() {
            let request = ListInvitations::new().limit(PAGE).offset(offset);
            let request = request.status(InvitationStatus::Pending);
            let answer = self.send(&self.reading, request).await;
            return answer.map(|page| page.into_iter().map(Found::from).collect());
        }
        let request = ListOrganizationInvitations::new(organization).limit(PAGE).offset(offset);
        let request = request.status(vec![InvitationStatus::Pending]);
        let answer = self.send(&self.reading, request).await;
        answer.map(|page| page.into_iter().map(Found::from).collect())
    }

    /// Returns which of these are users, or members of the organization; nothing if that cannot be
    /// found out.
    pub(crate) async fn members(
        &self,
        organization: &str,
        addresses: Vec<String>,
    ) -> Option<Vec<String>> {
        if organization.is_empty() {
            let request = ListUsers::new(addresses).limit(PAGE);
            let users = self.send(&self.reading, request).await.result.ok()?;
            return Some(users.into_iter().flat_map(of_user).collect());
        }
        let request = ListMemberships::new(organization, addresses).limit(PAGE);
        let members = self.send(&self.reading, request).await.result.ok()?;
        Some(members.into_iter().filter_map(of_member).collect())
    }

    /// Revokes the invitation that a row replaces, within the guard's time.
    pub(crate) async fn revoke(
        &self,
        organization: &str,
        invitation: &str,
        guard: &Guard,
    ) -> Answer<()> {
        let left = guard.left().unwrap_or_default();
        let timeouts = Timeouts::default().connect(left).read(left).total(left);
        let client = self.within(guard, timeouts);
        if organization.is_empty() {
            let request = RevokeInvitation::new(invitation);
            return self.send(&client, request).await.map(drop);
        }
        let request = RevokeOrganizationInvitation::new(organization, invitation);
        self.send(&client, request).await.map(drop)
    }

    /// Returns a client whose requests the guard sees once more before they are written: timeouts
    /// stand still while the machine sleeps.
    fn within(&self, guard: &Guard, timeouts: Timeouts) -> Client {
        let guard = guard.clone();
        self.once.with_timeouts(timeouts).with_send_check(move || guard.allows())
    }

    async fn send<E: clerk_invite::Endpoint>(
        &self,
        client: &Client,
        request: E,
    ) -> Answer<E::Response> {
        match client.send_for_response(request).await {
            Ok(response) => {
                let (date, cached) = (date(response.headers()), is_cached(response.headers()));
                Answer { result: Ok(response.into_body()), date, cached }
            }
            Err(error) => Answer { result: Err(error), date: None, cached: false },
        }
    }
}

impl<T> Answer<T> {
    fn map<U>(self, change: impl FnOnce(T) -> U) -> Answer<U> {
        let Self { result, date, cached } = self;
        Answer { result: result.map(change), date, cached }
    }
}

fn date(headers: &HeaderMap) -> Option<i64> {
    let date = httpdate::parse_http_date(headers.get(DATE)?.to_str().ok()?).ok()?;
    i64::try_from(date.duration_since(UNIX_EPOCH).ok()?.as_millis()).ok()
}

/// A cache says how old its response is.
fn is_cached(headers: &HeaderMap) -> bool {
    headers.get(AGE).is_some_and(|age| age != "0")
}

fn to_application(row: &CallRow) -> CreateInvitation {
    let mut request = CreateInvitation::new(row.address.as_str());
    let details = row.details.clone();
    request.public_metadata = details.public_metadata;
    request.redirect_url = details.redirect_url.map(Into::into);
    request.expires_in_days = details.expires_in_days;
    request.template_slug = details.template_slug;
    if let Some(notify) = details.notify {
        request = request.notify(notify);
    }
    if let Some(ignore) = details.ignore_existing {
        request = request.ignore_existing(ignore);
    }
    request
}

fn to_organization(row: &CallRow) -> NewOrganizationInvitation {
    let role = row.role.as_deref().unwrap_or_default();
    let mut request = NewOrganizationInvitation::new(row.address.as_str(), role);
    let details = row.details.clone();
    request.inviter_user_id = details.inviter_user_id;
    request.public_metadata = details.public_metadata;
    request.private_metadata = details.private_metadata;
    request.redirect_url = details.redirect_url.map(Into::into);
    request.expires_in_days = details.expires_in_days;
    request.notify = details.notify;
    request
}

fn to_organization_alone(organization: &str, row: &CallRow) -> CreateOrganizationInvitation {
    let item = to_organization(row);
    let mut request =
        CreateOrganizationInvitation::new(organization, item.email_address, item.role);
    request.inviter_user_id = item.inviter_user_id;
    request.public_metadata = item.public_metadata;
    request.private_metadata = item.private_metadata;
    request.redirect_url = item.redirect_url;
    request.expires_in_days = item.expires_in_days;
    request.notify = item.notify;
    request
}

impl From<Invitation> for Found {
    fn from(invitation: Invitation) -> Self {
        Self {
            person: person(&invitation.email_address),
            id: invitation.id.into(),
            role: None,
            created_at: invitation.created_at.as_millis(),
        }
    }
}

impl From<OrganizationInvitation> for Found {
    fn from(invitation: OrganizationInvitation) -> Self {
        Self {
            person: person(&invitation.email_address),
            id: invitation.id.into(),
            role: Some(invitation.role),
            created_at: invitation.created_at.as_millis(),
        }
    }
}
