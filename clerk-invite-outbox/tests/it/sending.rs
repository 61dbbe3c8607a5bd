//! Enqueueing and sending, without faults.

use clerk_invite::fake::{CreatedInvitation, Fault, Operation};
use clerk_invite::{CreateInvitation, InvitationStatus};
use clerk_invite_outbox::{Error, Event, Filter, NewInvitation, State};

use crate::world::{CAMPAIGN, World, person};

#[tokio::test]
async fn everybody_gets_one_invitation_and_every_slot_is_used() {
    let world = World::new().await;
    world.enqueue(700).await;
    let hours = world.run(&mut world.worker()).await;
    assert_eq!(world.count(State::Sent).await, 700);
    for number in 0..700 {
        assert_eq!(world.fake.invitations_to(&person(number)), 1, "{number}");
    }
    // 25 calls with ten people and 100 with one: 350 at once, and 350 an hour later.
    assert!((1.0..1.01).contains(&hours), "{hours} hours");
    let calls = world.fake.received();
    assert!(calls.iter().all(|call| call.status.is_some_and(|it| it.is_success())));
    let bulk = |call: &&clerk_invite::fake::ReceivedRequest| {
        call.operation == Some(Operation::CreateInvitationBulk)
    };
    assert_eq!(calls.iter().filter(bulk).count(), 50);
}

/// A service may start while Clerk is away, and goes on accepting people.
#[tokio::test]
async fn a_worker_waits_for_a_clerk_that_is_away_when_it_starts() {
    let world = World::new().await;
    world.enqueue(1).await;
    world.fake.inject(Fault::TooManyRequests { retry_after: None });
    let mut events = world.outbox.events();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let worker = tokio::spawn(world.worker().run_until(async move {
        let _ = stopped.await;
    }));
    while !matches!(events.next().await.expect("an event"), Event::Sent { .. }) {}
    stop.send(()).expect("a worker that runs");
    worker.await.expect("no panic").expect("no error");
    assert_eq!(world.fake.received()[0].status.map(|it| it.as_u16()), Some(429));

    // A key that Clerk does not know does not get better.
    let stranger =
        clerk_invite::Client::builder("sk_test_stranger").base_url(world.fake.base_url());
    let worker = world.outbox.worker(&stranger.build().expect("a client"));
    let ended = worker.run_until(std::future::pending()).await;
    assert!(matches!(ended, Err(Error::Clerk(_))), "{ended:?}");
}

#[tokio::test]
async fn people_are_invited_to_organizations_with_their_details() {
    let world = World::new().await;
    let campaign = world.outbox.campaign(CAMPAIGN).to_organization("org_123", "org:member");
    let admin = NewInvitation::new("admin@example.com").role("org:admin");
    let report = campaign.enqueue([admin, NewInvitation::new("b@example.com")]).await.unwrap();
    assert_eq!(report.new, 2);
    world.run(&mut world.worker()).await;
    assert_eq!(world.count(State::Sent).await, 2);
    let mut export = world.outbox.export(CAMPAIGN, Filter::default()).await.unwrap();
    let first = export.next().await.unwrap().unwrap();
    assert_eq!(first.role.as_deref(), Some("org:admin"));
    assert_eq!(first.organization.unwrap(), "org_123");
    assert_eq!(first.invitation_id, Some(world.fake.invitations()[0].id.clone()));
}

#[tokio::test]
async fn the_report_says_what_is_new_repeated_and_invalid() {
    let world = World::new().await;
    let campaign = world.outbox.campaign(CAMPAIGN);
    let people = ["a@example.com", " A@Example.com ", "no address", "b@example.com"];
    let report = campaign.enqueue(people).await.unwrap();
    assert_eq!((report.new, report.repeated), (2, 1));
    assert_eq!(report.invalid.len(), 1);
    assert_eq!(report.invalid[0].0, 2);
    let again = NewInvitation::new("b@example.com").redirect_url("https://example.com");
    let report = campaign.enqueue([again]).await.unwrap();
    assert_eq!((report.new, report.different.as_slice()), (0, &[0][..]));
    assert_eq!(report.repeated_in.get(&State::Queued), Some(&1));
}

#[tokio::test]
async fn a_cancelled_campaign_sends_nothing_and_enqueueing_revives() {
    let world = World::new().await;
    world.enqueue(3).await;
    assert_eq!(world.outbox.cancel(CAMPAIGN).await.unwrap(), 3);
    world.run(&mut world.worker()).await;
    assert_eq!(world.fake.invitations().len(), 0);
    let campaign = world.outbox.campaign(CAMPAIGN);
    let report = campaign.enqueue([person(1)]).await.unwrap();
    assert_eq!((report.new, report.revived), (0, 1));
    world.run(&mut world.worker()).await;
    assert_eq!(world.fake.invitations_to(&person(1)), 1);
    assert_eq!(world.count(State::Cancelled).await, 2);
}

#[tokio::test]
async fn a_transaction_of_the_callers_is_all_or_nothing() {
    let world = World::new().await;
    let pool = sqlx_pool(&world.url).await;
    let campaign = world.outbox.campaign(CAMPAIGN);
    let mut transaction = pool.begin().await.unwrap();
    campaign.enqueue_in(&mut transaction, "rolled@example.com").await.unwrap();
    transaction.rollback().await.unwrap();
    let mut transaction = pool.begin().await.unwrap();
    campaign.enqueue_in(&mut transaction, "committed@example.com").await.unwrap();
    transaction.commit().await.unwrap();
    world.run(&mut world.worker()).await;
    assert_eq!(world.fake.invitations_to("rolled@example.com"), 0);
    assert_eq!(world.fake.invitations_to("committed@example.com"), 1);
}

async fn sqlx_pool(url: &str) -> clerk_invite_outbox::sqlx::SqlitePool {
    clerk_invite_outbox::sqlx::SqlitePool::connect(url).await.unwrap()
}

#[tokio::test]
async fn whom_another_campaign_has_sent_is_not_invited_again() {
    let world = World::new().await;
    world.enqueue(2).await;
    world.run(&mut world.worker()).await;
    let second = world.outbox.campaign("second").preflight(false);
    second.enqueue([person(0), person(7)]).await.unwrap();
    world.run(&mut world.worker()).await;
    let status = world.outbox.status("second").await.unwrap();
    assert_eq!((status.count(State::Already), status.count(State::Sent)), (1, 1));
    assert_eq!(world.fake.invitations_to(&person(0)), 1);
}

#[tokio::test]
async fn a_preflight_finds_the_invited_for_nothing() {
    let world = World::new().await;
    let invite = clerk_invite::CreateInvitation::new(person(0));
    world.fake.client().create_invitation(invite).await.unwrap();
    let campaign = world.outbox.campaign(CAMPAIGN);
    campaign.enqueue([person(0), person(1)]).await.unwrap();
    world.run(&mut world.worker()).await;
    assert_eq!(world.count(State::Already).await, 1);
    let refused = world.fake.received().iter().filter(|it| it.method == "POST").count();
    assert_eq!(refused, 2, "the one before, and one for the other");
}

#[tokio::test]
async fn who_is_to_be_invited_nevertheless_is() {
    nevertheless(World::new().await).await;
}

pub(crate) async fn nevertheless(world: World) {
    world.fake.add_user(&person(0));
    let clerk = world.fake.client();
    clerk.create_invitation(CreateInvitation::new(person(1))).await.unwrap();
    let row = |number| NewInvitation::new(person(number)).ignore_existing(true);
    let campaign = world.outbox.campaign(CAMPAIGN);
    campaign.enqueue((0..3).map(row)).await.unwrap();
    world.run(&mut world.worker()).await;
    assert_eq!(world.count(State::Sent).await, 3);
    let invitations: Vec<_> = (0..3).map(|it| world.fake.invitations_to(&person(it))).collect();
    assert_eq!(invitations, [1, 2, 1]);
}

#[tokio::test]
async fn people_are_sent_again_in_place_of_the_old_invitation() {
    let world = World::new().await;
    world.enqueue(3).await;
    world.run(&mut world.worker()).await;
    let old: Vec<_> = world.fake.invitations().into_iter().map(|it| it.id).collect();
    assert!(world.fake.accept(&old[0]));
    assert_eq!(world.outbox.resend(CAMPAIGN, "again").await.unwrap(), 3);
    assert_eq!(world.outbox.resend(CAMPAIGN, "again").await.unwrap(), 0);
    world.run(&mut world.worker()).await;
    let status = world.outbox.status("again").await.unwrap();
    assert_eq!((status.count(State::Sent), status.count(State::Already)), (2, 1));
    let is_pending = |it: &&CreatedInvitation| it.status == InvitationStatus::Pending;
    assert_eq!(world.fake.invitations().iter().filter(is_pending).count(), 2);
}

#[tokio::test]
async fn campaigns_are_listed_from_when_people_are_in_them() {
    let world = World::new().await;
    let _ = world.outbox.campaign("none");
    assert!(world.outbox.campaigns().await.unwrap().is_empty());
    for name in ["spring", "autumn"] {
        world.outbox.campaign(name).enqueue([person(0)]).await.unwrap();
    }
    let pool = sqlx_pool(&world.url).await;
    let mut transaction = pool.begin().await.unwrap();
    world.outbox.campaign("a service").enqueue_in(&mut transaction, person(1)).await.unwrap();
    transaction.commit().await.unwrap();
    assert_eq!(world.outbox.campaigns().await.unwrap(), ["spring", "autumn", "a service"]);
}

#[tokio::test]
async fn purging_removes_people_and_keeps_counts() {
    let world = World::new().await;
    world.enqueue(3).await;
    world.outbox.purge(CAMPAIGN).await.unwrap_err();
    world.run(&mut world.worker()).await;
    assert_eq!(world.outbox.purge(CAMPAIGN).await.unwrap(), 3);
    assert_eq!(world.count(State::Sent).await, 3);
    let mut export = world.outbox.export(CAMPAIGN, Filter::default()).await.unwrap();
    assert!(export.next().await.unwrap().is_none());
}

/// To an organization, and to an application as well in one campaign.
#[tokio::test]
async fn the_estimate_is_when_the_last_one_goes_out() {
    for (to_application, to_organization) in [(0, 800), (400, 800)] {
        let world = World::new().await;
        let campaign = world.outbox.campaign(CAMPAIGN).preflight(false);
        campaign.enqueue((0..to_application).map(person)).await.unwrap();
        let campaign = campaign.to_organization("org_123", "org:member");
        campaign.enqueue((0..to_organization).map(person)).await.unwrap();
        let mut worker = world.worker();
        let mut estimates = Vec::new();
        for _ in 0..3 {
            for _ in 0..40 {
                worker.tick().await.unwrap();
            }
            estimates.extend(world.status().await.done_at);
        }
        world.run(&mut worker).await;
        let mut export = world.outbox.export(CAMPAIGN, Filter::default()).await.unwrap();
        let mut last = 0;
        while let Some(row) = export.next().await.unwrap() {
            last = last.max(row.sent_at.unwrap());
        }
        assert_eq!(estimates.len(), 3);
        for estimate in estimates {
            assert!((estimate - last).abs() < 60_000, "{} ms off", estimate - last);
        }
        assert_eq!(world.status().await.done_at, None);
    }
}

/// Nobody knows when a stop is lifted.
#[tokio::test]
async fn there_is_no_estimate_while_a_place_is_stopped() {
    let world = World::new().await;
    let campaign = world.outbox.campaign(CAMPAIGN).preflight(false);
    let campaign = campaign.to_organization("org_gone", "org:member");
    campaign.enqueue((0..3).map(person)).await.unwrap();
    world.run(&mut world.worker()).await;
    let status = world.status().await;
    assert_eq!((status.count(State::Queued), status.stops.len()), (3, 1));
    assert_eq!(status.done_at, None);
}
