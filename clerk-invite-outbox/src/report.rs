//! The result of enqueueing.

use std::collections::BTreeMap;

use crate::states::State;

/// The result of [`Campaign::enqueue`](crate::Campaign::enqueue). Indexes count what was given to it
/// from 0. Holds no address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Report {
    /// The number of invitations that are new in the campaign.
    pub new: u64,
    /// The number of people who were in the campaign, for that place, already; those who were cancelled
    /// wait again and count as [`revived`](Self::revived).
    pub repeated: u64,
    /// The repeated ones by the state they are in.
    pub repeated_in: BTreeMap<State, u64>,
    /// The repeated ones whose role or details differ from the enqueued ones: the indexes. What was
    /// enqueued first stays.
    pub different: Vec<usize>,
    /// The number of cancelled people who wait again.
    pub revived: u64,
    /// The invitations that cannot be sent: index and reason.
    pub invalid: Vec<(usize, &'static str)>,
}
