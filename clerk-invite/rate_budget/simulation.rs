//! The call queue under arbitrary callers and a virtual clock, against a second opinion.
//!
//! The simulation plays the part of [`shared_queue`](super::shared_queue): it asks when a timer fires or
//! a signal comes, and only then. A time unit is a millisecond, and few of them, so that moments
//! coincide.

use std::time::Duration;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;

use super::queue::{CallQueue, Turn};
use crate::endpoint::rate_limit::RateLimit;

/// One event. A number picks one of the callers that it can happen to.
#[derive(Debug, Clone)]
enum Event {
    Join {
        patience: Duration,
    },
    Drop(usize),
    /// A call in flight reaches the server.
    Arrive(usize),
    /// A call in flight gets its response, or is given up.
    End(usize),
    /// A call in flight turns out never to have been sent.
    Refund(usize),
    Pause(Duration),
    /// A caller's task is not run for a while, whatever wakes it.
    Suspend(usize),
    Resume,
    Pass(Duration),
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Fate {
    Waits,
    InFlight {
        arrived: bool,
    },
    Ended(Duration),
    /// Refused, dropped or refunded.
    Gone,
}

struct Caller {
    ticket: u64,
    deadline: Duration,
    fate: Fate,
    wakes_at: Duration,
    signalled: bool,
    suspended: bool,
}

/// The behaviour of tasks and calls in one run.
#[derive(Debug, Clone, Copy)]
struct Mode {
    /// Some tasks are not run for a while.
    suspends: bool,
    /// Calls end in the moment in which they start.
    instant: bool,
}

struct World {
    queue: CallQueue<usize>,
    limits: Vec<RateLimit>,
    now: Duration,
    paused_until: Duration,
    callers: Vec<Caller>,
    arrivals: Vec<Duration>,
    mode: Mode,
    /// Turns are known in advance, not only their lower bounds.
    exact: bool,
    /// The order in which tasks run that can run at the same time.
    random: usize,
}

impl World {
    fn new(limits: Vec<RateLimit>, mode: Mode, random: usize) -> Self {
        let mut queue = CallQueue::new(None);
        let exact = mode.instant && !mode.suspends && limits.len() < 2;
        for limit in &limits {
            queue.declare(Some(*limit));
        }
        Self {
            queue,
            limits,
            now: Duration::ZERO,
            paused_until: Duration::ZERO,
            callers: Vec::new(),
            arrivals: Vec::new(),
            mode,
            exact,
            random,
        }
    }

    fn happen(&mut self, event: &Event) -> TestCaseResult {
        let in_flight = |caller: &Caller| matches!(caller.fate, Fate::InFlight { .. });
        match *event {
            Event::Join { patience } => {
                let deadline = self.now.saturating_add(patience);
                self.callers.push(Caller {
                    ticket: self.queue.join(deadline, self.callers.len()),
                    deadline,
                    fate: Fate::Waits,
                    wakes_at: self.now,
                    signalled: false,
                    suspended: false,
                });
                // Joining and asking are one step.
                self.ask(self.callers.len() - 1)?;
            }
            Event::Drop(pick) => {
                if let Some(index) = self.pick(pick, |caller| caller.fate == Fate::Waits) {
                    self.callers[index].fate = Fate::Gone;
                    let next = self.queue.leave(self.callers[index].ticket);
                    self.signal(next);
                }
            }
            Event::Arrive(pick) => {
                let sent = |caller: &Caller| caller.fate == Fate::InFlight { arrived: false };
                if let Some(index) = self.pick(pick, sent) {
                    self.arrive(index);
                }
            }
            Event::End(pick) => {
                if let Some(index) = self.pick(pick, in_flight) {
                    self.end(index);
                }
            }
            Event::Refund(pick) => {
                let sent = |caller: &Caller| caller.fate == Fate::InFlight { arrived: false };
                if let Some(index) = self.pick(pick, sent) {
                    self.callers[index].fate = Fate::Gone;
                    let next = self.queue.refund();
                    self.signal(next);
                }
            }
            Event::Pause(wait) => {
                self.paused_until = self.paused_until.max(self.now + wait);
                let next = self.queue.pause_until(self.now + wait);
                self.signal(next);
            }
            Event::Suspend(_) if !self.mode.suspends => {}
            Event::Suspend(pick) => {
                if let Some(index) = self.pick(pick, |caller| caller.fate == Fate::Waits) {
                    self.callers[index].suspended = true;
                }
            }
            Event::Resume => self.callers.iter_mut().for_each(|caller| caller.suspended = false),
            Event::Pass(time) => return self.pass(time),
        }
        self.settle()
    }

    fn arrive(&mut self, index: usize) {
        self.callers[index].fate = Fate::InFlight { arrived: true };
        self.arrivals.push(self.now);
    }

    /// A call that has not arrived yet arrives in the last moment.
    fn end(&mut self, index: usize) {
        if self.callers[index].fate == (Fate::InFlight { arrived: false }) {
            self.arrive(index);
        }
        self.callers[index].fate = Fate::Ended(self.now);
        self.queue.end(self.now);
    }

    /// Lets time pass, stopping wherever a timer fires or a slot opens.
    fn pass(&mut self, time: Duration) -> TestCaseResult {
        let end = self.now.saturating_add(time);
        loop {
            let timers = self.callers.iter().filter(|caller| caller.fate == Fate::Waits);
            let timers = timers.map(|caller| caller.wakes_at);
            let slots = self.limits.iter().flat_map(|limit| {
                self.ended_at(self.now).into_iter().map(|ended| ended + limit.per)
            });
            let stops = timers.chain(slots).chain([self.paused_until, end]);
            self.now = stops.filter(|at| *at > self.now).min().map_or(end, |at| at.min(end));
            self.settle()?;
            if self.now >= end {
                return Ok(());
            }
        }
    }

    /// Runs every task that a timer or a signal wakes, until none is left. Then nobody may be waiting
    /// who need not.
    fn settle(&mut self) -> TestCaseResult {
        let now = self.now;
        let runnable = |caller: &Caller| {
            let waits = caller.fate == Fate::Waits && !caller.suspended;
            waits && (caller.signalled || caller.wakes_at <= now)
        };
        while let Some(index) = self.pick(self.random, runnable) {
            self.random = self.random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            self.ask(index)?;
        }
        // A suspended task does not pass signals on.
        if self.callers.iter().any(|caller| caller.fate == Fate::Waits && caller.suspended) {
            return Ok(());
        }
        for (index, caller) in self.callers.iter().enumerate() {
            if caller.fate == Fate::Waits {
                let turn = self.turn(index);
                prop_assert!(turn.is_some_and(|at| at > now), "{index} could start, and waits");
                prop_assert!(turn.is_some_and(|at| at >= caller.wakes_at), "{index} oversleeps");
                // If those ahead are late, or calls take time, a waiter finds out when its turn
                // was due.
                let in_vain = turn.is_none_or(|at| at > caller.deadline);
                prop_assert!(!self.exact || !in_vain, "{index} waits in vain");
                prop_assert!(caller.wakes_at <= caller.deadline, "{index} outstays its deadline");
            }
        }
        Ok(())
    }

    fn ask(&mut self, index: usize) -> TestCaseResult {
        let expected = self.turn(index);
        let caller = &mut self.callers[index];
        caller.signalled = false;
        let (turn, next) = self.queue.ask(caller.ticket, self.now);
        match turn {
            Turn::Starts => {
                caller.fate = Fate::InFlight { arrived: false };
                prop_assert_eq!(expected, Some(self.now), "{} starts too early", index);
                if self.mode.instant {
                    self.end(index);
                }
                for ahead in 0..index {
                    if self.callers[ahead].fate == Fate::Waits {
                        prop_assert_eq!(self.turn(ahead), expected, "{} was overtaken", ahead);
                    }
                }
            }
            Turn::WaitsUntil(at) => {
                caller.wakes_at = at;
                prop_assert_eq!(expected, Some(at), "the turn of {}", index);
                prop_assert!(at > self.now && at <= caller.deadline);
            }
            Turn::Refused(at) => {
                prop_assert_eq!(expected, at, "the next slot for {}", index);
                prop_assert!(at.is_none_or(|at| at > self.now && at > caller.deadline));
                caller.fate = Fate::Gone;
            }
        }
        self.signal(next);
        let state = self.queue.state(self.now, None);
        let waiting = self.callers.iter().filter(|caller| caller.fate == Fate::Waits).count();
        prop_assert_eq!(state.waiting, waiting);
        // A newcomer could start exactly if something is left.
        prop_assert_eq!(state.next_slot_at, self.turn(self.callers.len()));
        prop_assert_eq!(state.left == Some(0), state.next_slot_at != Some(self.now));
        Ok(())
    }

    /// The second opinion: under each limit, places everybody who waits one after the other, by trial.
    fn turn(&self, index: usize) -> Option<Duration> {
        let from = self.now.max(self.paused_until);
        let waiters = self.callers.iter().take(index).filter(|caller| caller.fate == Fate::Waits);
        let ahead = waiters.count();
        let turns = self.limits.iter().map(|limit| self.turn_under(*limit, from, ahead));
        turns.chain([Some(from)]).collect::<Option<Vec<_>>>()?.into_iter().max()
    }

    fn turn_under(&self, limit: RateLimit, from: Duration, ahead: usize) -> Option<Duration> {
        let RateLimit { requests, per } = limit;
        let (mut at, mut ended_at) = (from, self.ended_at(self.now));
        for _ in 0..=ahead {
            let leaving = ended_at.iter().map(|ended| *ended + per);
            let mut moments: Vec<_> = leaving.filter(|leaves| *leaves > at).chain([at]).collect();
            moments.sort();
            let has_room = |at: &Duration| {
                let window = ended_at.iter().filter(|ended| **ended + per > *at).count();
                window < requests as usize
            };
            at = moments.into_iter().find(has_room)?;
            ended_at.push(at);
        }
        Some(at)
    }

    /// The end of each call that was not refunded: `now` for those in flight.
    fn ended_at(&self, now: Duration) -> Vec<Duration> {
        let ended = self.callers.iter().filter_map(|caller| match caller.fate {
            Fate::Ended(at) => Some(at),
            Fate::InFlight { .. } => Some(now),
            Fate::Waits | Fate::Gone => None,
        });
        ended.collect()
    }

    fn signal(&mut self, index: Option<usize>) {
        if let Some(index) = index {
            self.callers[index].signalled = true;
        }
    }

    fn pick(&self, number: usize, which: impl Fn(&Caller) -> bool) -> Option<usize> {
        let such: Vec<_> = (0..self.callers.len()).filter(|at| which(&self.callers[*at])).collect();
        such.get(number.checked_rem(such.len())?).copied()
    }
}

/// Checks every half-open window that begins with an arrival. No other window contains more.
fn no_window_contains_more(arrivals: &[Duration], limit: RateLimit) -> TestCaseResult {
    for (index, first) in arrivals.iter().enumerate() {
        let window = arrivals[index..].iter().take_while(|at| **at < *first + limit.per).count();
        prop_assert!(window <= limit.requests as usize, "{window} calls from {first:?} on");
    }
    Ok(())
}

fn ms(range: impl Strategy<Value = u64> + Clone) -> impl Strategy<Value = Duration> + Clone {
    range.prop_map(Duration::from_millis)
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let patience =
        prop_oneof![1 => Just(Duration::ZERO), 3 => ms(0..60_u64), 2 => Just(Duration::MAX)];
    let event = prop_oneof![
        10 => patience.prop_map(|patience| Event::Join { patience }),
        3 => any::<usize>().prop_map(Event::Drop),
        3 => any::<usize>().prop_map(Event::Arrive),
        6 => any::<usize>().prop_map(Event::End),
        2 => any::<usize>().prop_map(Event::Refund),
        1 => ms(0..30_u64).prop_map(Event::Pause),
        1 => any::<usize>().prop_map(Event::Suspend),
        1 => Just(Event::Resume),
        6 => ms(0..15_u64).prop_map(Event::Pass),
    ];
    vec(event, 1..80)
}

fn limits() -> impl Strategy<Value = Vec<RateLimit>> {
    let limit = (0..5_u32, ms(1..20_u64)).prop_map(|(requests, per)| RateLimit::new(requests, per));
    prop_oneof![1 => vec(limit.clone(), 0), 14 => vec(limit.clone(), 1), 5 => vec(limit, 2)]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..Default::default() })]

    #[test]
    fn whoever_can_starts_and_nobody_else(
        limits in limits(),
        events in events(),
        suspends in any::<bool>(),
        instant in any::<bool>(),
        random in any::<usize>(),
    ) {
        let mut world = World::new(limits.clone(), Mode { suspends, instant }, random);
        for event in &events {
            world.happen(event)?;
            for limit in &limits {
                no_window_contains_more(&world.arrivals, *limit)?;
            }
        }
        // From now on calls take no time; long enough for all of them one by one, after any pause.
        world.mode.instant = true;
        for _ in 0..world.callers.len() {
            world.happen(&Event::End(0))?;
        }
        world.happen(&Event::Resume)?;
        world.pass(Duration::from_secs(60))?;
        let still = world.callers.iter().filter(|caller| caller.fate == Fate::Waits).count();
        prop_assert_eq!(still, 0, "some wait forever");
    }
}
