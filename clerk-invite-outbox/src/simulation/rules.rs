//! Each rule switched off shows that it is needed: with it nobody is harmed, without it somebody is.
//!
//! Two more, the time of asking and Clerk's clock, are in `scenarios`.

use std::sync::Arc;
use std::time::Duration;

use clerk_invite::fake::{Fault, Operation};
use clerk_invite::http::StatusCode;

use crate::State;
use crate::engine::{Hook, Point};
use crate::rules::Rules;
use crate::simulation::scenarios::{CAMPAIGN, Stage, hold};
use crate::simulation::{Result, Setting, simulate};

fn setting(seed: u64) -> Setting {
    Setting {
        seed,
        people: 200,
        workers: 3,
        rules: Rules::default(),
        trouble: 3.0,
        crashes: 30,
        pauses: 20,
        clock_jumps: 0,
        apart: 0,
    }
}

fn harmed(result: &Result) -> usize {
    result.twice + result.never + result.misreported + result.too_many_requests
}

/// Runs with every rule, which harms nobody, and without one, until that harms somebody.
async fn needed(setting: fn(u64) -> Setting, off: fn(&mut Rules)) {
    let mut harm = Vec::new();
    for seed in 1..9 {
        let with = setting(seed);
        let mut without = with;
        off(&mut without.rules);
        let result = simulate(without).await;
        harm.push(harmed(&result));
        if harmed(&result) > 0 {
            simulate(with).await.assert_clean();
            return;
        }
    }
    panic!("nobody is harmed without it: {harm:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_guard() {
    needed(setting, |rules| rules.guard = false).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn settling() {
    needed(setting, |rules| rules.settling = false).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn absence_seen_twice() {
    needed(setting, |rules| rules.seen_twice = false).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn looking_up_what_is_unknown() {
    needed(setting, |rules| rules.unknown_is_looked_up = false).await;
}

/// Sends somebody again, by way of a crash and a look-up, in which the old invitation is listed.
async fn invitations_after_a_resend(is_on: bool) -> usize {
    let mut stage = Stage::new(1).await;
    stage.outbox.store.rules.one_row_an_invitation = is_on;
    stage.run(&mut stage.worker()).await;
    assert_eq!(stage.outbox.resend(CAMPAIGN, "again").await.unwrap(), 1);
    let crash: Hook = Arc::new(|point| Box::pin(async move { point == Point::Claimed }));
    stage.worker().with_hook(crash).tick().await.unwrap_err();
    stage.run(&mut stage.worker()).await;
    assert_eq!(stage.outbox.status("again").await.unwrap().count(State::Sent), 1);
    stage.fake.invitations().len()
}

#[tokio::test]
async fn one_row_an_invitation() {
    assert_eq!(invitations_after_a_resend(true).await, 2);
    assert_eq!(invitations_after_a_resend(false).await, 1, "reported as sent, and was not");
}

/// Two campaigns have the same person, and two workers.
async fn invitations_of_two_campaigns(is_on: bool) -> usize {
    let mut stage = Stage::new(1).await;
    stage.outbox.store.rules.one_open_call_a_person = is_on;
    if !is_on {
        stage.sql("drop index clerk_invite_invitation_open").await;
    }
    let second = stage.outbox.campaign("second").preflight(false);
    second.enqueue(["p0@example.com"]).await.unwrap();
    let hold = hold(Point::Claimed);
    let stopped = stage.start(&hold);
    hold.reached.notified().await;
    stage.worker().tick().await.unwrap();
    hold.released.notify_one();
    stopped.await.unwrap().unwrap();
    stage.run(&mut stage.worker()).await;
    stage.fake.invitations().len()
}

#[tokio::test]
async fn one_open_call_a_person() {
    assert_eq!(invitations_of_two_campaigns(true).await, 1);
    assert_eq!(invitations_of_two_campaigns(false).await, 2, "the rule is needed");
}

/// Cancels somebody whose call was lost.
async fn invitations_after_a_cancel(is_on: bool) -> usize {
    let mut stage = Stage::new(1).await;
    stage.outbox.store.rules.sticky_cancel = is_on;
    stage.fake.inject_on(Operation::CreateInvitation, Fault::LoseRequest);
    let mut worker = stage.worker();
    worker.tick().await.unwrap();
    stage.outbox.cancel(CAMPAIGN).await.unwrap();
    stage.run(&mut worker).await;
    stage.fake.invitations().len()
}

#[tokio::test]
async fn a_cancel_that_sticks() {
    assert_eq!(invitations_after_a_cancel(true).await, 0);
    assert_eq!(invitations_after_a_cancel(false).await, 1, "the rule is needed");
}

/// The calls of the first hour reach Clerk nine seconds after their claim, those of the second at
/// once.
async fn refused_by_the_limit(is_on: bool) -> usize {
    let mut stage = Stage::new(355).await;
    stage.outbox.store.rules.slot_from_answer = is_on;
    let fake = Arc::clone(&stage.fake);
    let first_hour = fake.now().as_millis() + 3_600_000;
    let slow: Hook = Arc::new(move |point| {
        if point == Point::Claimed && fake.now().as_millis() < first_hour {
            fake.advance(Duration::from_secs(9));
        }
        Box::pin(async { false })
    });
    stage.run(&mut stage.worker().with_hook(slow)).await;
    assert_eq!(stage.count(State::Sent).await, 355);
    let refused = |status| status == Some(StatusCode::TOO_MANY_REQUESTS);
    stage.fake.received().iter().filter(|it| refused(it.status)).count()
}

#[tokio::test]
async fn a_slot_that_counts_from_the_answer() {
    assert_eq!(refused_by_the_limit(true).await, 0);
    assert!(refused_by_the_limit(false).await > 0, "the rule is needed");
}
