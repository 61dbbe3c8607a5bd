//! The hazards of the design, one test each: what can go wrong, and why nobody is doubled or lost.

use clerk_invite::fake::Fault;
use clerk_invite_outbox::{Did, Filter, State};

use crate::world::{CAMPAIGN, World, person};

async fn states(world: &World) -> Vec<State> {
    let mut export = world.outbox.export(CAMPAIGN, Filter::default()).await.unwrap();
    let mut states = Vec::new();
    while let Some(row) = export.next().await.unwrap() {
        states.push(row.state);
    }
    states
}

#[tokio::test]
async fn a_lost_answer_is_found_in_the_listing() {
    let world = World::new().await;
    world.enqueue(1).await;
    world.fake.inject(Fault::LoseResponse);
    let mut worker = world.worker();
    assert_eq!(worker.tick().await.unwrap().did, Did::Called);
    assert_eq!(states(&world).await, [State::Unknown]);
    assert_eq!(worker.tick().await.unwrap().did, Did::LookedUp);
    assert_eq!(states(&world).await, [State::Sent]);
    world.run(&mut worker).await;
    assert_eq!(world.fake.invitations_to(&person(0)), 1);
}

#[tokio::test]
async fn a_lost_request_is_sent_again_after_two_looks() {
    let world = World::new().await;
    world.enqueue(1).await;
    world.fake.inject(Fault::LoseRequest);
    let mut worker = world.worker();
    worker.tick().await.unwrap();
    assert_eq!(worker.tick().await.unwrap().did, Did::LookedUp);
    assert_eq!(states(&world).await, [State::Unknown], "one look proves nothing");
    let tick = worker.tick().await.unwrap();
    let wait = tick.next_at.unwrap() - world.fake.now().as_millis();
    assert!((158_000..=160_000).contains(&wait), "{wait}");
    let hours = world.run(&mut worker).await;
    assert_eq!(states(&world).await, [State::Sent]);
    assert_eq!(world.fake.invitations_to(&person(0)), 1);
    assert!(hours < 0.1, "{hours}");
}

#[tokio::test]
async fn a_crash_before_the_record_is_swept_and_found() {
    let world = World::new().await;
    world.enqueue(10).await;
    // Dropped between send and record: what a kill leaves behind.
    let gate = clerk_invite::fake::ResponseGate::new();
    world.fake.inject(Fault::HoldResponse(gate.clone()));
    let mut worker = world.worker();
    let tick = tokio::spawn(async move { worker.tick().await });
    world.fake.nth_received(0).await;
    tick.abort();
    let _ = tick.await;
    assert_eq!(world.count(State::Calling).await, 10);
    world.run(&mut world.worker()).await;
    assert_eq!(world.count(State::Sent).await, 10);
    for number in 0..10 {
        assert_eq!(world.fake.invitations_to(&person(number)), 1);
    }
}
