//! Retries, and the rule that a POST is not sent twice.
//!
//! Two safeguards stand below it: the transport disables the retries of its HTTP client, and a request
//! body cannot be cloned.

use std::time::Duration;

use http::{Method, StatusCode};

use crate::error::delivery::Delivery;
use crate::error::{Error, Kind};

/// The rules for sending a call again: only where nothing can happen twice.
///
/// | outcome | GET | any other method |
/// |---|---|---|
/// | [`NotSent`](Delivery::NotSent): no connection | again | again |
/// | timeout, reset, 408, 5xx | again | **never** |
/// | a response that broke off after its 2xx | again | **never** |
/// | 429 | after `Retry-After`, within [`wait_up_to`](Self::wait_up_to) | the same |
/// | any other response | never | never |
///
/// No switch changes "never": a POST that may have been carried out is not sent again.
///
/// By default nothing is sent again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetryPolicy {
    attempts: u32,
    initial_backoff: Duration,
    max_backoff: Duration,
    total: Duration,
    wait_up_to: Duration,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self::off()
    }
}

impl RetryPolicy {
    /// Sends nothing again.
    #[must_use]
    pub const fn off() -> Self {
        Self::attempts(1)
    }

    /// Sends at most `attempts` times in all, not counting attempts after a 429
    /// ([`wait_up_to`](Self::wait_up_to)), and starts none later than 30 seconds after the first. The wait
    /// between two attempts is random, up to a bound that starts at 200 ms and doubles up to 5 s.
    #[must_use]
    pub const fn attempts(attempts: u32) -> Self {
        Self {
            attempts,
            initial_backoff: Duration::from_millis(200),
            max_backoff: Duration::from_secs(5),
            total: Duration::from_secs(30),
            wait_up_to: Duration::ZERO,
        }
    }

    /// Sets the bound of the first random wait, and the bound at which doubling ends.
    #[must_use]
    pub const fn backoff(self, initial: Duration, max: Duration) -> Self {
        Self { initial_backoff: initial, max_backoff: max, ..self }
    }

    /// Sets the time after the first attempt in which others may start. Waits for a 429 do not count.
    #[must_use]
    pub const fn total(self, total: Duration) -> Self {
        Self { total, ..self }
    }

    /// Waits out a 429 for as long as Clerk asks, if all such waits of one call add up to at most `wait`,
    /// and at most ten times. By default, and where Clerk names no time, a 429 is returned at once.
    #[must_use]
    pub const fn wait_up_to(self, wait: Duration) -> Self {
        Self { wait_up_to: wait, ..self }
    }
}

/// The end of one attempt, as far as retries depend on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct AttemptOutcome {
    pub(crate) delivery: Delivery,
    pub(crate) status: Option<StatusCode>,
    /// The network or a timeout is to blame, not Clerk's response.
    pub(crate) interrupted: bool,
    pub(crate) retry_after: Option<Duration>,
}

impl AttemptOutcome {
    pub(crate) fn of(error: &Error) -> Self {
        let interrupted = match error.kind() {
            Kind::Transport { .. } => true,
            Kind::UnreadableBody { interrupted, .. } => *interrupted,
            _ => false,
        };
        Self {
            delivery: error.delivery(),
            status: error.status(),
            interrupted,
            retry_after: error.retry_after(),
        }
    }
}

/// The attempts and waits of one call so far.
#[derive(Debug, Default)]
pub(crate) struct RetryState {
    attempts: u32,
    /// The number of 429s that were waited out.
    limited: u32,
    waited: Duration,
}

/// More waits than these do not help, however short they are.
const MAX_WAITS: u32 = 10;

impl RetryState {
    /// Returns the wait before the next attempt, or `None` if there is none. `time` is the time since the
    /// first attempt; `random` is any number.
    pub(crate) fn next_delay(
        &mut self,
        policy: RetryPolicy,
        method: &Method,
        outcome: AttemptOutcome,
        time: Duration,
        random: u64,
    ) -> Option<Duration> {
        if outcome.status == Some(StatusCode::TOO_MANY_REQUESTS) {
            // At least a second, so that a server cannot cause a busy loop.
            let wait = outcome.retry_after?.max(Duration::from_secs(1));
            self.waited = self.waited.checked_add(wait)?;
            self.limited += 1;
            let within = self.waited <= policy.wait_up_to && self.limited <= MAX_WAITS;
            return within.then_some(wait);
        }
        self.attempts = self.attempts.saturating_add(1);
        if self.attempts >= policy.attempts || !can_be_sent_again(method, outcome) {
            return None;
        }
        let doublings = self.attempts.saturating_sub(1).min(31);
        let bound = policy.initial_backoff.saturating_mul(1 << doublings);
        let wait = fraction(bound.min(policy.max_backoff), random);
        let time = time.saturating_sub(self.waited);
        (time.saturating_add(wait) <= policy.total).then_some(wait)
    }
}

/// Applies the table of [`RetryPolicy`].
fn can_be_sent_again(method: &Method, outcome: AttemptOutcome) -> bool {
    match outcome.delivery {
        Delivery::NotSent => true,
        Delivery::Rejected => false,
        Delivery::Accepted => method == Method::GET && outcome.interrupted,
        Delivery::Unknown => {
            let failed = outcome.status.is_some_and(|status| {
                status.is_server_error() || status == StatusCode::REQUEST_TIMEOUT
            });
            method == Method::GET && (outcome.interrupted || failed)
        }
    }
}

/// Returns a part of the bound: full jitter.
fn fraction(bound: Duration, random: u64) -> Duration {
    let nanos = bound.as_nanos().saturating_mul(u128::from(random)) >> 64;
    Duration::from_nanos(u64::try_from(nanos).unwrap_or(u64::MAX))
}

/// Returns a random number. The standard library seeds its hashers at random.
pub(crate) fn random() -> u64 {
    use std::hash::{BuildHasher, Hasher, RandomState};
    RandomState::new().build_hasher().finish()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use http::{Method, StatusCode};

    use super::{AttemptOutcome, RetryPolicy, RetryState};
    use crate::error::delivery::Delivery;

    const NO_ANSWER: AttemptOutcome = AttemptOutcome {
        delivery: Delivery::Unknown,
        status: None,
        interrupted: true,
        retry_after: None,
    };

    fn answered(status: u16) -> AttemptOutcome {
        let status = StatusCode::from_u16(status).expect("a status");
        AttemptOutcome {
            delivery: Delivery::of(status),
            status: Some(status),
            interrupted: false,
            ..NO_ANSWER
        }
    }

    fn again(method: &Method, outcome: AttemptOutcome) -> bool {
        let policy = RetryPolicy::attempts(2);
        RetryState::default().next_delay(policy, method, outcome, Duration::ZERO, 1).is_some()
    }

    #[test]
    fn only_what_cannot_be_done_twice_is_sent_again() {
        let not_sent = AttemptOutcome { delivery: Delivery::NotSent, ..NO_ANSWER };
        let broke_off = AttemptOutcome { interrupted: true, ..answered(200) };
        for (outcome, get, post) in [
            (not_sent, true, true),
            (NO_ANSWER, true, false),
            (answered(408), true, false),
            (answered(500), true, false),
            (answered(503), true, false),
            (broke_off, true, false),
            (answered(200), false, false),
            (answered(302), false, false),
            (answered(404), false, false),
            (answered(422), false, false),
            (answered(429), false, false),
            (AttemptOutcome { interrupted: false, ..NO_ANSWER }, false, false),
        ] {
            assert_eq!(again(&Method::GET, outcome), get, "GET {outcome:?}");
            for method in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
                assert_eq!(again(&method, outcome), post, "{method} {outcome:?}");
            }
        }
    }

    #[test]
    fn attempts_and_time_are_bounded() {
        let policy = RetryPolicy::attempts(3)
            .backoff(Duration::from_secs(1), Duration::from_secs(3))
            .total(Duration::from_secs(10));
        let mut state = RetryState::default();
        let mut next =
            |time, random| state.next_delay(policy, &Method::GET, NO_ANSWER, time, random);
        assert_eq!(next(Duration::ZERO, u64::MAX / 2), Some(Duration::from_nanos(499_999_999)));
        assert_eq!(next(Duration::ZERO, 1 << 63), Some(Duration::from_secs(1)));
        assert_eq!(next(Duration::ZERO, 0), None);
        let late = Duration::from_secs(11);
        assert_eq!(
            RetryState::default().next_delay(policy, &Method::GET, NO_ANSWER, late, 0),
            None
        );
        assert_eq!(
            RetryState::default().next_delay(RetryPolicy::off(), &Method::GET, NO_ANSWER, late, 0),
            None
        );
    }

    #[test]
    fn backoff_doubles_up_to_its_bound_without_overflow() {
        let policy = RetryPolicy::attempts(u32::MAX)
            .backoff(Duration::from_secs(1), Duration::from_secs(3))
            .total(Duration::MAX);
        let mut state = RetryState::default();
        let mut next = || state.next_delay(policy, &Method::GET, NO_ANSWER, Duration::MAX, 1 << 63);
        let half_seconds = [1, 2, 3, 3].map(|n| Some(Duration::from_millis(500 * n)));
        assert_eq!([next(), next(), next(), next()], half_seconds);
        for _ in 0..100 {
            assert_eq!(next(), half_seconds[3]);
        }
    }

    #[test]
    fn a_rate_limit_is_waited_out_within_the_callers_bound() {
        let limited = |seconds| AttemptOutcome {
            retry_after: Some(Duration::from_secs(seconds)),
            ..answered(429)
        };
        let policy = RetryPolicy::off().wait_up_to(Duration::from_secs(10));
        let mut state = RetryState::default();
        let mut next =
            |outcome| state.next_delay(policy, &Method::POST, outcome, Duration::ZERO, 1);
        assert_eq!(next(limited(6)), Some(Duration::from_secs(6)));
        assert_eq!(next(limited(0)), Some(Duration::from_secs(1)));
        assert_eq!(next(limited(4)), None);
        let mut state = RetryState::default();
        let mut next =
            |outcome| state.next_delay(policy, &Method::POST, outcome, Duration::ZERO, 1);
        assert_eq!(next(limited(3600)), None);
        assert_eq!(
            RetryState::default().next_delay(
                policy,
                &Method::GET,
                answered(429),
                Duration::ZERO,
                1
            ),
            None
        );
        let off = RetryPolicy::attempts(9);
        assert_eq!(
            RetryState::default().next_delay(off, &Method::GET, limited(1), Duration::ZERO, 1),
            None
        );
    }
}
