//! The gate under arbitrary callers and a virtual clock, against a second opinion.
//!
//! The simulation plays the part of [`wait`](super::wait): it asks when a timer fires or a signal
//! comes, and only then. A time unit is a millisecond, and few of them, so that moments coincide.

use std::time::Duration;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;

use super::queue::{CallQueue, Turn};
use crate::endpoint::rate_limit::RateLimit;

/// One thing that happens. A number picks one of those that it can happen to.
#[derive(Debug, Clone)]
enum Event {
    Arrive {
        patience: Duration,
    },
    Drop(usize),
    Release(usize),
    Close(Duration),
    /// A caller's task is not run for a while, whatever wakes it.
    Pause(usize),
    Resume,
    Pass(Duration),
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Fate {
    Waits,
    Started(Duration),
    /// Refused, dropped, or released after it began.
    Gone,
}

struct Caller {
    ticket: u64,
    deadline: Duration,
    fate: Fate,
    wakes_at: Duration,
    signalled: bool,
    paused: bool,
}

struct World {
    queue: CallQueue<usize>,
    limit: Option<RateLimit>,
    now: Duration,
    paused_until: Duration,
    callers: Vec<Caller>,
    /// Whether some tasks are not run for a while.
    pauses: bool,
    /// In which order tasks run that can run at the same time.
    random: usize,
}

impl World {
    fn new(limit: Option<RateLimit>, pauses: bool, random: usize) -> Self {
        let queue = CallQueue::new(limit);
        let (now, paused_until) = (Duration::ZERO, Duration::ZERO);
        Self { queue, limit, now, paused_until, callers: Vec::new(), pauses, random }
    }

    fn happen(&mut self, event: &Event) -> TestCaseResult {
        match *event {
            Event::Arrive { patience } => {
                let deadline = self.now.saturating_add(patience);
                self.callers.push(Caller {
                    ticket: self.queue.join(deadline, self.callers.len()),
                    deadline,
                    fate: Fate::Waits,
                    wakes_at: self.now,
                    signalled: false,
                    paused: false,
                });
                // The asking follows in the same breath: nothing can come between.
                self.ask(self.callers.len() - 1)?;
            }
            Event::Drop(pick) => {
                if let Some(index) = self.pick(pick, |caller| caller.fate == Fate::Waits) {
                    self.callers[index].fate = Fate::Gone;
                    let next = self.queue.leave(self.callers[index].ticket);
                    self.signal(next);
                }
            }
            Event::Release(pick) => {
                let started = |caller: &Caller| matches!(caller.fate, Fate::Started(_));
                if let Some(index) = self.pick(pick, started) {
                    let Fate::Started(at) = self.callers[index].fate else { unreachable!() };
                    self.callers[index].fate = Fate::Gone;
                    let next = self.queue.refund(at);
                    self.signal(next);
                }
            }
            Event::Close(wait) => {
                self.paused_until = self.paused_until.max(self.now + wait);
                let next = self.queue.pause_until(self.now + wait);
                self.signal(next);
            }
            Event::Pause(_) if !self.pauses => {}
            Event::Pause(pick) => {
                if let Some(index) = self.pick(pick, |caller| caller.fate == Fate::Waits) {
                    self.callers[index].paused = true;
                }
            }
            Event::Resume => self.callers.iter_mut().for_each(|caller| caller.paused = false),
            Event::Pass(time) => return self.pass(time),
        }
        self.settle()
    }

    /// Lets time pass, stopping wherever a timer fires or a slot opens.
    fn pass(&mut self, time: Duration) -> TestCaseResult {
        let end = self.now.saturating_add(time);
        loop {
            let timers = self.callers.iter().filter(|caller| caller.fate == Fate::Waits);
            let timers = timers.map(|caller| caller.wakes_at);
            let per = self.limit.map_or(Duration::ZERO, |limit| limit.per);
            let slots = self.started_at().into_iter().map(|started_at| started_at + per);
            let stops = timers.chain(slots).chain([self.paused_until, end]);
            self.now = stops.filter(|at| *at > self.now).min().map_or(end, |at| at.min(end));
            self.settle()?;
            if self.now >= end {
                return Ok(());
            }
        }
    }

    /// Runs every task that a timer or a signal wakes, until none is left; then nobody may be
    /// waiting who need not.
    fn settle(&mut self) -> TestCaseResult {
        let now = self.now;
        let runnable = |caller: &Caller| {
            let waits = caller.fate == Fate::Waits && !caller.paused;
            waits && (caller.signalled || caller.wakes_at <= now)
        };
        while let Some(index) = self.pick(self.random, runnable) {
            self.random = self.random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            self.ask(index)?;
        }
        // A task that is not run does not pass on what it is told.
        if self.callers.iter().any(|caller| caller.fate == Fate::Waits && caller.paused) {
            return Ok(());
        }
        for (index, caller) in self.callers.iter().enumerate() {
            if caller.fate == Fate::Waits {
                let turn = self.turn(index);
                prop_assert!(turn.is_some_and(|at| at > now), "{index} could begin, and waits");
                prop_assert!(turn.is_some_and(|at| at >= caller.wakes_at), "{index} oversleeps");
                // When those ahead are late, a waiter finds out at the time that was to be its.
                let in_vain = turn.is_none_or(|at| at > caller.deadline);
                prop_assert!(self.pauses || !in_vain, "{index} waits in vain");
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
                caller.fate = Fate::Started(self.now);
                prop_assert_eq!(expected, Some(self.now), "{} begins too early", index);
                for ahead in 0..index {
                    if self.callers[ahead].fate == Fate::Waits {
                        prop_assert_eq!(self.turn(ahead), expected, "{} was overtaken", ahead);
                    }
                }
            }
            Turn::WaitsUntil(at) => {
                caller.wakes_at = at;
                prop_assert_eq!(expected, Some(at), "when it is {}'s turn", index);
                prop_assert!(at > self.now && at <= caller.deadline);
            }
            Turn::Refused(at) => {
                prop_assert_eq!(expected, at, "when a slot opens for {}", index);
                prop_assert!(at.is_none_or(|at| at > self.now && at > caller.deadline));
                caller.fate = Fate::Gone;
            }
        }
        self.signal(next);
        let state = self.queue.state(self.now);
        let waiting = self.callers.iter().filter(|caller| caller.fate == Fate::Waits).count();
        prop_assert_eq!(state.waiting, waiting);
        // A newcomer would be let in exactly if something is left.
        prop_assert_eq!(state.next_slot_at, self.turn(self.callers.len()));
        prop_assert_eq!(state.left == Some(0), state.next_slot_at != Some(self.now));
        Ok(())
    }

    /// The second opinion: places everybody who waits, one after the other, by trial.
    fn turn(&self, index: usize) -> Option<Duration> {
        let mut at = self.now.max(self.paused_until);
        let Some(RateLimit { requests, per }) = self.limit else { return Some(at) };
        let mut started_at = self.started_at();
        let waiters = self.callers.iter().take(index).filter(|caller| caller.fate == Fate::Waits);
        for _ in 0..=waiters.count() {
            let leaving = started_at.iter().map(|started_at| *started_at + per);
            let mut moments: Vec<_> = leaving.filter(|leaves| *leaves > at).chain([at]).collect();
            moments.sort();
            let has_room = |at: &Duration| {
                let window =
                    started_at.iter().filter(|started_at| **started_at + per > *at).count();
                window < requests as usize
            };
            at = moments.into_iter().find(has_room)?;
            started_at.push(at);
        }
        Some(at)
    }

    /// When each call began that was not released, in order.
    fn started_at(&self) -> Vec<Duration> {
        let mut started_at: Vec<_> = self
            .callers
            .iter()
            .filter_map(|caller| match caller.fate {
                Fate::Started(at) => Some(at),
                _ => None,
            })
            .collect();
        started_at.sort();
        started_at
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

/// Every window, half open, that begins with a call; every other holds no more than one of them.
fn no_window_holds_more(started_at: &[Duration], limit: RateLimit) -> TestCaseResult {
    for (index, first) in started_at.iter().enumerate() {
        let window = started_at[index..].iter().take_while(|at| **at < *first + limit.per).count();
        prop_assert!(window <= limit.requests as usize, "{window} calls from {first:?} on");
    }
    Ok(())
}

fn ms(range: impl Strategy<Value = u64>) -> impl Strategy<Value = Duration> {
    range.prop_map(Duration::from_millis)
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let patience =
        prop_oneof![1 => Just(Duration::ZERO), 3 => ms(0..60_u64), 2 => Just(Duration::MAX)];
    let event = prop_oneof![
        10 => patience.prop_map(|patience| Event::Arrive { patience }),
        3 => any::<usize>().prop_map(Event::Drop),
        2 => any::<usize>().prop_map(Event::Release),
        1 => ms(0..30_u64).prop_map(Event::Close),
        1 => any::<usize>().prop_map(Event::Pause),
        1 => Just(Event::Resume),
        6 => ms(0..15_u64).prop_map(Event::Pass),
    ];
    vec(event, 1..80)
}

fn limit() -> impl Strategy<Value = Option<RateLimit>> {
    let limit = (0..5_u32, ms(1..20_u64)).prop_map(|(requests, per)| RateLimit::new(requests, per));
    proptest::option::weighted(0.95, limit)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..Default::default() })]

    #[test]
    fn whoever_can_begins_and_nobody_else(
        limit in limit(),
        events in events(),
        pauses in any::<bool>(),
        random in any::<usize>(),
    ) {
        let mut world = World::new(limit, pauses, random);
        for event in &events {
            world.happen(event)?;
            if let Some(limit) = limit {
                no_window_holds_more(&world.started_at(), limit)?;
            }
        }
        world.happen(&Event::Resume)?;
        // Long enough for all of them one by one, after the longest closing.
        world.pass(Duration::from_secs(60))?;
        let still = world.callers.iter().filter(|caller| caller.fate == Fate::Waits).count();
        prop_assert_eq!(still, 0, "some wait for ever");
    }
}
