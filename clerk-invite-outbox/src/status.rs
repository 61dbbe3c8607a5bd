//! The status of a campaign: counts, budgets, stops, and its rows.

use std::collections::BTreeMap;
use std::fmt;

use clerk_invite::{EmailAddress, OrganizationId};

use crate::states::{Budget, Evidence, State};

/// The state of a campaign, and of the budgets that it draws on.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Status {
    /// The number of its people in each state.
    pub counts: BTreeMap<State, u64>,
    /// The budgets of its Clerk instance; empty before a worker has looked at the campaign.
    pub budgets: Vec<BudgetStatus>,
    /// The stops, and their reasons.
    pub stops: Vec<Stop>,
    /// The number of people without any invitation because their old one was revoked and the new one
    /// refused.
    pub lost: u64,
    /// When the last queued invitation will be sent at the earliest, in Unix milliseconds by the
    /// database's clock: what Clerk's limits allow if nothing fails and no other campaign is before
    /// this one. `None` if nothing is queued, if some wait for a stop to be lifted, or before a
    /// worker has looked at the campaign.
    pub done_at: Option<i64>,
}

impl Status {
    /// Returns how many of its people are in this state.
    #[must_use]
    pub fn count(&self, state: State) -> u64 {
        self.counts.get(&state).copied().unwrap_or_default()
    }

    /// Returns whether nothing is left to do: nobody is queued, in a call or unknown.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.counts.iter().all(|(state, count)| *count == 0 || state.is_final())
    }
}

/// One endpoint's budget.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct BudgetStatus {
    /// Which endpoint.
    pub budget: Budget,
    /// The number of calls in a period, without those reserved for others.
    pub calls: u64,
    /// The number of those that are taken.
    pub taken: u64,
    /// The period, in milliseconds.
    pub period: i64,
    /// When the next call may begin, in Unix milliseconds; in the past or present if one may now.
    pub next_at: Option<i64>,
}

/// A stop, until [`Outbox::resume`](crate::Outbox::resume).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Stop {
    /// The organization that is stopped; `None` for the application.
    pub organization: Option<String>,
    /// True if everything with the same key is stopped.
    pub everything: bool,
    /// Clerk's code.
    pub reason: String,
    /// When, in Unix milliseconds.
    pub stopped_at: i64,
}

/// Which rows an export has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Filter {
    /// Only those in this state.
    pub state: Option<State>,
}

impl Filter {
    /// Returns the filter that lets this state through.
    #[must_use]
    pub fn state(state: State) -> Self {
        Self { state: Some(state) }
    }
}

/// One row of an export.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Exported {
    /// Its number in the outbox, which events name it by.
    pub row: i64,
    /// The invited person.
    pub email_address: EmailAddress,
    /// The organization; `None` for the application.
    pub organization: Option<OrganizationId>,
    /// The role.
    pub role: Option<String>,
    /// The state.
    pub state: State,
    /// Clerk's code, if it was refused or is there already.
    pub code: Option<String>,
    /// Clerk's words, without addresses and ids.
    pub reason: Option<String>,
    /// The id of the invitation.
    pub invitation_id: Option<String>,
    /// The evidence for the state.
    pub evidence: Option<Evidence>,
    /// When it was recorded as sent, in Unix milliseconds.
    pub sent_at: Option<i64>,
}

/// Hides the address.
impl fmt::Debug for Exported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Exported")
            .field("row", &self.row)
            .field("state", &self.state)
            .field("code", &self.code)
            .field("evidence", &self.evidence)
            .finish_non_exhaustive()
    }
}
