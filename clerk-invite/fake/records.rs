//! Records of invitations, waitlist entries, people and requests, for tests to read.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};

use crate::fake::faults::fault::Fault;
use crate::fake::operation::Operation;
use crate::values::enums::{InvitationStatus, WaitlistEntryStatus};
use crate::values::metadata::Metadata;
use crate::values::string_types::UserId;
use crate::values::timestamp::Timestamp;

/// An invitation that the fake has created.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CreatedInvitation {
    /// The id, `inv_..` or `orginv_..`.
    pub id: String,
    /// The address, as the request spelled it.
    pub email_address: String,
    /// The organization; `None` for an invitation to the application itself.
    pub organization_id: Option<String>,
    /// Pending until it is accepted or revoked, or until the fake's clock reaches `expires_at`, when
    /// it is expired.
    pub status: InvitationStatus,
    /// The time of its creation, by the fake's clock.
    pub created_at: Timestamp,
    /// The time of its expiry, by the fake's clock.
    pub expires_at: Timestamp,
}

/// Leaves out the address, which is personal data.
impl fmt::Debug for CreatedInvitation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CreatedInvitation")
            .field("id", &self.id)
            .field("organization_id", &self.organization_id)
            .field("status", &self.status)
            .field("created_at", &self.created_at)
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

/// An entry of the waitlist that the fake has created.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CreatedWaitlistEntry {
    /// The id, `wle_..`.
    pub id: String,
    /// The address, as the request spelled it.
    pub email_address: String,
    /// Pending until it is invited or rejected; completed when its invitation is accepted.
    pub status: WaitlistEntryStatus,
    /// The id of its invitation; `None` until it is invited.
    pub invitation_id: Option<String>,
    /// The time of its creation, by the fake's clock.
    pub created_at: Timestamp,
}

/// Leaves out the address, which is personal data.
impl fmt::Debug for CreatedWaitlistEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CreatedWaitlistEntry")
            .field("id", &self.id)
            .field("status", &self.status)
            .field("invitation_id", &self.invitation_id)
            .field("created_at", &self.created_at)
            .finish_non_exhaustive()
    }
}

/// A user: added by a test, or created by accepting an invitation.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct KnownUser {
    /// The id, `user_..`.
    pub id: UserId,
    /// The address, as the invitation or the test spelled it.
    pub email_address: String,
    /// The public metadata of the accepted invitations to the application; of a repeated key the
    /// latest value.
    pub public_metadata: Metadata,
    /// The time of the user's creation, by the fake's clock.
    pub created_at: Timestamp,
}

/// Leaves out the address, which is personal data.
impl fmt::Debug for KnownUser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KnownUser")
            .field("id", &self.id)
            .field("public_metadata", &self.public_metadata)
            .field("created_at", &self.created_at)
            .finish_non_exhaustive()
    }
}

/// A user's membership in an organization.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct KnownMember {
    /// The user's id.
    pub user_id: UserId,
    /// The address, as the invitation or the test spelled it.
    pub email_address: String,
    /// The role of the accepted invitation; `org:member` for a member that a test added.
    pub role: String,
    /// The public metadata of the accepted invitation.
    pub public_metadata: Metadata,
    /// The private metadata of the accepted invitation.
    pub private_metadata: Metadata,
    /// The time of its creation, by the fake's clock.
    pub created_at: Timestamp,
}

/// Leaves out the address, which is personal data.
impl fmt::Debug for KnownMember {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KnownMember")
            .field("user_id", &self.user_id)
            .field("role", &self.role)
            .field("public_metadata", &self.public_metadata)
            .field("private_metadata", &self.private_metadata)
            .field("created_at", &self.created_at)
            .finish_non_exhaustive()
    }
}

/// A request as it arrived, and its outcome.
#[derive(Clone)]
#[non_exhaustive]
pub struct ReceivedRequest {
    /// The method.
    pub method: Method,
    /// Path and query exactly as on the wire: still percent-encoded, from `/v1` on.
    pub path: String,
    /// All headers, `Authorization` included.
    pub headers: HeaderMap,
    /// The body, byte for byte; empty if it was over the limit of 1 MiB.
    pub body: Bytes,
    /// The operation of this method and path; `None` if the fake does not know it.
    pub operation: Option<Operation>,
    /// `true` if it created or changed something, even if the response was lost; `false` for a
    /// refused request and for one that only reads.
    pub carried_out: bool,
    /// The HTTP status of the fake's response, whether or not it reached the client; `None` if there
    /// was none.
    pub status: Option<StatusCode>,
    /// The fault that a test injected.
    pub fault: Option<Fault>,
}

impl ReceivedRequest {
    /// Returns the body as JSON, or `None` if it is not JSON.
    ///
    /// A [`serde_json::Value`](https://docs.rs/serde_json/1/serde_json/enum.Value.html) sorts keys and parses numbers: compare [`body`](Self::body) where the
    /// text itself matters.
    #[must_use]
    pub fn json(&self) -> Option<serde_json::Value> {
        serde_json::from_slice(&self.body).ok()
    }
}

/// Leaves out headers, body and query: they hold the secret key and people's addresses.
impl fmt::Debug for ReceivedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.split('?').next();
        f.debug_struct("ReceivedRequest")
            .field("method", &self.method)
            .field("path", &path.unwrap_or_default())
            .field("body_bytes", &self.body.len())
            .field("operation", &self.operation)
            .field("carried_out", &self.carried_out)
            .field("status", &self.status)
            .field("fault", &self.fault)
            .finish_non_exhaustive()
    }
}
