//! The pace: how many calls of each limit a number of people takes, and when the last one goes out.
//! Pure: the time is given.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use clerk_invite_outbox::{Budget, BudgetStatus};

/// The largest number of people in one bulk call.
const BULK: u64 = 10;
/// The time that the outbox keeps a slot beyond its period.
const MARGIN: i64 = 2_000;

/// The calls that a number of people takes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Plan {
    pub(crate) bulk_calls: u64,
    pub(crate) single_calls: u64,
    /// When the last call goes out, in milliseconds from now, if nothing comes between.
    pub(crate) last_in: i64,
}

/// The limit of one endpoint, as far as it is used up.
#[derive(Debug, Clone)]
pub(crate) struct Slots {
    /// When each slot is free, in milliseconds from now.
    free_in: BinaryHeap<Reverse<i64>>,
    period: i64,
    /// The least time between two calls.
    spacing: i64,
    next_in: i64,
}

impl Slots {
    /// Returns a limit of which nothing is used.
    pub(crate) fn unused(budget: Budget, reserved: u32, spread: bool) -> Self {
        let limit = budget.rate_limit();
        let calls = u64::from(limit.requests.saturating_sub(reserved).max(1));
        let period = i64::try_from(limit.per.as_millis()).unwrap_or(i64::MAX / 4);
        Self::new(calls, 0, period, 0, spread)
    }

    /// Returns a limit as the outbox has it.
    pub(crate) fn of(status: &BudgetStatus, now: i64, spread: bool) -> Self {
        let opens_in = status.next_at.map_or(status.period, |at| (at - now).max(0));
        Self::new(status.calls, status.taken, status.period, opens_in, spread)
    }

    fn new(calls: u64, taken: u64, period: i64, opens_in: i64, spread: bool) -> Self {
        let taken = taken.min(calls);
        let free = (0..calls - taken).map(|_| Reverse(0));
        // The outbox says when the first one frees, and the others follow.
        let used = (0..taken).map(|_| Reverse(if taken < calls { period } else { opens_in }));
        let calls = i64::try_from(calls.max(1)).unwrap_or(i64::MAX);
        Self {
            free_in: free.chain(used).collect(),
            period: period.saturating_add(MARGIN),
            spacing: if spread { period / calls } else { 0 },
            next_in: if spread { opens_in } else { 0 },
        }
    }

    fn peek(&self) -> Option<i64> {
        self.free_in.peek().map(|slot| slot.0.max(self.next_in))
    }

    fn take(&mut self, at: i64) {
        self.free_in.pop();
        self.free_in.push(Reverse(at.saturating_add(self.period)));
        self.next_in = at.saturating_add(self.spacing);
    }
}

/// Plans the calls for so many people in each of several places of one kind.
pub(crate) fn plan(places: &[u64], mut bulk: Slots, mut single: Slots) -> Plan {
    let mut places: Vec<u64> = places.iter().copied().filter(|count| *count > 0).collect();
    let mut first = 0;
    let mut plan = Plan::default();
    while first < places.len() {
        let last = places.len() - 1;
        let (bulk_at, single_at) = (bulk.peek(), single.peek());
        let Some(at) = [bulk_at, single_at].into_iter().flatten().min() else { break };
        // As the outbox: bulk calls from the head, single ones from the tail.
        if bulk_at == Some(at) && (places[first] > 1 || single_at != Some(at)) {
            bulk.take(at);
            plan.bulk_calls += 1;
            places[first] = places[first].saturating_sub(BULK);
        } else {
            single.take(at);
            plan.single_calls += 1;
            places[last] -= 1;
        }
        plan.last_in = plan.last_in.max(at);
        while first < places.len() && places[first] == 0 {
            first += 1;
        }
        while places.len() > first && places.last() == Some(&0) {
            places.pop();
        }
    }
    plan
}

#[cfg(test)]
mod tests {
    use super::{Plan, Slots, plan};
    use clerk_invite_outbox::Budget;

    const HOUR: i64 = 3_602_000;

    fn application(people: u64, spread: bool) -> Plan {
        let slots = |budget| Slots::unused(budget, 0, spread);
        plan(&[people], slots(Budget::ApplicationBulk), slots(Budget::ApplicationSingle))
    }

    #[test]
    fn both_limits_are_used_at_once() {
        let small = Plan { bulk_calls: 1, single_calls: 0, last_in: 0 };
        assert_eq!(application(10, false), small);
        let full = Plan { bulk_calls: 25, single_calls: 100, last_in: 0 };
        assert_eq!(application(350, false), full);
        assert_eq!(application(351, false).last_in, HOUR);
        assert_eq!(application(10_000, false).last_in, 28 * HOUR);
    }

    #[test]
    fn a_used_limit_is_waited_for() {
        let bulk = Slots::new(25, 25, 3_600_000, 60_000, false);
        let single = Slots::new(100, 100, 3_600_000, 90_000, false);
        let waits = Plan { bulk_calls: 1, single_calls: 0, last_in: 60_000 };
        assert_eq!(plan(&[5], bulk, single), waits);
    }

    #[test]
    fn spread_calls_are_spaced() {
        let apart = application(20, true);
        assert!(apart.last_in > 0 && apart.last_in < HOUR, "{apart:?}");
    }

    #[test]
    fn a_call_goes_to_one_place() {
        let slots = |budget| Slots::unused(budget, 0, false);
        let places = [3, 3, 3];
        let plan =
            plan(&places, slots(Budget::OrganizationBulk), slots(Budget::OrganizationSingle));
        assert_eq!((plan.bulk_calls, plan.single_calls), (3, 0));
    }
}
