//! The waiting, on tokio's paused clock.

use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use tokio::task::{JoinSet, yield_now};
use tokio::time::{Instant, advance, sleep, timeout};

use super::limiter::{Budget, Refused};
use super::settings::RateBudget;
use super::shared_queue::Permit;
use super::target::Target;
use crate::endpoint::rate_limit::RateLimit;
use crate::macros::endpoint;
use crate::rate_budget::report::EndpointBudget;
use crate::specs::create_invitation::CreateInvitation;
use crate::specs::create_invitation_bulk::CreateInvitationBulk;

/// Without a limit.
#[endpoint(GET, "/ping")]
#[returns(())]
struct Ping {}

/// The endpoint of `CreateInvitation`, with another name and another limit.
#[endpoint(POST, "/invitations", rate_limit = "7/minute")]
#[returns(())]
struct Invite {}

/// The same endpoint without a limit.
#[endpoint(POST, "/invitations")]
#[returns(())]
struct InviteUnlimited {}

const PERIOD: Duration = Duration::from_secs(10);
const FOR_EVER: Duration = Duration::MAX;

const fn s(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

fn target() -> Target {
    Target::of::<CreateInvitation>()
}

fn budget(requests: u32) -> Arc<Budget> {
    let limit = RateLimit::new(requests, PERIOD);
    Arc::new(Budget::new(RateBudget::new().limit::<CreateInvitation>(limit)))
}

type Acquiring<'a> = Pin<Box<dyn Future<Output = Result<Permit, Refused>> + Send + 'a>>;

/// A call that has asked for a slot once, and that only runs when it is polled.
fn waiter(budget: &Budget, max_wait: Duration) -> Acquiring<'_> {
    let mut acquiring: Acquiring<'_> = Box::pin(slot(budget, max_wait));
    assert!(poll(&mut acquiring).is_pending(), "it need not wait");
    acquiring
}

fn poll(future: &mut Acquiring<'_>) -> Poll<Result<Permit, Refused>> {
    future.as_mut().poll(&mut Context::from_waker(Waker::noop()))
}

async fn slot(budget: &Budget, max_wait: Duration) -> Result<Permit, Refused> {
    budget.acquire(&target(), max_wait).await
}

/// Without waiting.
async fn now(budget: &Budget) -> Result<Permit, Refused> {
    slot(budget, Duration::ZERO).await
}

async fn use_up(budget: &Budget) -> Vec<Permit> {
    let mut permits = Vec::new();
    while let Ok(permit) = now(budget).await {
        permits.push(permit);
        assert!(permits.len() <= 1000, "there is no end to it");
    }
    permits
}

fn refused(next_slot_in: Duration) -> Refused {
    Refused { next_slot_in: Some(next_slot_in) }
}

#[tokio::test(start_paused = true)]
async fn waits_until_the_period_of_the_oldest_call_is_over() {
    let (budget, start) = (budget(2), Instant::now());
    slot(&budget, FOR_EVER).await.unwrap().end();
    sleep(s(3)).await;
    slot(&budget, FOR_EVER).await.unwrap().end();
    assert_eq!(start.elapsed(), s(3), "no call waits while some are left");
    for (waited, call) in [(10, 3), (13, 4), (20, 5)] {
        assert!(slot(&budget, FOR_EVER).await.is_ok());
        assert_eq!(start.elapsed(), s(waited), "call {call}");
    }
}

#[tokio::test(start_paused = true)]
async fn refuses_at_once_and_says_when() {
    let (budget, start) = (budget(1), Instant::now());
    now(&budget).await.unwrap().end();
    sleep(s(4)).await;
    assert_eq!(now(&budget).await.unwrap_err(), refused(s(6)));
    let just_short = slot(&budget, s(6).checked_sub(Duration::from_nanos(1)).unwrap());
    assert_eq!(just_short.await.unwrap_err(), refused(s(6)));
    assert_eq!(start.elapsed(), s(4), "it did not wait first");
    assert!(slot(&budget, s(6)).await.is_ok());
    assert_eq!(start.elapsed(), s(10));
}

#[tokio::test(start_paused = true)]
async fn the_queue_ahead_counts() {
    let (budget, start) = (budget(2), Instant::now());
    use_up(&budget).await;
    let ahead: Vec<_> = (0..4).map(|_| waiter(&budget, FOR_EVER)).collect();
    // Two of the four begin at 10 s and two at 20 s.
    assert_eq!(slot(&budget, s(29)).await.unwrap_err(), refused(s(30)));
    assert_eq!(start.elapsed(), Duration::ZERO);
    drop(ahead);
    assert_eq!(slot(&budget, s(9)).await.unwrap_err(), refused(s(10)));
}

#[tokio::test(start_paused = true)]
async fn waiters_are_served_in_order() {
    let (budget, start) = (budget(2), Instant::now());
    use_up(&budget).await;
    let mut tasks = JoinSet::new();
    for call in 0..7 {
        let budget = Arc::clone(&budget);
        tasks.spawn(async move { slot(&budget, FOR_EVER).await.map(|_| call) });
        yield_now().await;
        sleep(s(1)).await;
    }
    let mut served = Vec::new();
    while let Some(call) = tasks.join_next().await {
        served.push((call.unwrap().unwrap(), start.elapsed().as_secs()));
    }
    assert_eq!(served, [(0, 10), (1, 10), (2, 20), (3, 20), (4, 30), (5, 30), (6, 40)]);
}

#[tokio::test(start_paused = true)]
async fn a_newcomer_takes_no_slot_of_a_waiter_that_is_slow_to_run() {
    let budget = budget(2);
    use_up(&budget).await;
    let mut slow = waiter(&budget, FOR_EVER);
    advance(s(25)).await;
    assert!(now(&budget).await.is_ok(), "the second slot is nobody's");
    assert_eq!(now(&budget).await.unwrap_err(), refused(s(10)));
    assert!(poll(&mut slow).is_ready());
    drop(slow);
    assert_eq!(now(&budget).await.unwrap_err(), refused(s(10)), "both began now, not at 10 s");
}

#[tokio::test(start_paused = true)]
async fn a_waiter_dropped_gives_its_place_to_the_next() {
    let budget = budget(1);
    use_up(&budget).await;
    let never_polled = slot(&budget, FOR_EVER);
    let first = waiter(&budget, FOR_EVER);
    let second = waiter(&budget, FOR_EVER);
    let mut third = waiter(&budget, FOR_EVER);
    let last = waiter(&budget, FOR_EVER);
    drop(never_polled);
    // While it waits, then with its slot open and not yet taken.
    drop(first);
    advance(PERIOD).await;
    drop(second);
    assert!(poll(&mut third).is_ready());
    drop((third, last));
    assert_eq!(now(&budget).await.unwrap_err(), refused(PERIOD), "nobody is left in the queue");
}

#[tokio::test(start_paused = true)]
async fn a_waiter_dropped_ahead_wakes_those_whose_turn_comes_earlier() {
    let (budget, start) = (budget(2), Instant::now());
    use_up(&budget).await;
    let ahead = [waiter(&budget, FOR_EVER), waiter(&budget, FOR_EVER)];
    let mut tasks = JoinSet::new();
    for _ in 0..3 {
        let budget = Arc::clone(&budget);
        tasks.spawn(async move { slot(&budget, FOR_EVER).await.map(drop) });
    }
    sleep(s(1)).await;
    drop(ahead);
    for waited in [10, 10, 20] {
        tasks.join_next().await.unwrap().unwrap().unwrap();
        assert_eq!(start.elapsed(), s(waited));
    }
}

#[tokio::test(start_paused = true)]
async fn a_signal_to_a_waiter_that_is_dropped_is_passed_on() {
    let budget = budget(1);
    let permits = use_up(&budget).await;
    let first = waiter(&budget, FOR_EVER);
    let task = tokio::spawn({
        let budget = Arc::clone(&budget);
        async move { slot(&budget, FOR_EVER).await.map(drop) }
    });
    yield_now().await;
    // The first is signalled, has not run since, and never will.
    permits.into_iter().for_each(Permit::refund);
    drop(first);
    let start = Instant::now();
    assert!(timeout(PERIOD, task).await.unwrap().unwrap().is_ok());
    assert_eq!(start.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn a_slot_is_refunded_only_on_request() {
    let budget = budget(2);
    let permits = use_up(&budget).await;
    drop(permits);
    assert_eq!(now(&budget).await.unwrap_err(), refused(PERIOD), "the calls were made");
    advance(PERIOD).await;
    let mut permits = use_up(&budget).await;
    let (mut next, behind) = (waiter(&budget, FOR_EVER), waiter(&budget, FOR_EVER));
    permits.pop().unwrap().refund();
    assert!(poll(&mut next).is_ready());
    drop(behind);
    assert_eq!(budget.report_of(&target()).in_flight, 1);
}

#[tokio::test(start_paused = true)]
async fn the_period_runs_from_the_end_of_a_call() {
    let (budget, start) = (budget(1), Instant::now());
    let permit = now(&budget).await.unwrap();
    let waiting = tokio::spawn({
        let budget = Arc::clone(&budget);
        async move { slot(&budget, FOR_EVER).await.map(drop) }
    });
    sleep(s(25)).await;
    assert!(!waiting.is_finished(), "the call before is still in flight");
    assert_eq!(now(&budget).await.unwrap_err(), refused(s(20)), "behind the one that waits");
    drop(permit);
    waiting.await.unwrap().unwrap();
    assert_eq!(start.elapsed(), s(35));
}

#[tokio::test(start_paused = true)]
async fn a_429_holds_up_who_waits_and_who_comes() {
    let (budget, start) = (budget(1), Instant::now());
    now(&budget).await.unwrap().end();
    let queue = budget.queue(&target());
    let call = |max_wait| {
        let budget = Arc::clone(&budget);
        tokio::spawn(async move { (slot(&budget, max_wait).await.map(drop), start.elapsed()) })
    };
    let (patient, impatient) = (call(FOR_EVER), call(s(30)));
    sleep(s(1)).await;
    queue.pause_for(s(60));
    // At once: no timer of the one that is refused would fire before its 30 s are over.
    let (outcome, waited) = impatient.await.unwrap();
    assert_eq!((outcome.unwrap_err(), waited), (refused(s(70)), s(1)));
    assert_eq!(now(&budget).await.unwrap_err(), refused(s(70)));
    // A shorter closing does not shorten the longer.
    queue.pause_for(s(5));
    let (newcomer, (outcome, waited)) = (call(FOR_EVER), patient.await.unwrap());
    assert!(outcome.is_ok());
    assert_eq!(waited, s(61));
    assert_eq!(newcomer.await.unwrap().1, s(71));
}

#[tokio::test(start_paused = true)]
async fn no_limit_means_no_delay_but_by_a_429() {
    let budget = Budget::new(RateBudget::new());
    let ping = Target::of::<Ping>();
    for _ in 0..1000 {
        assert!(budget.acquire(&ping, Duration::ZERO).await.is_ok());
    }
    budget.acquire(&ping, Duration::ZERO).await.unwrap().pause_for(s(5));
    assert_eq!(budget.acquire(&ping, s(4)).await.unwrap_err(), refused(s(5)));
    assert_eq!((budget.report_of(&ping).left, budget.report_of(&ping).limit), (Some(0), None));
    assert!(now(&budget).await.is_ok(), "the gate of another endpoint is open");
    let start = Instant::now();
    let both = tokio::join!(budget.acquire(&ping, s(5)), budget.acquire(&ping, s(5)));
    assert!(both.0.is_ok() && both.1.is_ok() && start.elapsed() == s(5));
    assert_eq!(budget.report_of(&ping).left, None);
}

#[tokio::test(start_paused = true)]
async fn limits_that_were_set_and_shared_paths() {
    let limits = RateBudget::new()
        .limit::<CreateInvitation>(RateLimit::new(9, PERIOD))
        .limit::<Invite>(RateLimit::new(3, PERIOD))
        .limit::<Ping>(RateLimit::new(0, PERIOD));
    let budget = Budget::new(limits);
    assert_eq!(use_up(&budget).await.len(), 3, "the last that was set, for all that share a path");
    let ping = budget.acquire(&Target::of::<Ping>(), FOR_EVER).await;
    assert_eq!(ping.unwrap_err(), Refused { next_slot_in: None });
    let declared = Budget::new(RateBudget::new());
    assert!(declared.acquire(&Target::of::<Invite>(), Duration::ZERO).await.is_ok());
    assert_eq!(use_up(&declared).await.len(), 6, "the stricter holds");
    let declared = Budget::new(RateBudget::new());
    for _ in 0..50 {
        assert!(now(&declared).await.is_ok(), "the other is not known yet");
    }
    let strict = declared.acquire(&Target::of::<Invite>(), Duration::ZERO).await;
    assert_eq!(strict.unwrap_err(), refused(s(60)), "whichever is called first");
    let unlimited = Budget::new(RateBudget::new());
    assert!(unlimited.acquire(&Target::of::<InviteUnlimited>(), Duration::ZERO).await.is_ok());
    assert_eq!(use_up(&unlimited).await.len(), 99, "calls without a limit count");
}

#[tokio::test(start_paused = true)]
async fn the_report_says_what_is_left() {
    let budget = budget(3);
    let bulk = Target::of::<CreateInvitationBulk>();
    assert_eq!(budget.max_wait(), Duration::ZERO);
    let before = budget.report();
    assert_eq!((before.len(), before[0].left, before[0].next_slot_in), (1, Some(3), Some(s(0))));
    assert_eq!(budget.report_of(&bulk).left, Some(25));
    assert_eq!(budget.report().len(), 1, "looking is not calling");
    let permit = budget.acquire(&bulk, Duration::ZERO).await.unwrap();
    assert!(now(&budget).await.is_ok());
    sleep(s(1)).await;
    use_up(&budget).await;
    let waiting = waiter(&budget, FOR_EVER);
    permit.pause_for(s(7));
    let report = budget.report();
    let seen = report.iter().map(|it| (&*it.name, &*it.path, it.left, it.next_slot_in, it.waiting));
    assert_eq!(
        seen.collect::<Vec<_>>(),
        [
            ("CreateInvitation", "/invitations", Some(0), Some(s(10)), 1),
            ("CreateInvitationBulk", "/invitations/bulk", Some(0), Some(s(7)), 0),
        ]
    );
    drop(waiting);
    let EndpointBudget { method, limit, next_slot_in, .. } = budget.report_of(&target());
    assert_eq!((method, next_slot_in), (http::Method::POST, Some(s(9))));
    assert_eq!(limit, Some(RateLimit::new(3, PERIOD)));
}

#[tokio::test(start_paused = true)]
async fn times_beyond_the_clock() {
    let budget = budget(1);
    let permit = now(&budget).await.unwrap();
    permit.pause_for(Duration::MAX);
    let waiting = pin!(slot(&budget, FOR_EVER));
    assert!(timeout(s(1_000_000), waiting).await.is_err());
    assert!(now(&budget).await.is_err());
}

#[tokio::test(start_paused = true)]
async fn a_thousand_at_once_and_some_of_them_dropped() {
    let (budget, start) = (budget(10), Instant::now());
    let mut tasks = JoinSet::new();
    for call in 0..1000_u64 {
        let budget = Arc::clone(&budget);
        tasks.spawn(async move {
            let acquiring = slot(&budget, FOR_EVER);
            // Every third loses its patience, some of them just when its slot opens.
            let patience = if call % 3 == 0 { s(call) } else { s(2000) };
            let _permit = timeout(patience, acquiring).await.ok()?.ok()?;
            Some(start.elapsed())
        });
    }
    let mut started_at: Vec<_> = tasks.join_all().await.into_iter().flatten().collect();
    started_at.sort();
    assert!(started_at.len() >= 666);
    assert!(started_at.windows(11).all(|eleven| eleven[10] >= eleven[0] + PERIOD));
    // Nothing goes to waste: ten begin in every period.
    assert_eq!(
        started_at.last(),
        Some(&(PERIOD * u32::try_from((started_at.len() - 1) / 10).unwrap()))
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_threads_and_the_real_clock() {
    let limit = RateLimit::new(20, Duration::from_millis(20));
    let limits = RateBudget::new().limit::<CreateInvitation>(limit);
    let budget = Arc::new(Budget::new(limits));
    let (mut tasks, start) = (JoinSet::new(), Instant::now());
    for call in 0..300 {
        let budget = Arc::clone(&budget);
        tasks.spawn(async move {
            let patience = Duration::from_millis(if call % 4 == 0 { 50 } else { 60_000 });
            let acquiring = slot(&budget, FOR_EVER);
            let permit = timeout(patience, acquiring).await.ok()?.ok()?;
            let arrived_at = start.elapsed();
            drop(permit);
            Some(arrived_at)
        });
    }
    let mut arrived_at: Vec<_> = tasks.join_all().await.into_iter().flatten().collect();
    arrived_at.sort();
    assert!(arrived_at.len() >= 225);
    assert!(arrived_at.windows(21).all(|calls| calls[20] >= calls[0] + limit.per));
    assert_eq!(budget.report_of(&target()).waiting, 0);
}
