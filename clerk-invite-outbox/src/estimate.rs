//! When the last queued invitation goes out: slots, as they come free, filled one after the other.

use crate::plan::{Gate, MARGIN};

/// The slots of one endpoint.
pub(crate) struct Lane<'a> {
    pub(crate) gate: &'a Gate,
    /// When its taken slots are free, in order.
    pub(crate) free_at: Vec<i64>,
}

impl Lane<'_> {
    /// Returns when each slot can be used first, and with how many people.
    fn slots(&self, now: i64, spread: bool) -> impl Iterator<Item = (i64, i64)> {
        let gate = self.gate;
        let calls = usize::try_from(gate.calls).unwrap_or_default();
        let people = if gate.budget.is_bulk() { crate::plan::BULK } else { 1 };
        let open = calls.saturating_sub(self.free_at.len());
        // More may be taken than there are: the reserve was raised.
        let excess = self.free_at.len().saturating_sub(calls);
        let closed = gate.closed_until.min(now + gate.period);
        let spacing = if spread { gate.period / gate.calls.max(1) } else { 0 };
        let last = gate.last_begun_at.map_or(i64::MIN, |last| last.min(now));
        let free = std::iter::repeat_n(now, open).chain(self.free_at[excess..].iter().copied());
        free.scan(last, move |last, at| {
            *last = at.max(closed).max(last.saturating_add(spacing));
            Some((*last, people))
        })
    }
}

/// Returns when the last of `left` people goes out if nothing fails and nobody else is before them;
/// `None` if there are no slots.
pub(crate) fn last_goes_at(lanes: &[Lane<'_>], left: i64, now: i64, spread: bool) -> Option<i64> {
    let mut slots: Vec<_> = lanes.iter().flat_map(|lane| lane.slots(now, spread)).collect();
    slots.sort_unstable();
    let in_a_period: i64 = slots.iter().map(|(_, people)| people).sum();
    if in_a_period == 0 || left <= 0 {
        return None;
    }
    let period = lanes.iter().map(|lane| lane.gate.period).max()? + MARGIN;
    let periods = (left - 1) / in_a_period;
    let mut left = left - periods * in_a_period;
    let last = slots.into_iter().find(|(_, people)| {
        left -= people;
        left <= 0
    });
    last.map(|(at, _)| at.saturating_add(periods.saturating_mul(period)))
}

#[cfg(test)]
mod tests {
    use super::{Lane, last_goes_at};
    use crate::plan::Gate;
    use crate::states::Budget;

    const NOW: i64 = 1_000_000_000;
    const HOUR: i64 = 3_600_000;

    fn gate(budget: Budget, calls: i64) -> Gate {
        Gate {
            budget,
            calls,
            period: HOUR,
            taken: 0,
            free_at: None,
            last_begun_at: None,
            closed_until: 0,
        }
    }

    fn at(gates: [&Gate; 2], free_at: [&[i64]; 2], left: i64, spread: bool) -> Option<i64> {
        let lanes: Vec<_> = gates
            .into_iter()
            .zip(free_at)
            .map(|(gate, free_at)| Lane { gate, free_at: free_at.to_vec() })
            .collect();
        Some(last_goes_at(&lanes, left, NOW, spread)? - NOW)
    }

    #[test]
    fn slots_are_filled_in_the_order_in_which_they_come_free() {
        let bulk = gate(Budget::OrganizationBulk, 2);
        let single = gate(Budget::OrganizationSingle, 3);
        let free = |left| at([&bulk, &single], [&[], &[]], left, false);
        assert_eq!(free(23), Some(0));
        assert_eq!(free(24), Some(HOUR + 2000));
        assert_eq!(free(46), Some(HOUR + 2000));
        assert_eq!(free(47), Some(2 * (HOUR + 2000)));
        let taken = |left| at([&bulk, &single], [&[NOW + 500], &[NOW + 100]], left, false);
        assert_eq!(taken(12), Some(0));
        assert_eq!(taken(13), Some(100));
        assert_eq!(taken(14), Some(500));
        assert_eq!(taken(24), Some(HOUR + 2000));
    }

    #[test]
    fn closed_spread_and_reserved_slots_come_later() {
        let mut bulk = gate(Budget::ApplicationBulk, 2);
        let none = gate(Budget::ApplicationSingle, 0);
        bulk.closed_until = NOW + 700;
        assert_eq!(at([&bulk, &none], [&[], &[]], 1, false), Some(700));
        assert_eq!(at([&bulk, &none], [&[], &[]], 11, true), Some(700 + HOUR / 2));
        let more = [NOW + 1000, NOW + 2000, NOW + 3000];
        assert_eq!(at([&bulk, &none], [&more, &[]], 11, false), Some(3000));
        assert_eq!(at([&none, &none], [&[], &[]], 1, false), None);
    }
}
