//! Records of invitations, waitlist entries and requests, for tests to read.

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
    /// Its id, `inv_..` or `orginv_..`.
    pub id: String,
    /// Who is invited, as the request spelled it.
    pub email_address: String,
    /// The organization that they are invited to; `None` for the application itself.
    pub organization_id: Option<String>,
    /// Pending, until it is accepted or revoked; expired, if the fake's clock has reached
    /// `expires_at` before that.
    pub status: InvitationStatus,
    /// When it was created, by the fake's clock.
    pub created_at: Timestamp,
    /// When it expires, by the fake's clock.
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
    /// Its id, `wle_..`.
    pub id: String,
    /// Who waits, as the request spelled it.
    pub email_address: String,
    /// Pending, until it is invited or rejected; completed, once the invitation that came of it is
    /// accepted.
    pub status: WaitlistEntryStatus,
    /// The id of that invitation.
    pub invitation_id: Option<String>,
    /// When it was created, by the fake's clock.
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

/// A user that exists, because a test has added one or an invitation was accepted.
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
    /// When the user was created, by the fake's clock.
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
    /// The role: the accepted invitation's, or `org:member`.
    pub role: String,
    /// The public metadata of the accepted invitation.
    pub public_metadata: Metadata,
    /// The private metadata of the accepted invitation.
    pub private_metadata: Metadata,
    /// When the membership was created, by the fake's clock.
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

/// One request as it arrived, and what was done with it.
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
    /// The operation that method and path name, or `None` if they name none that the fake knows.
    pub operation: Option<Operation>,
    /// Whether it changed something: created, revoked, rejected or deleted it. Also true of a
    /// request whose response was lost; false of a refused one, and of one that only asks.
    pub carried_out: bool,
    /// The HTTP status that the fake sends, or `None` if it sends no response. Whether the
    /// response reaches the client is another matter.
    pub status: Option<StatusCode>,
    /// What a test made go wrong with it.
    pub fault: Option<Fault>,
}

impl ReceivedRequest {
    /// The body as JSON, or `None` if it is not JSON.
    ///
    /// A [`serde_json::Value`] sorts keys and rereads numbers; compare [`body`](Self::body) where
    /// the text itself matters.
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
