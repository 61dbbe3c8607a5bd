//! A sliding log: the calls of the trailing period, and the time of the next slot.
//!
//! Not a token bucket: a full bucket of 25 lets 25 calls through at once and more as it refills, 49 in
//! the first hour of "25 per hour".

use std::collections::VecDeque;
use std::time::Duration;

use crate::endpoint::rate_limit::RateLimit;

/// The calls of one endpoint that still count.
///
/// A call arrives at Clerk between its start and its end (the response, or giving up), so it holds its
/// slot from its start until one period after its end. Then every window at Clerk contains no more
/// calls than the limit allows, however long a call is on its way.
///
/// A window is half open: if it starts with a call at `t`, it does not include a call at `t + per`. So a
/// slot opens at exactly `t + per`.
///
/// Every limit holds by itself: "7/minute" and "100/hour" can both apply.
#[derive(Debug, Clone)]
pub(super) struct Log {
    limits: Vec<RateLimit>,
    in_flight: usize,
    /// The time of each end, oldest first.
    ended_at: VecDeque<Duration>,
}

/// The calls to remember while there is no limit, in case one is declared later.
const REMEMBERED: usize = 1000;

impl Log {
    pub(super) fn new(limit: Option<RateLimit>) -> Self {
        Self { limits: Vec::from_iter(limit), in_flight: 0, ended_at: VecDeque::new() }
    }

    pub(super) fn add_limit(&mut self, limit: RateLimit) {
        if !self.limits.contains(&limit) {
            self.limits.push(limit);
        }
    }

    /// Adds calls that ended before this log was made.
    pub(super) fn add_ended(&mut self, ended_at: impl IntoIterator<Item = Duration>) {
        self.ended_at.extend(ended_at);
        self.ended_at.make_contiguous().sort_unstable();
    }

    /// Returns the limit with the lowest rate.
    pub(super) fn strictest(&self) -> Option<RateLimit> {
        let rate = |limit: &RateLimit| f64::from(limit.requests) / limit.per.as_secs_f64();
        self.limits.iter().copied().min_by(|a, b| rate(a).total_cmp(&rate(b)))
    }

    pub(super) fn in_flight(&self) -> usize {
        self.in_flight
    }

    /// Returns the ends of the calls that still count at `now`, oldest first.
    pub(super) fn counting(&self, now: Duration) -> impl Iterator<Item = Duration> {
        self.ended_at.iter().copied().filter(move |ended| self.counts(*ended, now))
    }

    /// Returns the earliest time from `from` on at which a call may start that has `ahead` others
    /// before it, or `None` if a limit allows no calls.
    ///
    /// If it returns `from`, a call may start. A later time is a lower bound: it assumes that the calls
    /// in flight end `now`, and that those ahead start as soon as they may and end at once.
    pub(super) fn next_slot_at(
        &self,
        now: Duration,
        from: Duration,
        ahead: usize,
    ) -> Option<Duration> {
        self.limits.iter().try_fold(from, |latest, limit| {
            let max = max_calls(*limit);
            // Whole rounds of `max` calls follow each other one period apart.
            let rounds = u32::try_from(ahead.checked_div(max)?).unwrap_or(u32::MAX);
            let calls = self.ended_at.len() + self.in_flight + ahead % max + 1;
            let room = match calls.saturating_sub(max).checked_sub(1) {
                Some(last_to_leave) => {
                    let ended = self.ended_at.get(last_to_leave).copied().unwrap_or(now);
                    from.max(ended.saturating_add(limit.per))
                }
                None => from,
            };
            Some(latest.max(room.saturating_add(limit.per.saturating_mul(rounds))))
        })
    }

    /// Returns the number of calls that may start at `now`, or `None` without a limit.
    pub(super) fn left(&self, now: Duration) -> Option<usize> {
        let left = self.limits.iter().map(|limit| {
            let gone =
                self.ended_at.partition_point(|ended| ended.saturating_add(limit.per) <= now);
            let in_flight = if limit.per.is_zero() { 0 } else { self.in_flight };
            max_calls(*limit).saturating_sub(self.ended_at.len() - gone + in_flight)
        });
        left.min()
    }

    /// A call starts. Only allowed if [`next_slot_at`](Self::next_slot_at) returns `now`.
    pub(super) fn start(&mut self, now: Duration) {
        self.forget(now);
        self.in_flight += 1;
    }

    /// A call ends: it arrived at Clerk at `now` at the latest.
    pub(super) fn end(&mut self, now: Duration) {
        self.in_flight = self.in_flight.saturating_sub(1);
        self.ended_at.push_back(now);
        self.forget(now);
    }

    /// A call ends that never arrived at Clerk and never will.
    pub(super) fn refund(&mut self) {
        self.in_flight = self.in_flight.saturating_sub(1);
    }

    fn forget(&mut self, now: Duration) {
        if self.limits.is_empty() {
            let excess = self.ended_at.len().saturating_sub(REMEMBERED);
            self.ended_at.drain(..excess);
            return;
        }
        while self.ended_at.front().is_some_and(|ended| !self.counts(*ended, now)) {
            self.ended_at.pop_front();
        }
    }

    fn counts(&self, ended: Duration, now: Duration) -> bool {
        let mut limits = self.limits.iter();
        self.limits.is_empty() || limits.any(|limit| ended.saturating_add(limit.per) > now)
    }
}

fn max_calls(limit: RateLimit) -> usize {
    usize::try_from(limit.requests).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Log, REMEMBERED};
    use crate::endpoint::rate_limit::RateLimit;

    const fn s(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    /// A log of calls that took no time.
    fn log(requests: u32, calls: &[u64]) -> Log {
        let mut log = Log::new(Some(RateLimit::new(requests, s(10))));
        for second in calls {
            log.start(s(*second));
            log.end(s(*second));
        }
        log
    }

    fn slots<const N: usize>(log: &Log, from: u64, ahead: [usize; N]) -> [u64; N] {
        ahead.map(|ahead| log.next_slot_at(s(from), s(from), ahead).unwrap().as_secs())
    }

    #[test]
    fn a_slot_opens_exactly_one_period_after_the_end() {
        let log = log(1, &[5]);
        assert_eq!(slots(&log, 5, [0]), [15]);
        assert_eq!(slots(&log, 15, [0]), [15]);
        let just_before = s(15).checked_sub(Duration::from_nanos(1)).unwrap();
        assert_eq!((log.left(just_before), log.left(s(15))), (Some(0), Some(1)));
    }

    #[test]
    fn those_ahead_take_the_slots_that_open_first() {
        let log = log(3, &[1, 2, 4]);
        assert_eq!(slots(&log, 5, [0, 1, 2, 3, 4, 5, 6]), [11, 12, 14, 21, 22, 24, 31]);
    }

    #[test]
    fn a_free_slot_comes_before_those_that_have_to_open() {
        let log = log(3, &[1, 2]);
        assert_eq!(slots(&log, 5, [0, 1, 2, 3, 4]), [5, 11, 12, 15, 21]);
    }

    #[test]
    fn nothing_opens_before_it_is_asked_for() {
        let log = log(3, &[1, 2, 4]);
        assert_eq!(slots(&log, 13, [0, 1, 2, 3]), [13, 13, 14, 23]);
    }

    #[test]
    fn a_call_in_flight_holds_its_slot_until_a_period_after_its_end() {
        let mut log = log(2, &[1]);
        log.start(s(2));
        assert_eq!(log.left(s(5)), Some(0));
        assert_eq!(slots(&log, 5, [0, 1]), [11, 15], "the second not before 15, if it ends now");
        assert_eq!((log.left(s(99)), slots(&log, 99, [0, 1])), (Some(1), [99, 109]));
        log.end(s(100));
        assert_eq!(slots(&log, 101, [0, 1]), [101, 110]);
    }

    #[test]
    fn a_refunded_call_does_not_count() {
        let mut log = log(2, &[1]);
        log.start(s(2));
        log.refund();
        assert_eq!((log.left(s(2)), log.counting(s(2)).count()), (Some(1), 1));
    }

    #[test]
    fn every_limit_holds() {
        let mut log = log(3, &[1, 2]);
        log.add_limit(RateLimit::new(2, s(60)));
        log.add_limit(RateLimit::new(2, s(60)));
        assert_eq!((log.left(s(5)), slots(&log, 5, [0, 1, 2])), (Some(0), [61, 62, 121]));
        assert_eq!(log.strictest(), Some(RateLimit::new(2, s(60))));
        assert_eq!(log.counting(s(30)).count(), 2, "the longest period");
    }

    #[test]
    fn the_log_forgets() {
        let mut limited = log(2, &[]);
        let mut unlimited = Log::new(None);
        for second in 0..2000 {
            for log in [&mut limited, &mut unlimited] {
                let at = log.next_slot_at(s(5 * second), s(5 * second), 0).unwrap();
                log.start(at);
                log.end(at);
            }
            assert!(limited.ended_at.len() <= 2 && unlimited.ended_at.len() <= REMEMBERED);
        }
        unlimited.add_limit(RateLimit::new(9, s(60)));
        assert_eq!(unlimited.left(s(10_000)), Some(0), "calls from before the limit count");
    }

    #[test]
    fn calls_from_before_count_in_any_order() {
        let mut log = log(3, &[9]);
        log.add_ended([s(7), s(3)]);
        assert_eq!(slots(&log, 10, [0, 1, 2]), [13, 17, 19]);
    }

    #[test]
    fn extreme_limits() {
        let slot = |requests, per, ahead| {
            Log::new(Some(RateLimit::new(requests, per))).next_slot_at(s(1), s(1), ahead)
        };
        assert_eq!(slot(0, s(10), 0), None);
        assert_eq!(slot(1, Duration::ZERO, 99), Some(s(1)));
        assert_eq!(slot(1, Duration::MAX, 2), Some(Duration::MAX));
        assert_eq!(slot(u32::MAX, s(10), 1000), Some(s(1)));
    }
}
