//! The operations that the fake serves.

use crate::endpoint::{Endpoint, RateLimit};

macro_rules! operations {
    ($($(#[$docs:meta])* $name:ident,)+) => {
        /// An operation that [`FakeClerk`](super::FakeClerk) serves, by the name of its declaration.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Operation {
            $($(#[$docs])* $name,)+
        }

        impl Operation {
            /// The documented limit, as the operation's declaration states it. The calls to all
            /// organizations count together.
            #[must_use]
            pub const fn rate_limit(self) -> Option<RateLimit> {
                match self {
                    $(Self::$name => <crate::$name as Endpoint>::RATE_LIMIT,)+
                }
            }
        }
    };
}

operations! {
    /// `GET /invitations`
    ListInvitations,
    /// `POST /invitations`
    CreateInvitation,
    /// `POST /invitations/bulk`
    CreateInvitationBulk,
    /// `POST /invitations/{invitation_id}/revoke`
    RevokeInvitation,
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
