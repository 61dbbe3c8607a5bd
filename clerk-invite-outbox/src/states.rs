//! The states of an invitation and of a call, and the two budgets of each kind of place: data only.

/// The state of one invitation in the outbox.
///
/// ```text
/// queued → calling → sent | already | refused | unknown
/// calling → queued         not sent, rate limited, stopped, or the others of a rejected bulk
/// unknown → sent           listed by Clerk
/// unknown → queued         proven absent
/// refused → queued         by `retry`
/// queued → cancelled       by `cancel`; enqueueing revives
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum State {
    /// Waits for its turn.
    Queued,
    /// Part of a call that has begun and is not recorded yet.
    Calling,
    /// Clerk has accepted it.
    Sent,
    /// The person has an invitation, or has joined, without this row's doing.
    Already,
    /// Clerk has refused it.
    Refused,
    /// A call may have carried it out. It is looked up and never sent again before that.
    Unknown,
    /// Taken back before it was sent.
    Cancelled,
}

impl State {
    /// Every state, in the order of their codes.
    pub const ALL: [Self; 7] = [
        Self::Queued,
        Self::Calling,
        Self::Sent,
        Self::Already,
        Self::Refused,
        Self::Unknown,
        Self::Cancelled,
    ];

    pub(crate) fn code(self) -> i64 {
        match self {
            Self::Queued => 0,
            Self::Calling => 1,
            Self::Sent => 2,
            Self::Already => 3,
            Self::Refused => 4,
            Self::Unknown => 5,
            Self::Cancelled => 6,
        }
    }

    pub(crate) fn from_code(code: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Returns the word for it: `queued`, `sent` and so on.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Calling => "calling",
            Self::Sent => "sent",
            Self::Already => "already",
            Self::Refused => "refused",
            Self::Unknown => "unknown",
            Self::Cancelled => "cancelled",
        }
    }

    /// Returns whether nothing more will happen to the invitation by itself.
    #[must_use]
    pub fn is_final(self) -> bool {
        matches!(self, Self::Sent | Self::Already | Self::Refused | Self::Cancelled)
    }
}

impl std::fmt::Display for State {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

/// The grounds on which an invitation is `sent` or `already`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Evidence {
    /// Clerk's response to the call.
    Response,
    /// Clerk lists it.
    Listed,
    /// Another campaign of this outbox has sent it.
    Journal,
}

impl Evidence {
    /// Returns the word for it: `response`, `listed` or `journal`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Response => "response",
            Self::Listed => "listed",
            Self::Journal => "journal",
        }
    }

    pub(crate) fn from_word(word: &str) -> Option<Self> {
        [Self::Response, Self::Listed, Self::Journal].into_iter().find(|it| it.as_str() == word)
    }
}

/// The state of one call: `begun` → `answered` | `unknown` → `settled`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum CallState {
    Begun,
    Answered,
    Unknown,
    Settled,
}

impl CallState {
    pub(crate) fn code(self) -> i64 {
        self as i64
    }
}

/// A rate-limited endpoint: each kind of place has a bulk one and a single one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Budget {
    /// `POST /invitations/bulk`: 25 calls an hour.
    ApplicationBulk,
    /// `POST /invitations`: 100 calls an hour.
    ApplicationSingle,
    /// `POST /organizations/{organization_id}/invitations/bulk`: 50 calls an hour.
    OrganizationBulk,
    /// `POST /organizations/{organization_id}/invitations`: 250 calls an hour.
    OrganizationSingle,
}

impl Budget {
    /// Every budget.
    pub const ALL: [Self; 4] = [
        Self::ApplicationBulk,
        Self::ApplicationSingle,
        Self::OrganizationBulk,
        Self::OrganizationSingle,
    ];

    pub(crate) fn code(self) -> i64 {
        self as i64
    }

    pub(crate) fn from_code(code: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|budget| budget.code() == code)
    }

    /// Returns the single endpoint of the same kind of place.
    pub(crate) fn single_of(self) -> Self {
        match self {
            Self::ApplicationBulk | Self::ApplicationSingle => Self::ApplicationSingle,
            Self::OrganizationBulk | Self::OrganizationSingle => Self::OrganizationSingle,
        }
    }

    pub(crate) fn is_bulk(self) -> bool {
        matches!(self, Self::ApplicationBulk | Self::OrganizationBulk)
    }

    pub(crate) fn bulk(class: Class) -> Self {
        match class {
            Class::Application => Self::ApplicationBulk,
            Class::Organization => Self::OrganizationBulk,
        }
    }

    pub(crate) fn single(class: Class) -> Self {
        match class {
            Class::Application => Self::ApplicationSingle,
            Class::Organization => Self::OrganizationSingle,
        }
    }

    /// Returns the rate limit that the declaration of the endpoint states.
    #[must_use]
    pub fn rate_limit(self) -> clerk_invite::RateLimit {
        use clerk_invite::Endpoint;
        let limit = match self {
            Self::ApplicationBulk => clerk_invite::CreateInvitationBulk::RATE_LIMIT,
            Self::ApplicationSingle => clerk_invite::CreateInvitation::RATE_LIMIT,
            Self::OrganizationBulk => clerk_invite::CreateOrganizationInvitationBulk::RATE_LIMIT,
            Self::OrganizationSingle => clerk_invite::CreateOrganizationInvitation::RATE_LIMIT,
        };
        let an_hour = std::time::Duration::from_hours(1);
        limit.unwrap_or(clerk_invite::RateLimit::new(25, an_hour))
    }
}

/// The two kinds of place that people are invited to, each with budgets of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    Application,
    Organization,
}

impl Class {
    pub(crate) const BOTH: [Self; 2] = [Self::Application, Self::Organization];
}
