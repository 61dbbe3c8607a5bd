//! The invitations and waitlist entries that exist, as tests get to see them.

use std::fmt;

use crate::values::enums::{InvitationStatus, WaitlistEntryStatus};
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
