//! One endpoint's queue of calls, without a clock, a lock or async.

use std::collections::VecDeque;
use std::mem;
use std::time::Duration;

use super::sliding_log::Log;
use crate::endpoint::rate_limit::RateLimit;

/// One endpoint's log of calls, its pause after a 429, and the calls that wait.
///
/// A slot is never assigned to a waiter. Each waiter counts one slot for every waiter ahead of it, and
/// finds out from the log and its position whether it may start. So a dropped waiter leaves nothing
/// behind but its position, a call starts only when its task runs, and a slow task keeps its slot
/// without delaying those behind it that have slots of their own.
///
/// `S` is the signal for a waiter to ask again. Methods return the signal to send, so that callers can
/// send it without holding the lock.
#[derive(Debug)]
pub(super) struct CallQueue<S> {
    log: Log,
    /// The limit was set on the client: declared limits do not apply.
    limit_is_set: bool,
    /// The limit of an earlier client: reported until one is declared.
    limit_before: Option<RateLimit>,
    paused_until: Duration,
    /// In order of arrival, which is the order of the tickets.
    waiters: VecDeque<Waiter<S>>,
    next_ticket: u64,
}

#[derive(Debug)]
struct Waiter<S> {
    ticket: u64,
    deadline: Duration,
    signal: S,
    /// It was signalled because its turn may have moved, and has not asked since.
    notified: bool,
}

/// The reply to a waiter that asks for its turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    /// The call starts now, and has left the queue.
    Starts,
    /// The waiter has to ask again at this time, or when it is signalled.
    WaitsUntil(Duration),
    /// The turn comes after the deadline, at this time if ever. The waiter has left the queue.
    Refused(Option<Duration>),
}

/// A snapshot of the queue.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct State {
    /// The strictest limit.
    pub(super) limit: Option<RateLimit>,
    /// The number of new calls that could start at once. `None` without a limit.
    pub(super) left: Option<usize>,
    /// The earliest time at which a new call could start, if ever.
    pub(super) next_slot_at: Option<Duration>,
    pub(super) waiting: usize,
    pub(super) in_flight: usize,
    /// The ends of the calls that count, oldest first.
    pub(super) ended_at: Vec<Duration>,
    pub(super) paused_until: Duration,
}

impl<S: Clone> CallQueue<S> {
    /// Creates a queue with a limit that replaces the declared ones, or without any limit yet.
    pub(super) fn new(limit: Option<RateLimit>) -> Self {
        Self {
            log: Log::new(limit),
            limit_is_set: limit.is_some(),
            limit_before: None,
            paused_until: Duration::ZERO,
            waiters: VecDeque::new(),
            next_ticket: 0,
        }
    }

    /// Applies a declared limit beside those of other declarations of the same endpoint.
    pub(super) fn declare(&mut self, limit: Option<RateLimit>) {
        if let Some(limit) = limit.filter(|_| !self.limit_is_set) {
            self.log.add_limit(limit);
        }
    }

    /// Adds calls that were made before this client.
    pub(super) fn add_ended(&mut self, ended_at: impl IntoIterator<Item = Duration>) {
        self.log.add_ended(ended_at);
    }

    pub(super) fn set_limit_before(&mut self, limit: Option<RateLimit>) {
        self.limit_before = limit;
    }

    /// Adds a call at the end of the queue. It has to [`ask`](Self::ask) at once.
    pub(super) fn join(&mut self, deadline: Duration, signal: S) -> u64 {
        let ticket = self.next_ticket;
        // At one call per nanosecond it would take five centuries to wrap.
        self.next_ticket = ticket.wrapping_add(1);
        self.waiters.push_back(Waiter { ticket, deadline, signal, notified: false });
        ticket
    }

    /// Decides the turn of a waiter. A ticket that is not in the queue is refused.
    pub(super) fn ask(&mut self, ticket: u64, now: Duration) -> (Turn, Option<S>) {
        let Some(index) = self.find(ticket) else { return (Turn::Refused(None), None) };
        let turn = self.turn(now, index);
        let waiter = &mut self.waiters[index];
        let notified = mem::take(&mut waiter.notified);
        match turn {
            Some(at) if at <= now => {
                // The turns of those behind stay: one waiter less ahead, one call more in the log.
                self.log.start(now);
                self.waiters.remove(index);
                (Turn::Starts, if notified { self.notify(index) } else { None })
            }
            Some(at) if at <= waiter.deadline => {
                (Turn::WaitsUntil(at), if notified { self.notify(index + 1) } else { None })
            }
            late => {
                self.waiters.remove(index);
                (Turn::Refused(late), self.notify(index))
            }
        }
    }

    /// Removes a waiter, if it is still in the queue.
    pub(super) fn leave(&mut self, ticket: u64) -> Option<S> {
        let index = self.find(ticket)?;
        self.waiters.remove(index);
        self.notify(index)
    }

    /// A call that [started](Turn::Starts) ends. No turn comes earlier by this: while the call was in
    /// flight, turns were computed as if it would end at once.
    pub(super) fn end(&mut self, now: Duration) {
        self.log.end(now);
    }

    /// A call that [started](Turn::Starts) ends without having been sent.
    pub(super) fn refund(&mut self) -> Option<S> {
        self.log.refund();
        self.notify(0)
    }

    /// Lets no call start before `until`. An earlier pause that lasts longer still holds.
    pub(super) fn pause_until(&mut self, until: Duration) -> Option<S> {
        self.paused_until = self.paused_until.max(until);
        // For those whose turn now comes after their deadline: they are refused without delay.
        self.notify(0)
    }

    /// Takes a snapshot, in which `declared` counts as declared.
    pub(super) fn state(&self, now: Duration, declared: Option<RateLimit>) -> State {
        let mut log = self.log.clone();
        if let Some(limit) = declared.filter(|_| !self.limit_is_set) {
            log.add_limit(limit);
        }
        if let Some(limit) = self.limit_before.filter(|_| log.strictest().is_none()) {
            log.add_limit(limit);
        }
        let waiting = self.waiters.len();
        let left = log.left(now).map(|left| left.saturating_sub(waiting));
        State {
            limit: log.strictest(),
            left: if now < self.paused_until { Some(0) } else { left },
            next_slot_at: log.next_slot_at(now, now.max(self.paused_until), waiting),
            waiting,
            in_flight: log.in_flight(),
            ended_at: log.counting(now).collect(),
            paused_until: self.paused_until,
        }
    }

    /// Returns the time at which a call with `ahead` waiters before it may start.
    fn turn(&self, now: Duration, ahead: usize) -> Option<Duration> {
        self.log.next_slot_at(now, now.max(self.paused_until), ahead)
    }

    /// Marks the waiter at `index` as signalled, since turns have moved from there on.
    ///
    /// It passes the signal on when it asks, and so on to the end: signalling all at once would make a
    /// million signals of a thousand dropped waiters.
    fn notify(&mut self, index: usize) -> Option<S> {
        let waiter = self.waiters.get_mut(index)?;
        waiter.notified = true;
        Some(waiter.signal.clone())
    }

    fn find(&self, ticket: u64) -> Option<usize> {
        self.waiters.binary_search_by_key(&ticket, |waiter| waiter.ticket).ok()
    }
}
