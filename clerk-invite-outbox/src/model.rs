//! A model of two workers, two people and their calls, explored exhaustively: every order of claims,
//! sends, answers, records, look-ups, kills, pauses and cancels. The decisions are those of `plan`.

mod exploring;

use crate::plan::{
    self, DEADLINE, GUARD, Gate, Ledger, MARGIN, QUIET, Queue, SETTLING, Step, slot_free_at,
    slot_free_at_latest,
};
use crate::rules::Rules;
use crate::states::{Budget, CallState, Class, State};

const PERIOD: i64 = 600_000;
/// The total timeout of a POST.
const POST: i64 = 30_000;
/// The lengths of pauses where there are slots enough, and where one is shared.
const LOOK_UPS: [i64; 2] = [DEADLINE, SETTLING];
const SLOTS: [i64; 2] = [GUARD - 1, PERIOD + MARGIN - (GUARD - 1)];
const CALLS: usize = 2;

#[derive(Clone, PartialEq, Eq, Hash)]
struct World {
    now: i64,
    rows: [Row; 2],
    calls: Vec<Call>,
    /// Sorted: the two are alike.
    workers: [Worker; 2],
    /// The person of each invitation that Clerk has made, and when.
    invitations: Vec<(u8, i64)>,
    slots: i64,
    kills: u8,
    pauses: u8,
    cancels: u8,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Row {
    person: u8,
    state: State,
    call: Option<usize>,
    cancelled: bool,
    invitation: Option<usize>,
}

#[derive(Clone, PartialEq, Eq, Hash)]
struct Call {
    row: usize,
    state: CallState,
    begun_at: i64,
    free_at: i64,
    absent_at: Option<i64>,
    looks: u8,
    sent_at: Option<i64>,
    /// The invitation that Clerk made of it.
    arrived: Option<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Worker {
    Idle,
    Claimed(usize),
    Waiting(usize),
    Answered(usize, Option<usize>),
    Listed { call: usize, asked_at: i64, looks: u8, found: Option<usize> },
}

impl World {
    fn new(people: [u8; 2], slots: i64, [kills, pauses, cancels]: [u8; 3]) -> Self {
        let row = |person| Row {
            person,
            state: State::Queued,
            call: None,
            cancelled: false,
            invitation: None,
        };
        Self {
            now: 0,
            rows: people.map(row),
            calls: Vec::new(),
            workers: [Worker::Idle; 2],
            invitations: Vec::new(),
            slots,
            kills,
            pauses,
            cancels,
        }
    }

    fn next_worlds(&self, rules: Rules) -> Vec<Self> {
        let mut next = Vec::new();
        let mut add = |change: &dyn Fn(&mut Self)| {
            let mut world = self.clone();
            change(&mut world);
            world.workers.sort_unstable();
            next.push(world);
        };
        for (index, worker) in self.workers.into_iter().enumerate() {
            match worker {
                Worker::Idle => {
                    add(&|world| world.claim(index, rules));
                    for call in 0..self.calls.len() {
                        add(&|world| world.list(index, call, rules));
                    }
                }
                Worker::Claimed(call) => add(&|world| world.send(index, call, rules)),
                Worker::Waiting(call) => {
                    let arrived = self.calls[call].arrived;
                    if arrived.is_some() {
                        add(&|world| world.workers[index] = Worker::Answered(call, arrived));
                    }
                    add(&|world| world.workers[index] = Worker::Answered(call, None));
                }
                Worker::Answered(call, invitation) => {
                    add(&|world| world.record(index, call, invitation, rules));
                }
                Worker::Listed { .. } => add(&|world| world.apply(index, rules)),
            }
            if worker != Worker::Idle && self.kills > 0 {
                add(&|world| {
                    world.workers[index] = Worker::Idle;
                    world.kills -= 1;
                });
            }
        }
        for call in 0..self.calls.len() {
            add(&|world| world.arrive(call));
        }
        if self.pauses > 0 {
            for pause in if self.slots == 1 { SLOTS } else { LOOK_UPS } {
                add(&|world| {
                    world.now += pause;
                    world.pauses -= 1;
                });
            }
        }
        if self.cancels > 0 {
            add(&Self::cancel);
        }
        next
    }

    fn ledger(&self) -> Ledger {
        let taken = self.calls.iter().map(|call| call.free_at).filter(|at| *at > self.now);
        let gate = Gate {
            budget: Budget::ApplicationSingle,
            calls: self.slots,
            period: PERIOD,
            taken: i64::try_from(taken.clone().count()).unwrap(),
            free_at: taken.min(),
            last_begun_at: None,
            closed_until: 0,
        };
        Ledger { now: self.now, gates: vec![gate], in_flight: 0, failures: 0, failed_at: 0 }
    }

    fn claim(&mut self, worker: usize, rules: Rules) {
        for (number, call) in self.calls.iter_mut().enumerate() {
            if call.state == CallState::Begun && call.begun_at + DEADLINE <= self.now {
                call.state = CallState::Unknown;
                let row = &mut self.rows[call.row];
                if row.state == State::Calling && row.call == Some(number) {
                    let swept =
                        if rules.unknown_is_looked_up { State::Unknown } else { State::Queued };
                    row.state = swept;
                }
            }
        }
        for row in 0..self.rows.len() {
            let Row { person, state, .. } = self.rows[row];
            let others = self.rows.iter().enumerate().filter(|(other, _)| *other != row);
            let mut others = others.map(|(_, other)| other).filter(|it| it.person == person);
            let open = others.clone().any(|it| matches!(it.state, State::Calling | State::Unknown));
            if state != State::Queued || rules.one_open_call_a_person && open {
                continue;
            }
            if rules.one_open_call_a_person && others.any(|it| it.state == State::Sent) {
                self.rows[row].state = State::Already;
                continue;
            }
            let queue =
                Queue { class: Class::Application, together: 1, suspects: false, spread: false };
            let step = plan::next(&self.ledger(), &queue);
            if !matches!(step, Step::Call { .. }) || self.calls.len() == CALLS {
                return;
            }
            let number = self.calls.len();
            self.calls.push(Call {
                row,
                state: CallState::Begun,
                begun_at: self.now,
                free_at: slot_free_at_latest(self.now, PERIOD),
                absent_at: None,
                looks: 0,
                sent_at: None,
                arrived: None,
            });
            self.rows[row].state = State::Calling;
            self.rows[row].call = Some(number);
            self.workers[worker] = Worker::Claimed(number);
            return;
        }
    }

    fn send(&mut self, worker: usize, number: usize, rules: Rules) {
        let call = &mut self.calls[number];
        if rules.guard && self.now - call.begun_at >= GUARD {
            self.workers[worker] = Worker::Idle;
            if call.state == CallState::Begun {
                call.state = CallState::Settled;
                call.free_at = self.now;
            }
            self.back(number, State::Calling, rules);
            return;
        }
        call.sent_at = Some(self.now);
        self.workers[worker] = Worker::Waiting(number);
    }

    /// Clerk carries it out, within the quiet time.
    fn arrive(&mut self, number: usize) {
        let call = &mut self.calls[number];
        let Some(sent_at) = call.sent_at else { return };
        if call.arrived.is_none() && self.now <= sent_at + POST + QUIET {
            call.arrived = Some(self.invitations.len());
            self.invitations.push((self.rows[call.row].person, self.now));
        }
    }

    fn record(&mut self, worker: usize, number: usize, invitation: Option<usize>, rules: Rules) {
        self.workers[worker] = Worker::Idle;
        let call = &mut self.calls[number];
        let row = &mut self.rows[call.row];
        if let Some(invitation) = invitation {
            row.state = State::Sent;
            row.invitation.get_or_insert(invitation);
        } else if row.state == State::Calling && row.call == Some(number) {
            row.state = State::Unknown;
        }
        if call.state == CallState::Begun {
            let from = if rules.slot_from_answer { self.now } else { call.begun_at };
            let free_at = slot_free_at(from, PERIOD);
            call.free_at = free_at;
            call.state = CallState::Answered;
            if invitation.is_none() {
                call.state = CallState::Unknown;
                if rules.slot_from_answer {
                    call.free_at = free_at.max(slot_free_at_latest(call.begun_at, PERIOD));
                }
            }
        }
    }

    fn list(&mut self, worker: usize, number: usize, rules: Rules) {
        let call = &self.calls[number];
        let is_due = call.absent_at.is_none_or(|at| !rules.settling || self.now - at >= SETTLING);
        if call.state != CallState::Unknown || !is_due {
            return;
        }
        let person = self.rows[call.row].person;
        let found = self.invitations.iter().position(|(invited, _)| *invited == person);
        let looks = call.looks;
        self.workers[worker] = Worker::Listed { call: number, asked_at: self.now, looks, found };
    }

    fn apply(&mut self, worker: usize, rules: Rules) {
        let Worker::Listed { call: number, asked_at, looks, found } = self.workers[worker] else {
            return;
        };
        self.workers[worker] = Worker::Idle;
        let asked_at = if rules.time_of_asking { asked_at } else { self.now };
        let call = &mut self.calls[number];
        let row = &mut self.rows[call.row];
        let unchanged = call.state == CallState::Unknown && call.looks == looks;
        if rules.time_of_asking && !unchanged {
            return;
        }
        if row.state != State::Unknown || row.call != Some(number) {
            call.state = CallState::Settled;
            return;
        }
        if found.is_some() {
            row.state = State::Sent;
            row.invitation = found;
            call.state = CallState::Settled;
            return;
        }
        let proves = match call.absent_at {
            None => !rules.seen_twice,
            Some(seen_at) => !rules.settling || asked_at - seen_at >= SETTLING,
        };
        if proves {
            call.state = CallState::Settled;
            self.back(number, State::Unknown, rules);
        } else {
            call.absent_at.get_or_insert(asked_at);
            call.looks += 1;
        }
    }

    fn back(&mut self, number: usize, from: State, rules: Rules) {
        let row = &mut self.rows[self.calls[number].row];
        if row.state == from && row.call == Some(number) {
            let cancelled = row.cancelled && rules.sticky_cancel;
            row.state = if cancelled { State::Cancelled } else { State::Queued };
        }
    }

    fn cancel(&mut self) {
        self.cancels -= 1;
        for row in &mut self.rows {
            match row.state {
                State::Queued => row.state = State::Cancelled,
                State::Calling | State::Unknown => row.cancelled = true,
                _ => {}
            }
        }
    }

    /// Returns what is wrong.
    fn problem(&self) -> Option<&'static str> {
        for person in [0, 1] {
            if self.invitations.iter().filter(|(invited, _)| *invited == person).count() > 1 {
                return Some("invited twice");
            }
        }
        for row in &self.rows {
            if row.state == State::Queued && row.cancelled {
                return Some("queued after a cancel");
            }
            let person = |it: usize| self.invitations[it].0;
            let is_invited = row.invitation.is_some_and(|it| person(it) == row.person);
            if (row.state == State::Sent) != is_invited {
                return Some("reported as sent, and is not, or the other way round");
            }
        }
        let crowded = |(index, at): (usize, i64)| {
            let later = self.invitations.iter().skip(index).filter(|(_, it)| *it < at + PERIOD);
            i64::try_from(later.count()).unwrap() > self.slots
        };
        if self.invitations.iter().map(|it| it.1).enumerate().any(crowded) {
            return Some("over the limit");
        }
        // When nothing is under way any more, nobody is left behind with an invitation unreported.
        let idle = self.workers == [Worker::Idle; 2];
        let open = |call: &Call| matches!(call.state, CallState::Begun | CallState::Unknown);
        let may_arrive = |call: &Call| {
            call.arrived.is_none() && call.sent_at.is_some_and(|at| self.now <= at + POST + QUIET)
        };
        if idle && !self.calls.iter().any(|call| open(call) || may_arrive(call)) {
            for (person, _) in &self.invitations {
                let its_own = |row: &&Row| row.person == *person && row.state == State::Sent;
                if !self.rows.iter().any(|row| its_own(&row)) {
                    return Some("invited, and not reported");
                }
            }
        }
        None
    }
}
