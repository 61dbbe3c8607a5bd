//! Thousands of invitations over a network that loses requests and responses: the outcome reported
//! to the caller is never wrong.

use std::time::Duration;

use clerk_invite::fake::{Fault, RandomFaults};
use clerk_invite::http::{HeaderValue, StatusCode};
use clerk_invite::{
    CreateInvitation, Delivery, Error, FakeClerk, NewOrganizationInvitation, RetryPolicy, Timeouts,
};
use tokio::task::JoinSet;

const CALLS: usize = 400;
const AT_ONCE: usize = 8;

/// One call: the people it invites, and the result its caller sees.
struct Told {
    people: Vec<String>,
    result: Result<usize, Error>,
}

fn faults(seed: u64) -> RandomFaults {
    RandomFaults::seeded(seed)
        .with(0.08, Fault::LoseRequest)
        .with(0.08, Fault::LoseResponse)
        .with(0.05, Fault::ResetRequest)
        .with(0.05, Fault::ResetResponse)
        .with(0.05, Fault::ServerErrorBefore(StatusCode::SERVICE_UNAVAILABLE))
        .with(0.05, Fault::ServerErrorAfter(StatusCode::GATEWAY_TIMEOUT))
        .with(0.05, Fault::TruncateResponse)
        .with(0.05, Fault::TooManyRequests { retry_after: Some(HeaderValue::from_static("3600")) })
}

/// Invites in each of the three ways in turn; some lists hold somebody who was invited before.
async fn call(fake: &FakeClerk, number: usize) -> Told {
    // The largest number of attempts that a policy takes.
    let client = fake.client().with_retry(RetryPolicy::attempts(5));
    let count = if number % 3 == 0 { 1 } else { 1 + number % 10 };
    let mut people: Vec<_> = (0..count).map(|n| format!("p{number}x{n}@example.com")).collect();
    if number % 29 == 1 {
        people[0] = String::from("taken@example.com");
    }
    let result = match number % 3 {
        0 => client.create_invitation(CreateInvitation::new(&people[0])).await.map(|_| 1),
        1 => {
            let list: Vec<_> = people.iter().map(CreateInvitation::new).collect();
            client.create_invitation_bulk(list).await.map(|list| list.len())
        }
        _ => {
            let person = |address| NewOrganizationInvitation::new(address, "org:member");
            let list: Vec<_> = people.iter().map(person).collect();
            let call = client.create_organization_invitation_bulk("org_123", list);
            call.await.map(|list| list.len())
        }
    };
    Told { people, result }
}

async fn simulate(seed: u64) {
    let fake = FakeClerk::start().await.expect("a port");
    fake.remove_rate_limits();
    fake.add_user("taken@example.com");
    fake.add_member(FakeClerk::ORGANIZATION_ID, "taken@example.com");
    fake.inject_at_random(faults(seed));
    let fake = std::sync::Arc::new(fake);
    let mut tasks = JoinSet::new();
    for task in 0..AT_ONCE {
        let fake = std::sync::Arc::clone(&fake);
        tasks.spawn(async move {
            let mut told = Vec::new();
            for number in (task..CALLS).step_by(AT_ONCE) {
                told.push(call(&fake, number).await);
            }
            told
        });
    }
    let told: Vec<Told> = tasks.join_all().await.into_iter().flatten().collect();

    let mut outcomes = [0_usize; 5];
    for Told { people, result } in &told {
        let delivery = result.as_ref().err().map(Error::delivery);
        outcomes[delivery.map_or(4, |delivery| delivery as usize)] += 1;
        for person in people.iter().filter(|person| *person != "taken@example.com") {
            let got = fake.invitations_to(person);
            let possible = match delivery {
                None | Some(Delivery::Accepted) => got == 1,
                Some(Delivery::NotSent | Delivery::Rejected) => got == 0,
                Some(Delivery::Unknown) => got <= 1,
            };
            assert!(possible, "seed {seed}: {result:?}, but {got} invitations arrived");
        }
        if let Ok(count) = result {
            assert_eq!(*count, people.len(), "seed {seed}");
        }
    }
    assert_eq!(fake.invitations_to("taken@example.com"), 0);
    // Every kind of outcome must occur, or the simulation proves nothing. A request is lost only
    // after the connection is made, so nothing here is `NotSent`.
    let [_, rejected, unknown, accepted, success] = outcomes;
    assert!(rejected > 0 && unknown > 0 && accepted > 0 && success > CALLS / 3, "{outcomes:?}");
    assert_eq!(fake.received().len(), CALLS, "no call was sent twice");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_reported_outcome_is_never_wrong() {
    for seed in 0..8 {
        simulate(seed).await;
    }
}

/// Timeouts so short that they end calls at every moment of their sending.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_timeout_that_races_the_send_is_never_wrong() {
    let fake = FakeClerk::start().await.expect("a port");
    fake.remove_rate_limits();
    let mut tasks = JoinSet::new();
    for task in 0..4_u64 {
        let client = fake.client();
        tasks.spawn(async move {
            let mut told = Vec::new();
            for number in 0..400_u64 {
                let person = format!("p{task}x{number}@example.com");
                let timeouts = Timeouts::default();
                let short = Duration::from_micros((number * 7 + task * 13) % 1200);
                let client = client.with_timeouts(match number % 3 {
                    0 => timeouts.connect(short),
                    1 => timeouts.read(short),
                    _ => timeouts.total(short),
                });
                let result = client.create_invitation(CreateInvitation::new(&person)).await;
                told.push((person, result.err().map(|error| error.delivery())));
            }
            told
        });
    }
    let (mut successes, mut not_sent, mut unclear) = (0, 0, 0);
    for (person, delivery) in tasks.join_all().await.into_iter().flatten() {
        let got = fake.invitations_to(&person);
        let possible = match delivery {
            None | Some(Delivery::Accepted) => got == 1,
            Some(Delivery::NotSent) => got == 0,
            Some(Delivery::Unknown) => got <= 1,
            Some(Delivery::Rejected) => false,
        };
        assert!(possible, "{delivery:?}, but {got} invitations arrived");
        match delivery {
            None => successes += 1,
            Some(Delivery::NotSent) => not_sent += 1,
            Some(_) => unclear += 1,
        }
    }
    // Without all three, the timeouts did not race the calls.
    let outcomes = [successes, not_sent, unclear];
    assert!(outcomes.iter().all(|count| *count > 0), "{outcomes:?}");
}
