//! The next step, as a pure function of the ledger, the queues and the time: no IO, no clock.

use crate::states::{Budget, Class};

/// The longest time that a call can be under way: 10 s from claim to send, 30 s for the POST.
pub(crate) const DEADLINE: i64 = 40_000;
/// The time after the claim in which a call may begin to be sent.
pub(crate) const GUARD: i64 = 10_000;
/// The assumption about Clerk: what it carries out is listed this long after the deadline.
pub(crate) const QUIET: i64 = 120_000;
/// The time between the two looks that prove absence.
pub(crate) const SETTLING: i64 = DEADLINE + QUIET;
/// The time that a slot stays closed beyond its period: clocks run at different rates.
pub(crate) const MARGIN: i64 = 2_000;
/// The number of failures in a row that make a call a probe.
pub(crate) const FAILURES_IN_A_ROW: usize = 3;
/// The time after a failed call at which a probe goes out.
pub(crate) const PROBE_AFTER: i64 = 60_000;
/// From how many failed calls on a row goes alone, and from how many it is given up. A request that the
/// network lost counts as well, so that three would give healthy rows up: 6 of 5,000 in a simulation
/// that loses 7 % of the calls, where five give up none.
pub(crate) const ALONE_AFTER: i64 = 2;
pub(crate) const REFUSED_AFTER: i64 = 5;
/// The cap of both bulk endpoints.
pub(crate) const BULK: i64 = 10;

/// One endpoint's budget at one moment.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Gate {
    pub(crate) budget: Budget,
    /// The number of calls in a period, without those reserved for others.
    pub(crate) calls: i64,
    pub(crate) period: i64,
    /// The number of taken slots.
    pub(crate) taken: i64,
    /// When enough slots are free again for one call, if none is now.
    pub(crate) free_at: Option<i64>,
    /// When the latest call began.
    pub(crate) last_begun_at: Option<i64>,
    pub(crate) closed_until: i64,
}

/// Everything that a step depends on besides the queues.
#[derive(Debug, Clone)]
pub(crate) struct Ledger {
    pub(crate) now: i64,
    pub(crate) gates: Vec<Gate>,
    /// The number of calls that are begun and not recorded.
    pub(crate) in_flight: i64,
    /// The number of latest calls that failed in a row, up to [`FAILURES_IN_A_ROW`].
    pub(crate) failures: usize,
    pub(crate) failed_at: i64,
}

/// The first rows that could be sent to one class of places.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Queue {
    pub(crate) class: Class,
    /// The number of rows at the head that may share a call: 0 if there are only suspects.
    pub(crate) together: i64,
    /// True if a row waits that has to go alone.
    pub(crate) suspects: bool,
    /// True if calls are spaced evenly.
    pub(crate) spread: bool,
}

/// Which rows a call takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Take {
    /// This many from the head.
    Head(i64),
    /// One that has to go alone.
    Suspect,
    /// The last one.
    Tail,
}

/// The next step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    Call {
        budget: Budget,
        take: Take,
    },
    /// Nothing before this time; nothing at all before the ledger or a queue changes.
    Wait(Option<i64>),
}

/// Returns when a slot is free after a call was answered.
pub(crate) fn slot_free_at(answered_at: i64, period: i64) -> i64 {
    answered_at.saturating_add(period).saturating_add(MARGIN)
}

/// Returns when a slot is free at the latest, if nothing is ever heard of the call.
pub(crate) fn slot_free_at_latest(begun_at: i64, period: i64) -> i64 {
    slot_free_at(begun_at + DEADLINE + QUIET, period)
}

/// Returns when this budget has a slot: the present if it has one.
pub(crate) fn opens_at(gate: &Gate, now: i64, spread: bool) -> Option<i64> {
    if gate.calls <= 0 {
        return None;
    }
    let free = if gate.taken < gate.calls { now } else { gate.free_at? };
    // A time that lies further ahead than its rule allows came of a clock that was wrong.
    let closed = gate.closed_until.min(now.saturating_add(gate.period));
    let spaced = match gate.last_begun_at {
        Some(last) if spread => last.min(now) + gate.period / gate.calls,
        _ => now,
    };
    Some(free.max(closed).max(spaced))
}

/// Returns the next step for one class's queue.
pub(crate) fn next(ledger: &Ledger, queue: &Queue) -> Step {
    let now = ledger.now;
    let gate = |budget: Budget| ledger.gates.iter().find(|gate| gate.budget == budget);
    let opens = |budget| gate(budget).and_then(|gate| opens_at(gate, now, queue.spread));
    let (bulk, single) = (Budget::bulk(queue.class), Budget::single(queue.class));
    let (bulk_at, single_at) = (opens(bulk), opens(single));
    let open = |at: Option<i64>| at.is_some_and(|at| at <= now);
    let nothing = queue.together == 0 && !queue.suspects;
    if nothing {
        return Step::Wait(None);
    }
    let one = if queue.suspects { Take::Suspect } else { Take::Tail };
    if ledger.failures >= FAILURES_IN_A_ROW {
        // One call at a time, with one row, until one succeeds.
        let probe_at = ledger.failed_at.min(now) + PROBE_AFTER;
        return match (ledger.in_flight, open(single_at), open(bulk_at)) {
            (1.., _, _) => Step::Wait(None),
            _ if probe_at > now => Step::Wait(Some(probe_at)),
            (_, true, _) => Step::Call { budget: single, take: one },
            (_, _, true) => Step::Call { budget: bulk, take: one },
            _ => Step::Wait(earliest(bulk_at, single_at)),
        };
    }
    if open(bulk_at) && queue.together >= 2 {
        return Step::Call { budget: bulk, take: Take::Head(queue.together) };
    }
    if open(single_at) {
        return Step::Call { budget: single, take: one };
    }
    if open(bulk_at) {
        // A bulk call of one is as good as a single, and here it is to be had.
        let take = if queue.together > 0 { Take::Head(1) } else { Take::Suspect };
        return Step::Call { budget: bulk, take };
    }
    Step::Wait(earliest(bulk_at, single_at))
}

pub(crate) fn earliest(one: Option<i64>, other: Option<i64>) -> Option<i64> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

/// Returns how many of the next rows, given by how many may share their call, can share one.
pub(crate) fn together(shares: &[i64]) -> i64 {
    let Some(share) = shares.iter().copied().find(|share| *share > 1) else { return 0 };
    let fitting = shares.iter().filter(|other| **other == share).count();
    i64::try_from(fitting).unwrap_or(BULK).min(share).min(BULK)
}

/// Returns with how many others the rows of a rejected call may go next time: alone, unless so many
/// go alone already that the budget for singles has more than two hours to do.
pub(crate) fn share_after_rejection(rows: i64, suspects: i64, singles_an_hour: i64) -> i64 {
    if suspects + rows > 2 * singles_an_hour { (rows / 2).max(1) } else { 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_000_000_000;

    fn gate(budget: Budget, taken: i64, free_at: i64) -> Gate {
        Gate {
            budget,
            calls: 2,
            period: 3_600_000,
            taken,
            free_at: (taken >= 2).then_some(free_at),
            last_begun_at: None,
            closed_until: 0,
        }
    }

    fn ledger(bulk: i64, single: i64) -> Ledger {
        let gates = vec![
            gate(Budget::ApplicationBulk, bulk, NOW + 500),
            gate(Budget::ApplicationSingle, single, NOW + 300),
        ];
        Ledger { now: NOW, gates, in_flight: 0, failures: 0, failed_at: 0 }
    }

    fn queue(together: i64, suspects: bool) -> Queue {
        Queue { class: Class::Application, together, suspects, spread: false }
    }

    fn call(budget: Budget, take: Take) -> Step {
        Step::Call { budget, take }
    }

    #[test]
    fn both_budgets_are_used_and_nothing_waits_while_one_is_open() {
        use Budget::{ApplicationBulk as Bulk, ApplicationSingle as Single};
        let full = queue(10, false);
        assert_eq!(next(&ledger(0, 0), &full), call(Bulk, Take::Head(10)));
        assert_eq!(next(&ledger(2, 0), &full), call(Single, Take::Tail));
        assert_eq!(next(&ledger(2, 0), &queue(10, true)), call(Single, Take::Suspect));
        assert_eq!(next(&ledger(2, 2), &full), Step::Wait(Some(NOW + 300)));
        assert_eq!(next(&ledger(0, 0), &queue(1, false)), call(Single, Take::Tail));
        assert_eq!(next(&ledger(0, 2), &queue(1, false)), call(Bulk, Take::Head(1)));
        assert_eq!(next(&ledger(0, 2), &queue(0, true)), call(Bulk, Take::Suspect));
        assert_eq!(next(&ledger(0, 0), &queue(0, false)), Step::Wait(None));
    }

    #[test]
    fn a_closed_gate_stays_closed_for_one_period_at_most() {
        let mut ledger = ledger(0, 2);
        ledger.gates[0].closed_until = NOW + 60_000;
        assert_eq!(next(&ledger, &queue(10, false)), Step::Wait(Some(NOW + 300)));
        ledger.gates[1].taken = 0;
        ledger.gates[1].closed_until = i64::MAX;
        assert_eq!(next(&ledger, &queue(10, false)), Step::Wait(Some(NOW + 60_000)));
        ledger.gates[0].calls = 0;
        assert_eq!(next(&ledger, &queue(10, false)), Step::Wait(Some(NOW + 3_600_000)));
    }

    #[test]
    fn after_three_failures_one_row_probes_at_a_time() {
        let mut ledger = ledger(0, 0);
        ledger.failures = 3;
        ledger.failed_at = NOW - PROBE_AFTER;
        let probe = call(Budget::ApplicationSingle, Take::Tail);
        assert_eq!(next(&ledger, &queue(10, false)), probe);
        ledger.in_flight = 1;
        assert_eq!(next(&ledger, &queue(10, false)), Step::Wait(None));
        ledger.in_flight = 0;
        ledger.failed_at = NOW - 1;
        let soon = Step::Wait(Some(NOW - 1 + PROBE_AFTER));
        assert_eq!(next(&ledger, &queue(10, false)), soon);
        ledger.failed_at = NOW + 18_000_000;
        let soon = Step::Wait(Some(NOW + PROBE_AFTER));
        assert_eq!(next(&ledger, &queue(10, false)), soon, "the clock was set back");
    }

    #[test]
    fn spread_spaces_the_calls() {
        let mut ledger = ledger(1, 1);
        for gate in &mut ledger.gates {
            gate.last_begun_at = Some(NOW - 1000);
        }
        let spread = Queue { spread: true, ..queue(10, false) };
        assert_eq!(next(&ledger, &spread), Step::Wait(Some(NOW - 1000 + 1_800_000)));
        assert_ne!(next(&ledger, &queue(10, false)), next(&ledger, &spread));
    }

    #[test]
    fn rows_share_a_call_with_rows_of_their_kind() {
        assert_eq!(together(&[10; 12]), 10);
        assert_eq!(together(&[1, 1, 10, 10]), 2);
        assert_eq!(together(&[5, 5, 5, 5, 5, 5, 10]), 5);
        assert_eq!(together(&[1, 1]), 0);
        assert_eq!(together(&[]), 0);
    }

    #[test]
    fn a_rejected_call_is_not_bisected_unless_the_singles_are_full() {
        assert_eq!(share_after_rejection(10, 0, 100), 1);
        assert_eq!(share_after_rejection(10, 190, 100), 1);
        assert_eq!(share_after_rejection(10, 191, 100), 5);
        assert_eq!(share_after_rejection(3, 500, 100), 1);
    }
}
