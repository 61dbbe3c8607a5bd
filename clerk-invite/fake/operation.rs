//! The operations that the fake serves.

use crate::{
    CreateInvitation, CreateInvitationBulk, CreateOrganizationInvitationBulk, Endpoint, RateLimit,
};

/// An operation that [`FakeClerk`](super::FakeClerk) serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Operation {
    /// `POST /invitations`
    CreateInvitation,
    /// `POST /invitations/bulk`
    CreateInvitationBulk,
    /// `POST /organizations/{organization_id}/invitations/bulk`
    CreateOrganizationInvitationBulk,
}

impl Operation {
    /// The documented limit, as the operation's declaration states it. The calls to all
    /// organizations count together.
    #[must_use]
    pub const fn rate_limit(self) -> Option<RateLimit> {
        match self {
            Self::CreateInvitation => CreateInvitation::RATE_LIMIT,
            Self::CreateInvitationBulk => CreateInvitationBulk::RATE_LIMIT,
            Self::CreateOrganizationInvitationBulk => CreateOrganizationInvitationBulk::RATE_LIMIT,
        }
    }
}
