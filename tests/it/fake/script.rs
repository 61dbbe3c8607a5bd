//! The order in which scripted and random faults hit requests.

use clerk_invite::fake::{Fault, RandomFaults};
use clerk_invite::http::StatusCode;

use super::*;

/// The statuses of this many calls. Every fault here is a status, so that each call has a response.
async fn statuses(clerk: &FakeClerk, calls: usize) -> Vec<u16> {
    let (client, mut statuses) = (client(), Vec::new());
    for _ in 0..calls {
        let request = client.get(clerk.base_url()).bearer_auth(clerk.secret_key());
        statuses.push(request.send().await.unwrap().status().as_u16());
    }
    statuses
}

fn error(status: u16) -> Fault {
    Fault::ServerErrorBefore(StatusCode::from_u16(status).unwrap())
}

#[tokio::test]
async fn faults_happen_once_and_in_order() {
    let clerk = FakeClerk::start().await.unwrap();
    clerk.inject(error(500));
    clerk.inject(error(501));
    assert_eq!(statuses(&clerk, 3).await, [500, 501, 404]);
    let faults: Vec<_> = clerk.received().into_iter().map(|request| request.fault).collect();
    assert_eq!(faults, [Some(error(500)), Some(error(501)), None]);
}

#[tokio::test]
async fn a_fault_can_be_for_a_later_call() {
    let clerk = FakeClerk::start().await.unwrap();
    statuses(&clerk, 2).await;
    clerk.inject_on_call(3, error(503));
    clerk.inject(error(504));
    clerk.inject_on_call(1, error(501));
    assert_eq!(statuses(&clerk, 5).await, [501, 404, 503, 504, 404]);
    clerk.inject_on_call(0, error(500));
    clerk.inject_on_call(1, error(502));
    assert_eq!(statuses(&clerk, 2).await, [502, 404], "replaced");
}

#[tokio::test]
async fn faults_can_be_cleared() {
    let clerk = FakeClerk::start().await.unwrap();
    clerk.inject(error(500));
    clerk.inject_at_random(RandomFaults::seeded(1).with(1.0, error(501)));
    clerk.clear_faults();
    assert_eq!(statuses(&clerk, 2).await, [404, 404]);
}

async fn drawn(seed: u64, calls: usize) -> Vec<u16> {
    let clerk = FakeClerk::start().await.unwrap();
    let faults = RandomFaults::seeded(seed).with(0.25, error(500)).with(0.5, error(501));
    clerk.inject_at_random(faults);
    statuses(&clerk, calls).await
}

#[tokio::test]
async fn chance_is_the_same_for_the_same_seed_only() {
    let (one, again, other) = (drawn(7, 64).await, drawn(7, 64).await, drawn(8, 64).await);
    assert_eq!(one, again);
    assert_ne!(one, other);
}

#[tokio::test]
async fn chance_keeps_its_probabilities() {
    // The same draws every time, so the result does not depend on luck: 4 standard deviations around the mean.
    let drawn = drawn(42, 1000).await;
    let count = |status| drawn.iter().filter(|drawn| **drawn == status).count();
    assert!((195..=305).contains(&count(500)), "{}", count(500));
    assert!((437..=563).contains(&count(501)), "{}", count(501));
    assert_eq!(count(500) + count(501) + count(404), 1000);
}

#[tokio::test]
async fn probabilities_end_at_never_and_always() {
    let clerk = FakeClerk::start().await.unwrap();
    let faults = RandomFaults::seeded(3)
        .with(0.0, error(500))
        .with(-1.0, error(501))
        .with(f64::NAN, error(502))
        .with(1.0, error(503))
        .with(1.0, error(504));
    clerk.inject_at_random(faults);
    assert_eq!(statuses(&clerk, 50).await, [503; 50]);
}

#[tokio::test]
async fn a_lined_up_fault_comes_first_and_shifts_nothing() {
    let clerk = FakeClerk::start().await.unwrap();
    clerk.inject_at_random(RandomFaults::seeded(7).with(0.25, error(500)).with(0.5, error(501)));
    clerk.inject_on_call(3, error(599));
    let mut expected = drawn(7, 64).await;
    expected[2] = 599;
    assert_eq!(statuses(&clerk, 64).await, expected);
}
