//! The settings of a budget.

use std::collections::HashMap;
use std::time::Duration;

use super::report::EndpointBudget;
use super::target::Target;
use crate::endpoint::Endpoint;
use crate::endpoint::rate_limit::RateLimit;

/// A client-side budget of calls, which keeps a client within the rate limits of its endpoints.
///
/// Each endpoint has its own budget. In no window of the limit's length do more calls reach Clerk than
/// the limit allows, and no call waits while some are left. When none is left, a call waits its turn for
/// up to [`max_wait`](Self::max_wait), or fails with
/// [`Delivery::NotSent`](crate::Delivery::NotSent). When Clerk answers 429, all calls of that endpoint
/// wait, or fail, until the time that Clerk gives.
///
/// # Counting
///
/// A call arrives at Clerk at some moment between sending and the response. So it holds a slot until
/// one period after its response, or after it was given up: at a timeout, or when its future was
/// dropped. If no connection took the request, the slot is given back at once.
///
/// One exception remains: if the network delivers a request after its call was given up, Clerk counts it
/// later than this budget does. For a short time, Clerk may then see more calls than the limit.
///
/// The client and its clones share the budget. Clerk counts the calls of all clients and processes with
/// the same key together. Leave a part of a limit to others with [`limit`](Self::limit), and hand the
/// budget over at a restart with [`continue_from`](Self::continue_from).
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
    /// The ages of earlier calls.
    pub(super) used: Vec<(Target, Vec<Duration>)>,
    pub(super) earlier: Vec<EndpointBudget>,
}

impl RateBudget {
    /// Creates a budget of the declared limits, in which calls do not wait: a call without a slot fails.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the longest time that a call may wait for its slot. Defaults to zero.
    ///
    /// A call fails as soon as it is known that its turn comes later than this. That is at once, unless
    /// calls in flight or a 429 delay the turn. The timeouts of a call start when the waiting is over.
    pub fn max_wait(self, max_wait: Duration) -> Self {
        Self { max_wait, ..self }
    }

    /// Sets the limit of one endpoint, in place of what its declarations say.
    ///
    /// Clerk raises the limits of some customers, and others may use the same key. A limit of 0 requests
    /// disables the endpoint. Applies to every request with the method and path of `E`; the last limit
    /// that is set for an endpoint holds.
    pub fn limit<E: Endpoint>(mut self, limit: RateLimit) -> Self {
        let target = Target::of::<E>();
        // A map keeps its first key, and with it the name of the first declaration.
        self.limits.remove(&target);
        self.limits.insert(target, limit);
        self
    }

    /// Counts calls of one endpoint that were made before this client, for example by another process
    /// with the same key.
    ///
    /// `ages` are the times that have passed since the end of each call.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use clerk_invite::{CreateInvitationBulk, RateBudget};
    ///
    /// let ages = [5, 20].map(|minutes| Duration::from_secs(60 * minutes));
    /// let budget = RateBudget::new().already_used::<CreateInvitationBulk>(ages);
    /// # drop(budget);
    /// ```
    pub fn already_used<E: Endpoint>(mut self, ages: impl IntoIterator<Item = Duration>) -> Self {
        self.used.push((Target::of::<E>(), ages.into_iter().collect()));
        self
    }

    /// Continues the budget of an earlier client, from what [`Client::budget`](crate::Client::budget)
    /// reported: its calls count, and a pause after a 429 lasts on.
    ///
    /// Take the report when the earlier client has no calls under way any more. Calls that it reports
    /// as [`in_flight`](EndpointBudget::in_flight) count as if they ended when the new client is built.
    /// The report has times of the wall clock. If that is set back or forward in between, calls count
    /// for longer or shorter than their period.
    ///
    /// Limits are not continued: those that are declared, or set on the new budget, hold.
    ///
    /// ```
    /// # use clerk_invite::{Client, EndpointBudget, Error, RateBudget, serde_json};
    /// # fn save(_: String) {}
    /// # fn load() -> String { String::from("[]") }
    /// # fn old(client: Client) -> serde_json::Result<()> {
    /// save(serde_json::to_string(&client.budget())?);
    /// # Ok(())
    /// # }
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    ///
    /// // In the next process:
    /// let report: Vec<EndpointBudget> = serde_json::from_str(&load())?;
    /// let budget = RateBudget::new().continue_from(report);
    /// let client = Client::builder("sk_test_123").rate_budget(budget).build()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn continue_from(mut self, report: impl IntoIterator<Item = EndpointBudget>) -> Self {
        self.earlier.extend(report);
        self
    }
}
