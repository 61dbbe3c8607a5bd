//! How a client keeps to the rate limits.

use std::collections::HashMap;
use std::time::Duration;

use super::target::Target;
use crate::endpoint::Endpoint;
use crate::endpoint::rate_limit::RateLimit;

/// Keeps a client within the rate limits that its endpoints declare, so that Clerk has nothing to
/// refuse.
///
/// Each endpoint has a budget of its own: in no period of its limit, wherever it starts, do more
/// calls begin than the limit allows, and as long as there are calls left none waits. A call for
/// which nothing is left waits for up to [`max_wait`](Self::max_wait), in the order of arrival, or
/// is refused with [`Delivery::NotSent`](crate::Delivery::NotSent). When Clerk answers 429, all
/// calls of that endpoint wait, or are refused, until the time that Clerk names.
///
/// A call counts from when it begins here, not from when it arrives: a slow lookup or connection can
/// bring two closer together on the way. What Clerk then refuses closes the gate.
///
/// The client and its clones share the budget. It counts their calls only: other clients and other
/// processes with the same key have budgets of their own, and Clerk counts all of them together.
///
/// ```
/// use std::time::Duration;
///
/// use clerk_invite::{CreateInvitation, RateBudget, RateLimit};
///
/// let budget = RateBudget::new()
///     .max_wait(Duration::from_secs(30))
///     .limit::<CreateInvitation>(RateLimit::new(500, Duration::from_secs(3600)));
/// # drop(budget);
/// ```
#[derive(Debug, Clone, Default)]
#[must_use = "a budget does nothing until a client has it"]
pub struct RateBudget {
    pub(super) max_wait: Duration,
    pub(super) limits: HashMap<Target, RateLimit>,
}

impl RateBudget {
    /// The limits that the endpoints declare, without waiting: a call for which nothing is left is
    /// refused.
    pub fn new() -> Self {
        Self::default()
    }

    /// For how long a call may wait until it begins; by default not at all.
    ///
    /// A call that would have to wait for longer, with those ahead of it, is refused at once, not
    /// after this time. The call's timeouts start when it begins.
    pub fn max_wait(self, max_wait: Duration) -> Self {
        Self { max_wait, ..self }
    }

    /// The limit of one endpoint, in place of what it declares: Clerk raises the limits of some
    /// customers, and you may want to leave a part to others. No requests at all closes the
    /// endpoint.
    ///
    /// It holds for every request with `E`'s method and path.
    pub fn limit<E: Endpoint>(mut self, limit: RateLimit) -> Self {
        // Out with an earlier one: the name that a map keeps is that of the first.
        let target = Target::of::<E>();
        self.limits.remove(&target);
        self.limits.insert(target, limit);
        self
    }
}
