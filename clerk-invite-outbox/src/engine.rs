//! The steps of a worker, each a whole: claim, send, record, look up.

use std::collections::VecDeque;
use std::fmt::Write as _;
use std::pin::Pin;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::broadcast;

use crate::calls::Clerk;
use crate::classify::{classify, not_sent};
use crate::clock::Local;
use crate::error::Error;
use crate::events::Event;
use crate::guard::Guard;
use crate::listing::{self, Failure};
use crate::outcome::{Effect, Handled, Outcome, RowOutcome};
use crate::resend;
use crate::store::Store;
use crate::store::call::Call;
use crate::store::claim::{Claim, Claimant, Learned};
use crate::store::reconcile::{Listing, Look};

/// The wait after a look-up that failed.
const LOOK_AGAIN: i64 = 15_000;

/// A moment at which a worker can die or be stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Point {
    Claimed,
    /// The old invitation of a row that replaces one is revoked; nothing is noted yet.
    Revoked,
    Guarded,
    Answered,
    Listed,
}

/// Called at each [`Point`]; `true` is a crash.
pub(crate) type Hook =
    Arc<dyn Fn(Point) -> Pin<Box<dyn Future<Output = bool> + Send>> + Send + Sync>;

/// The state that all tasks of one worker share.
pub(crate) struct Engine {
    pub(crate) store: Store,
    pub(crate) clerk: Clerk,
    pub(crate) instance: String,
    pub(crate) events: broadcast::Sender<Event>,
    pub(crate) hook: Option<Hook>,
    claims_seen: AtomicI64,
    /// Clerk's clock when it was last seen, and this machine's then.
    clerk_time: Mutex<Option<(i64, Local)>>,
    /// Outcomes that could not be recorded yet: nothing is claimed before they are.
    unrecorded: Mutex<VecDeque<Unrecorded>>,
}

enum Unrecorded {
    Outcome(Box<Call>, Outcome),
    /// A claim whose commit may have been done.
    InDoubt(String),
}

/// The result of a claim.
pub(crate) enum Claimed {
    Call(Box<Call>),
    Wait(Option<i64>),
    Stopped,
}

impl Engine {
    pub(crate) fn new(
        store: Store,
        clerk: Clerk,
        instance: String,
        events: broadcast::Sender<Event>,
        hook: Option<Hook>,
    ) -> Self {
        Self {
            store,
            clerk,
            instance,
            events,
            hook,
            claims_seen: AtomicI64::new(0),
            clerk_time: Mutex::new(None),
            unrecorded: Mutex::default(),
        }
    }

    /// Claims the next call, once everything is recorded.
    pub(crate) async fn claim(&self, learned: &mut Learned) -> Result<Claimed, Error> {
        self.record_rest().await?;
        let token = token()?;
        let claimant = Claimant {
            instance: &self.instance,
            token: &token,
            clerk_now: self.clerk_now(),
            claims_seen: self.claims_seen.load(Ordering::Acquire),
        };
        let claim = self.store.claim(&claimant, learned).await?;
        self.claims_seen.fetch_max(learned.claims, Ordering::AcqRel);
        match claim {
            Claim::Call(call) => Ok(Claimed::Call(Box::new(call))),
            Claim::Wait(until) => Ok(Claimed::Wait(until)),
            Claim::Stopped => Ok(Claimed::Stopped),
            Claim::InDoubt(token, error) => {
                lock(&self.unrecorded).push_back(Unrecorded::InDoubt(token));
                Err(error)
            }
        }
    }

    /// Sends a call, if it is still time, and records what became of it.
    pub(crate) async fn carry_out(&self, call: Call) -> Result<(), Error> {
        self.at(Point::Claimed).await?;
        let outcome = self.send(&call).await?;
        self.at(Point::Answered).await?;
        if let Err(error) = self.record(&call, &outcome).await {
            let rest = Unrecorded::Outcome(Box::new(call), outcome);
            lock(&self.unrecorded).push_back(rest);
            return Err(error);
        }
        Ok(())
    }

    async fn send(&self, call: &Call) -> Result<Outcome, Error> {
        let guard = Guard::new(&self.store, call);
        if guard.left().is_none() {
            return Ok(not_sent(call));
        }
        if let Some(outcome) = resend::revoke(self, call, &guard).await? {
            return Ok(outcome);
        }
        if guard.left().is_none() {
            return Ok(not_sent(call));
        }
        self.at(Point::Guarded).await?;
        let answer = self.clerk.invite(call, &guard).await;
        self.note_date(answer.date, answer.cached);
        let mut outcome = classify(call, &answer.result);
        if guard.has_refused() {
            outcome.handled = Handled::TooLate;
        }
        if call.rows.len() > 1 && outcome.handled == Handled::Answered && answer.result.is_err() {
            self.check_rejected(call, &mut outcome).await;
        }
        Ok(outcome)
    }

    /// A bulk call that was rejected may have been carried out in part: its rows are looked for once
    /// before they go back.
    async fn check_rejected(&self, call: &Call, outcome: &mut Outcome) {
        let goes_back =
            |becomes: &RowOutcome| matches!(becomes, RowOutcome::Back | RowOutcome::Suspect { .. });
        if outcome.effect != Effect::None || !outcome.rows.iter().any(|row| goes_back(&row.1)) {
            return;
        }
        let look = Look::before_recording(call, self.clerk_now());
        let listing = listing::list(&self.clerk, &look).await;
        for (row, becomes) in &mut outcome.rows {
            if !goes_back(becomes) {
                continue;
            }
            let Ok(listing) = &listing else {
                *becomes = RowOutcome::Unknown { code: None };
                outcome.handled = Handled::Unknown;
                continue;
            };
            let own = call.rows.iter().find(|own| own.id == *row);
            let person = own.map(|own| own.person.as_str()).unwrap_or_default();
            if listing.invitations.iter().any(|listed| listed.person == person) {
                // Ours or somebody else's: the look-up decides, which knows whose it is.
                *becomes = RowOutcome::Unknown { code: None };
                outcome.handled = Handled::Unknown;
            }
        }
    }

    async fn record(&self, call: &Call, outcome: &Outcome) -> Result<(), Error> {
        let mut attempts = 0;
        loop {
            match self.store.record(call, outcome).await {
                Ok(events) => {
                    self.tell(events);
                    return Ok(());
                }
                Err(error) if attempts >= 5 || !crate::store::is_conflict(&error) => {
                    return Err(error);
                }
                Err(_) => attempts += 1,
            }
        }
    }

    /// Records what could not be recorded before.
    pub(crate) async fn record_rest(&self) -> Result<(), Error> {
        loop {
            // Not held across the wait, and put back if it fails.
            let Some(rest) = lock(&self.unrecorded).pop_front() else { return Ok(()) };
            let result = match &rest {
                Unrecorded::Outcome(call, outcome) => self.record(call, outcome).await,
                Unrecorded::InDoubt(token) => self.store.take_back(&self.instance, token).await,
            };
            if let Err(error) = result {
                lock(&self.unrecorded).push_front(rest);
                return Err(error);
            }
        }
    }

    /// Looks up one call that may have been carried out. Returns whether there was one.
    pub(crate) async fn look(&self) -> Result<bool, Error> {
        let Some(look) = self.store.look(&self.instance).await? else { return Ok(false) };
        if look.rows.is_empty() {
            return Ok(true);
        }
        match listing::list(&self.clerk, &look).await {
            Ok(listing) => {
                self.note_date(listing.date, false);
                self.at(Point::Listed).await?;
                self.apply(&look, &listing).await?;
            }
            Err(failure) => {
                if let Failure::Clerk(error) = failure {
                    tracing::warn!(%error, "a listing failed; it is asked for again");
                }
                self.store.look_later(&look, LOOK_AGAIN).await?;
            }
        }
        Ok(true)
    }

    async fn apply(&self, look: &Look, listing: &Listing) -> Result<(), Error> {
        let events = self.store.apply(look, listing).await?;
        self.tell(events);
        Ok(())
    }

    pub(crate) fn tell(&self, events: Vec<Event>) {
        for event in events {
            if let Event::Doubled { row } = &event {
                tracing::error!(row, "a person has two invitations");
            }
            // Nobody may listen.
            let _ = self.events.send(event);
        }
    }

    pub(crate) async fn at(&self, point: Point) -> Result<(), Error> {
        match &self.hook {
            Some(hook) if hook(point).await => Err(Error::Corrupt("a crash that a test asked for")),
            _ => Ok(()),
        }
    }

    /// Remembers Clerk's clock.
    pub(crate) fn note_date(&self, date: Option<i64>, cached: bool) {
        if let Some(date) = date.filter(|_| !cached) {
            *lock(&self.clerk_time) = Some((date, self.store.clock.local()));
        }
    }

    /// Returns what Clerk's clock shows, as far as is known. This machine's boot-time clock has
    /// counted since: nobody sets it.
    fn clerk_now(&self) -> Option<i64> {
        let (date, seen) = (*lock(&self.clerk_time))?;
        Some(date + (self.store.clock.local().boot - seen.boot))
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Returns 128 random bits: two machines never have the same.
fn token() -> Result<String, Error> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|_| Error::Corrupt("no random numbers"))?;
    let mut token = String::with_capacity(32);
    for byte in bytes {
        // Writing to a `String` cannot fail.
        let _ = write!(token, "{byte:02x}");
    }
    Ok(token)
}
