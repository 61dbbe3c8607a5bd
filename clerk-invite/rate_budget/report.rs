//! The state of a budget, as its user sees it.

use std::time::Duration;

use http::Method;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::endpoint::rate_limit::RateLimit;
use crate::values::timestamp::Timestamp;

/// The rate budget of one endpoint, as [`Client::budget`](crate::Client::budget) reports it.
///
/// Serializes, so that a process can hand its budget to the next one; see
/// [`RateBudget::continue_from`](crate::RateBudget::continue_from). Contains no personal data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct EndpointBudget {
    /// The name of the declaration: `CreateInvitation`. Declarations of the same method and path share
    /// a budget, which has the name of the first that was used.
    pub name: String,
    /// The HTTP method.
    #[serde(serialize_with = "write_method", deserialize_with = "read_method")]
    pub method: Method,
    /// The path template: `/organizations/{organization_id}/invitations/bulk`.
    pub path: String,
    /// The limit: the one that was set on this client, or else the declared one. Of several
    /// declared limits, which all hold, the one with the lowest rate. `None` if there is none.
    pub limit: Option<RateLimit>,
    /// The number of calls that could start now without waiting. 0 while others wait, and until the
    /// time that Clerk gave in a 429. `None` if the number is not limited.
    pub left: Option<u32>,
    /// The time that a call made now would have to wait at least, behind those that already wait. Zero
    /// if some calls are [`left`](Self::left). `None` if the limit allows no calls.
    pub next_slot_in: Option<Duration>,
    /// The number of calls that wait.
    pub waiting: usize,
    /// The number of calls that hold a slot and have not ended.
    #[serde(default)]
    pub in_flight: usize,
    /// The time at which each call ended that still counts, oldest first. Without a limit, that of
    /// the last 1,000 calls.
    #[serde(default)]
    pub used: Vec<Timestamp>,
    /// The time until which no call starts, because Clerk answered 429.
    #[serde(default)]
    pub paused_until: Option<Timestamp>,
}

fn write_method<S: Serializer>(method: &Method, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(method.as_str())
}

fn read_method<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Method, D::Error> {
    String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
}
