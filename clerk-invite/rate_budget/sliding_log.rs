//! When calls began, and when the next may.
//!
//! A log of the calls themselves, not a bucket that fills up again: a bucket of 25 that is full
//! lets 25 calls through at once and more as it refills, 49 in the first hour of "25 per hour".

use std::collections::VecDeque;
use std::time::Duration;

use crate::endpoint::rate_limit::RateLimit;

/// The calls of one endpoint that began in the trailing period.
///
/// Every time is a duration since one fixed moment, the budget's start: tests are their own clock,
/// and adding up cannot panic as it can with an `Instant`.
///
/// A window is half open: one that holds a call at `t` reaches up to `t + per` and does not hold a
/// call at exactly `t + per`. So a call leaves the log at `t + per`, not later. Rust's clocks tick
/// in less than a microsecond, and tokio's timers round up to a millisecond: the coarseness of both
/// is far below what the network does to the distance of two calls on their way to Clerk.
#[derive(Debug)]
pub(super) struct Log {
    limit: RateLimit,
    /// When each call began, oldest first; never more than `limit.requests`.
    started_at: VecDeque<Duration>,
}

impl Log {
    pub(super) fn new(limit: RateLimit) -> Self {
        // Grows with the calls: a limit of a million costs nothing until a million calls are made.
        Self { limit, started_at: VecDeque::new() }
    }

    pub(super) fn limit(&self) -> RateLimit {
        self.limit
    }

    /// The earliest time, from `from` on, at which a call may begin that has `ahead` others before
    /// it, each of which begins as soon as it may. `None` if the limit lets no call through, ever.
    pub(super) fn next_slot_at(&self, from: Duration, ahead: usize) -> Option<Duration> {
        let max = self.max_calls();
        // What would be needed beside the log: whole rounds of `most` calls, each a period behind
        // the one before it, because a call leaves the log one period after it began.
        let rounds = ahead.checked_div(max)?;
        let place = ahead % max;
        // So many of the oldest calls have to leave before there is room for this one.
        let leaving = (self.started_at.len() + place + 1).saturating_sub(max);
        let room = match leaving.checked_sub(1).and_then(|last| self.started_at.get(last)) {
            Some(started_at) => from.max(self.leaves(*started_at)),
            None => from,
        };
        let rounds = u32::try_from(rounds).unwrap_or(u32::MAX);
        Some(room.saturating_add(self.limit.per.saturating_mul(rounds)))
    }

    /// How many calls may begin at `now`.
    pub(super) fn left(&self, now: Duration) -> usize {
        let gone = self.started_at.partition_point(|started_at| self.leaves(*started_at) <= now);
        self.max_calls().saturating_sub(self.started_at.len() - gone)
    }

    /// A call begins. Only when [`opens`](Self::opens) says `now`: that bounds the memory.
    pub(super) fn record(&mut self, now: Duration) {
        while self.started_at.front().is_some_and(|started_at| self.leaves(*started_at) <= now) {
            self.started_at.pop_front();
        }
        self.started_at.push_back(now);
    }

    /// A call that was thought to begin at `begun` did not. Calls of one moment are alike, so any
    /// of them will do; one that has left the log has nothing to give back.
    pub(super) fn refund(&mut self, started_at: Duration) {
        if let Ok(index) = self.started_at.binary_search(&started_at) {
            self.started_at.remove(index);
        }
    }

    fn leaves(&self, started_at: Duration) -> Duration {
        started_at.saturating_add(self.limit.per)
    }

    fn max_calls(&self) -> usize {
        usize::try_from(self.limit.requests).unwrap_or(usize::MAX)
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.started_at.len()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::Log;
    use crate::endpoint::rate_limit::RateLimit;

    const fn s(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    fn log(requests: u32, started_at: &[u64]) -> Log {
        let mut log = Log::new(RateLimit::new(requests, s(10)));
        for second in started_at {
            log.record(s(*second));
        }
        log
    }

    #[test]
    fn a_call_leaves_exactly_one_period_later() {
        let log = log(1, &[5]);
        assert_eq!(log.next_slot_at(s(5), 0), Some(s(15)));
        assert_eq!(log.next_slot_at(s(15), 0), Some(s(15)));
        let just_before = s(15).checked_sub(Duration::from_nanos(1)).unwrap();
        assert_eq!((log.left(just_before), log.left(s(15))), (0, 1));
    }

    #[test]
    fn those_ahead_take_the_slots_that_open_first() {
        let log = log(3, &[1, 2, 4]);
        let slot = |ahead| log.next_slot_at(s(5), ahead).unwrap().as_secs();
        assert_eq!([0, 1, 2, 3, 4, 5, 6].map(slot), [11, 12, 14, 21, 22, 24, 31]);
    }

    #[test]
    fn a_free_slot_comes_before_those_that_have_to_open() {
        let log = log(3, &[1, 2]);
        let slot = |ahead| log.next_slot_at(s(5), ahead).unwrap().as_secs();
        assert_eq!([0, 1, 2, 3, 4].map(slot), [5, 11, 12, 15, 21]);
    }

    #[test]
    fn nothing_opens_before_it_is_asked_for() {
        let log = log(3, &[1, 2, 4]);
        let slot = |ahead| log.next_slot_at(s(13), ahead).unwrap().as_secs();
        assert_eq!([0, 1, 2, 3].map(slot), [13, 13, 14, 23]);
    }

    #[test]
    fn calls_of_one_moment_count_one_by_one() {
        let mut log = log(3, &[1, 1, 1]);
        assert_eq!(log.left(s(1)), 0);
        log.refund(s(1));
        assert_eq!(log.left(s(1)), 1);
        log.refund(s(2));
        assert_eq!(log.left(s(1)), 1);
    }

    #[test]
    fn the_log_never_outgrows_the_limit() {
        let mut log = log(2, &[]);
        for second in 0..100 {
            log.record(log.next_slot_at(s(second), 0).unwrap());
            assert!(log.len() <= 2);
        }
    }

    #[test]
    fn extreme_limits() {
        let slot = |requests, per, ahead| {
            Log::new(RateLimit::new(requests, per)).next_slot_at(s(1), ahead)
        };
        assert_eq!(slot(0, s(10), 0), None);
        assert_eq!(slot(1, Duration::ZERO, 99), Some(s(1)));
        assert_eq!(slot(1, Duration::MAX, 2), Some(Duration::MAX));
        assert_eq!(slot(u32::MAX, s(10), 1000), Some(s(1)));
    }
}
