//! One endpoint's gate: who may begin, who waits, in which order. No clock, no lock, no async.

use std::collections::VecDeque;
use std::mem;
use std::time::Duration;

use super::sliding_log::Log;
use crate::endpoint::rate_limit::RateLimit;

/// One endpoint's log of calls, its closing by a 429, and the calls that wait for it.
///
/// No slot is ever handed to a waiter that might not come for it. A waiter has a place in the
/// queue, and everybody counts one slot for each waiter ahead: whoever is asked finds out from the
/// log and its own place whether it may begin. So there is nothing to give back when a waiter is
/// dropped, whenever that is, except its place; a call begins at the moment that its task runs, not
/// earlier; and a task that is slow to run keeps its slot without holding up those behind it that
/// have slots of their own.
///
/// `S` is how a waiter is told to ask again. Methods return whom to tell, for their caller to do it
/// once it holds no lock.
#[derive(Debug)]
pub(super) struct CallQueue<S> {
    /// `None` if the endpoint has no limit: then only a closed gate delays its calls.
    log: Option<Log>,
    /// Nothing begins before this.
    paused_until: Duration,
    /// In the order of arrival, which is the order of the tickets.
    queue: VecDeque<Waiter<S>>,
    next_ticket: u64,
}

#[derive(Debug)]
struct Waiter<S> {
    ticket: u64,
    deadline: Duration,
    signal: S,
    /// It was told to ask again because its turn may have moved, and has not asked since.
    notified: bool,
}

/// What a waiter that asks is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    /// It begins now and is out of the queue.
    Starts,
    /// It should ask again at this time, or when it is signalled.
    WaitsUntil(Duration),
    /// Its turn is behind the time at which it gives up. It is out of the queue. When a slot would
    /// open for it, if ever.
    Refused(Option<Duration>),
}

/// What is left, and for whom.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct State {
    pub(super) limit: Option<RateLimit>,
    /// How many newcomers could begin at once; `None` without a limit.
    pub(super) left: Option<usize>,
    /// When a newcomer could begin, if ever.
    pub(super) next_slot_at: Option<Duration>,
    pub(super) waiting: usize,
}

impl<S: Clone> CallQueue<S> {
    pub(super) fn new(limit: Option<RateLimit>) -> Self {
        Self {
            log: limit.map(Log::new),
            paused_until: Duration::ZERO,
            queue: VecDeque::new(),
            next_ticket: 0,
        }
    }

    /// Sets the limit if there is none yet: of two declarations of one endpoint, the first that
    /// has a limit decides.
    pub(super) fn limit_if_none(&mut self, limit: Option<RateLimit>) {
        if self.log.is_none() {
            self.log = limit.map(Log::new);
        }
    }

    /// A call arrives, behind everybody who waits. It has to [`ask`](Self::ask) at once, and gives
    /// up at the time given.
    pub(super) fn join(&mut self, deadline: Duration, signal: S) -> u64 {
        let ticket = self.next_ticket;
        // At one call per nanosecond it would take five centuries to wrap.
        self.next_ticket = ticket.wrapping_add(1);
        self.queue.push_back(Waiter { ticket, deadline, signal, notified: false });
        ticket
    }

    /// A waiter asks for its turn. One that is in the queue no longer is refused.
    pub(super) fn ask(&mut self, ticket: u64, now: Duration) -> (Turn, Option<S>) {
        let Some(index) = self.find(ticket) else { return (Turn::Refused(None), None) };
        let turn = self.turn(now, index);
        let waiter = &mut self.queue[index];
        let notified = mem::take(&mut waiter.notified);
        match turn {
            Some(at) if at <= now => {
                // Nobody's turn comes earlier by this: there is one waiter less ahead of those
                // behind, and one call more in the log.
                if let Some(log) = &mut self.log {
                    log.record(now);
                }
                self.queue.remove(index);
                (Turn::Starts, if notified { self.notify(index) } else { None })
            }
            Some(at) if at <= waiter.deadline => {
                (Turn::WaitsUntil(at), if notified { self.notify(index + 1) } else { None })
            }
            late => {
                self.queue.remove(index);
                (Turn::Refused(late), self.notify(index))
            }
        }
    }

    /// A waiter goes without having begun. Fine if it is in the queue no longer.
    pub(super) fn leave(&mut self, ticket: u64) -> Option<S> {
        let index = self.find(ticket)?;
        self.queue.remove(index);
        self.notify(index)
    }

    /// A call that [began](Turn::Starts) at that time was not sent after all.
    pub(super) fn refund(&mut self, started_at: Duration) -> Option<S> {
        self.log.as_mut()?.refund(started_at);
        self.notify(0)
    }

    /// Nothing begins before `until`; an earlier closing that lasts longer still holds.
    pub(super) fn pause_until(&mut self, until: Duration) -> Option<S> {
        self.paused_until = self.paused_until.max(until);
        // Later turns need no telling, whoever comes too early waits on. But those who would have
        // to wait longer than they will are refused now and not at the end of their patience.
        self.notify(0)
    }

    pub(super) fn state(&self, now: Duration) -> State {
        let waiting = self.queue.len();
        let left = match &self.log {
            _ if now < self.paused_until => Some(0),
            Some(log) => Some(log.left(now).saturating_sub(waiting)),
            None => None,
        };
        let limit = self.log.as_ref().map(Log::limit);
        State { limit, left, next_slot_at: self.turn(now, waiting), waiting }
    }

    /// When a call may begin that has `ahead` waiters before it.
    fn turn(&self, now: Duration, ahead: usize) -> Option<Duration> {
        let from = now.max(self.paused_until);
        match &self.log {
            Some(log) => log.next_slot_at(from, ahead),
            None => Some(from),
        }
    }

    /// Tells the waiter at that place that turns have moved from there on. It tells the next one
    /// when it asks, and so on to the end: telling all at once would make dropping a thousand
    /// waiters a million signals.
    fn notify(&mut self, index: usize) -> Option<S> {
        let waiter = self.queue.get_mut(index)?;
        waiter.notified = true;
        Some(waiter.signal.clone())
    }

    fn find(&self, ticket: u64) -> Option<usize> {
        self.queue.binary_search_by_key(&ticket, |waiter| waiter.ticket).ok()
    }
}
