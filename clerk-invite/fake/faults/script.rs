//! Chooses a call's fault: one that a test has lined up, or else one drawn at random.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::fake::faults::fault::Fault;
use crate::fake::operation::Operation;

/// Faults drawn at random, at most one for each call. The same seed draws the same faults.
///
/// ```
/// use clerk_invite::fake::{Fault, RandomFaults};
///
/// // Of ten calls, about three fail: one is lost on its way there, two on the way back.
/// let faults = RandomFaults::seeded(42)
///     .with(0.1, Fault::LoseRequest)
///     .with(0.2, Fault::LoseResponse);
/// # let _ = faults;
/// ```
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct RandomFaults {
    state: u64,
    faults: Vec<(f64, Fault)>,
    /// The operations whose calls can have one; `None` for all.
    only: Option<BTreeSet<Operation>>,
}

impl RandomFaults {
    /// Starts without any fault. For calls that arrive one after the other, the seed determines the
    /// faults; for concurrent calls, the order of arrival does, too.
    pub fn seeded(seed: u64) -> Self {
        Self { state: seed, faults: Vec::new(), only: None }
    }

    /// Gives a call this fault with this probability, from 0.0 (never) to 1.0 (always).
    ///
    /// The probabilities add up. Beyond a sum of 1.0, the faults that were added last never happen.
    pub fn with(mut self, probability: f64, fault: Fault) -> Self {
        // Zero, negative numbers and NaN never happen.
        if probability > 0.0 {
            self.faults.push((probability, fault));
        }
        self
    }

    /// Leaves the calls of all other operations without faults.
    ///
    /// ```
    /// use clerk_invite::fake::{Fault, Operation, RandomFaults};
    ///
    /// let creating = [Operation::CreateInvitation, Operation::CreateInvitationBulk];
    /// let faults = RandomFaults::seeded(42).with(0.1, Fault::LoseRequest).only(creating);
    /// # let _ = faults;
    /// ```
    pub fn only(self, operations: impl IntoIterator<Item = Operation>) -> Self {
        Self { only: Some(operations.into_iter().collect()), ..self }
    }

    fn draw(&mut self, operation: Option<Operation>) -> Option<Fault> {
        let is_meant = |only: &BTreeSet<_>| operation.is_some_and(|name| only.contains(&name));
        if !self.only.as_ref().is_none_or(is_meant) {
            return None;
        }
        let mut drawn = self.next_fraction();
        for (probability, fault) in &self.faults {
            if drawn < *probability {
                return Some(fault.clone());
            }
            drawn -= probability;
        }
        None
    }

    /// Returns a number from 0.0 up to, but not including, 1.0: the upper half of `SplitMix64`.
    fn next_fraction(&mut self) -> f64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.state;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^= bits >> 31;
        let [a, b, c, d, ..] = bits.to_be_bytes();
        f64::from(u32::from_be_bytes([a, b, c, d])) / 4_294_967_296.0
    }
}

#[derive(Default)]
pub(crate) struct Script {
    /// The faults of the next calls; `None` for a call without one.
    lined_up: VecDeque<Option<Fault>>,
    /// The faults of the next calls of one operation.
    of_operation: BTreeMap<Operation, VecDeque<Fault>>,
    random: Option<RandomFaults>,
}

impl Script {
    pub(crate) fn line_up(&mut self, fault: Fault) {
        self.lined_up.push_back(Some(fault));
    }

    /// Lines up a fault for the `nth` call from now on, counted from 1.
    pub(crate) fn line_up_for(&mut self, nth: usize, fault: Fault) {
        let index = nth.saturating_sub(1);
        while self.lined_up.len() <= index {
            self.lined_up.push_back(None);
        }
        if let Some(place) = self.lined_up.get_mut(index) {
            *place = Some(fault);
        }
    }

    pub(crate) fn line_up_on(&mut self, operation: Operation, fault: Fault) {
        self.of_operation.entry(operation).or_default().push_back(fault);
    }

    pub(crate) fn at_random(&mut self, faults: RandomFaults) {
        self.random = Some(faults);
    }

    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }

    /// Returns the fault of the call that has just arrived.
    pub(crate) fn next(&mut self, operation: Option<Operation>) -> Option<Fault> {
        // Drawn for every call, so that a lined-up fault does not shift the random faults after it.
        let drawn = self.random.as_mut().and_then(|random| random.draw(operation));
        if let Some(fault) = self.lined_up.pop_front().flatten() {
            return Some(fault);
        }
        let own = operation.and_then(|operation| self.of_operation.get_mut(&operation));
        own.and_then(VecDeque::pop_front).or(drawn)
    }
}
