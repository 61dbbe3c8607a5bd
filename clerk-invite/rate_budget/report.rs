//! What is left.

use std::time::Duration;

use http::Method;

use crate::endpoint::rate_limit::RateLimit;

/// What is left of one endpoint's rate budget.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct EndpointBudget {
    /// The name of the declaration: `CreateInvitation`. If several declare the same method and
    /// path, they share this budget, and it has the name of the first.
    pub name: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path template: `/organizations/{organization_id}/invitations/bulk`.
    pub path: &'static str,
    /// The limit: the one that was set for this client, else the declared one; `None` if there is
    /// neither.
    pub limit: Option<RateLimit>,
    /// How many calls could begin now without waiting: none while others wait for the same slots,
    /// and none until the time that Clerk named in a 429. `None` if any number could.
    pub left: Option<u32>,
    /// How long a call made now would have to wait, behind those that wait already: zero if some
    /// are [`left`](Self::left). `None` if the limit lets no call through, ever.
    pub next_slot_in: Option<Duration>,
    /// How many calls wait.
    pub waiting: usize,
}
