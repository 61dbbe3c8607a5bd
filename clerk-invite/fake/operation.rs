//! The operations that the fake serves.

use std::time::Duration;

use crate::endpoint::rate_limit::RateLimit;

/// An operation that [`FakeClerk`](super::FakeClerk) serves, by the name of its declaration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Operation {
    /// `GET /invitations`
    ListInvitations,
    /// `POST /invitations`
    CreateInvitation,
    /// `POST /invitations/bulk`
    CreateInvitationBulk,
    /// `POST /invitations/{invitation_id}/revoke`
    RevokeInvitation,
    /// `DELETE /invitations/{invitation_id}`
    DeleteInvitation,
    /// `GET /organization_invitations`
    ListInstanceOrganizationInvitations,
    /// `GET /organizations/{organization_id}/invitations`
    ListOrganizationInvitations,
    /// `POST /organizations/{organization_id}/invitations`
    CreateOrganizationInvitation,
    /// `POST /organizations/{organization_id}/invitations/bulk`
    CreateOrganizationInvitationBulk,
    /// `GET /organizations/{organization_id}/invitations/{invitation_id}`
    GetOrganizationInvitation,
    /// `POST /organizations/{organization_id}/invitations/{invitation_id}/revoke`
    RevokeOrganizationInvitation,
    /// `GET /users/{user_id}/organization_invitations`
    ListUserOrganizationInvitations,
    /// `GET /waitlist_entries`
    ListWaitlistEntries,
    /// `POST /waitlist_entries`
    CreateWaitlistEntry,
    /// `POST /waitlist_entries/bulk`
    CreateWaitlistEntryBulk,
    /// `DELETE /waitlist_entries/{waitlist_entry_id}`
    DeleteWaitlistEntry,
    /// `POST /waitlist_entries/{waitlist_entry_id}/invite`
    InviteWaitlistEntry,
    /// `POST /waitlist_entries/{waitlist_entry_id}/reject`
    RejectWaitlistEntry,
}

impl Operation {
    /// Returns the documented limit, or `None` if Clerk documents none. The calls to all
    /// organizations count together.
    ///
    /// The numbers are written out: read from the declarations, a wrong one there would be wrong
    /// here too, and no test could see it.
    #[must_use]
    pub const fn rate_limit(self) -> Option<RateLimit> {
        let calls = match self {
            Self::CreateInvitation => 100,
            Self::CreateInvitationBulk => 25,
            Self::CreateOrganizationInvitation => 250,
            Self::CreateOrganizationInvitationBulk => 50,
            _ => return None,
        };
        Some(RateLimit::new(calls, Duration::from_secs(60 * 60)))
    }
}
