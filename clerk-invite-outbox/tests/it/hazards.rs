//! The hazards of the design, one test each: what can go wrong, and why nobody is doubled or lost.

use std::time::Duration;

use clerk_invite::bytes::Bytes;
use clerk_invite::fake::{Fault, Operation, Rule};
use clerk_invite::http::{HeaderValue, Request, StatusCode};
use clerk_invite::serde_json::Value;
use clerk_invite::{
    Client, CreateInvitation, CreateInvitationBulk, CreateOrganizationInvitation,
    CreateOrganizationInvitationBulk, FakeClerk, json, serde_json,
};
use clerk_invite_outbox::{Did, Evidence, Filter, NewInvitation, State};

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
    world.fake.inject_on(Operation::CreateInvitation, Fault::LoseResponse);
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
    world.fake.inject_on(Operation::CreateInvitation, Fault::LoseRequest);
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
    world.fake.inject_on(Operation::CreateInvitationBulk, Fault::HoldResponse(gate.clone()));
    let mut worker = world.worker();
    let tick = tokio::spawn(async move { worker.tick().await });
    world.fake.nth_received(1).await;
    tick.abort();
    let _ = tick.await;
    assert_eq!(world.count(State::Calling).await, 10);
    world.run(&mut world.worker()).await;
    assert_eq!(world.count(State::Sent).await, 10);
    for number in 0..10 {
        assert_eq!(world.fake.invitations_to(&person(number)), 1);
    }
}

/// Somebody else's invitation, or our own by another way: presence counts, not status.
#[tokio::test]
async fn accepted_and_revoked_invitations_count_as_sent() {
    let world = World::new().await;
    world.enqueue(2).await;
    let mut worker = world.worker();
    world.fake.inject_on(Operation::CreateInvitationBulk, Fault::LoseResponse);
    worker.tick().await.unwrap();
    let ids: Vec<_> = world.fake.invitations().into_iter().map(|it| it.id).collect();
    assert!(world.fake.accept(&ids[0]));
    let revoke = clerk_invite::RevokeInvitation::new(ids[1].as_str());
    world.fake.client().send(revoke).await.unwrap();
    world.run(&mut worker).await;
    assert_eq!(states(&world).await, [State::Sent, State::Sent]);
    assert_eq!(world.fake.invitations().len(), 2);
}

/// The worker comes back when the invitation is over.
#[tokio::test]
async fn an_invitation_that_expired_while_its_call_was_unknown_is_sent() {
    for organization in [None, Some("org_123")] {
        let world = World::new().await;
        let mut campaign = world.outbox.campaign(CAMPAIGN).preflight(false);
        if let Some(organization) = organization {
            campaign = campaign.to_organization(organization, "org:member");
        }
        campaign.enqueue([NewInvitation::new(person(0)).expires_in_days(1)]).await.unwrap();
        world.fake.inject(Fault::LoseResponse);
        let mut worker = world.outbox.worker(&world.fake.client()).instance("ins_fake_clerk");
        worker.tick().await.unwrap();
        assert_eq!(states(&world).await, [State::Unknown]);
        world.fake.advance(Duration::from_hours(48));
        world.run(&mut worker).await;
        assert_eq!(states(&world).await, [State::Sent]);
        assert_eq!(posts(&world), 1);
    }
}

/// Clerk's duplicate check, the last net, is off, and there is an older invitation: the row's own is
/// told from it, and there is one.
#[tokio::test]
async fn without_the_duplicate_check_nobody_is_invited_twice() {
    for fault in [
        Fault::LoseRequest,
        Fault::LoseResponse,
        Fault::ServerErrorAfter(StatusCode::GATEWAY_TIMEOUT),
        Fault::DeliverLate(Duration::from_secs(90)),
    ] {
        let world = World::new().await;
        let older = CreateInvitation::new(person(0));
        let older = world.fake.client().create_invitation(older).await.unwrap();
        world.fake.advance(Duration::from_hours(1));
        let campaign = world.outbox.campaign(CAMPAIGN);
        let row = NewInvitation::new(person(0)).ignore_existing(true);
        campaign.enqueue([row]).await.unwrap();
        world.fake.inject_on(Operation::CreateInvitation, fault.clone());
        world.run(&mut world.worker()).await;
        let mut export = world.outbox.export(CAMPAIGN, Filter::default()).await.unwrap();
        let row = export.next().await.unwrap().unwrap();
        assert_eq!(row.state, State::Sent, "{fault:?}");
        assert_ne!(row.invitation_id.as_deref(), Some(older.id.as_str()), "{fault:?}");
        assert_eq!(world.fake.invitations_to(&person(0)), 2, "{fault:?}");
    }
}

#[tokio::test]
async fn whom_somebody_else_invited_meanwhile_is_adopted() {
    let world = World::new().await;
    world.enqueue(1).await;
    let mut worker = world.worker();
    world.fake.inject_on(Operation::CreateInvitation, Fault::LoseRequest);
    worker.tick().await.unwrap();
    let invite = CreateInvitation::new(person(0));
    world.fake.client().create_invitation(invite).await.unwrap();
    world.run(&mut worker).await;
    let mut export = world.outbox.export(CAMPAIGN, Filter::default()).await.unwrap();
    let row = export.next().await.unwrap().unwrap();
    assert_eq!((row.state, row.evidence), (State::Sent, Some(Evidence::Listed)));
    assert_eq!(world.fake.invitations().len(), 1);
}

#[tokio::test]
async fn whom_somebody_else_gave_another_role_is_there_already() {
    let world = World::new().await;
    let campaign = world.outbox.campaign(CAMPAIGN).to_organization("org_123", "org:member");
    campaign.preflight(false).enqueue([person(0)]).await.unwrap();
    let mut worker = world.worker();
    world.fake.inject_on(Operation::CreateOrganizationInvitation, Fault::LoseRequest);
    worker.tick().await.unwrap();
    let invite = CreateOrganizationInvitation::new("org_123", person(0), "org:admin");
    world.fake.client().send(invite).await.unwrap();
    world.run(&mut worker).await;
    assert_eq!(states(&world).await, [State::Already]);
}

#[tokio::test]
async fn hundreds_who_wait_for_a_stopped_organization_hold_up_nobody_behind_them() {
    beside_a_stopped_organization(World::new().await).await;
}

pub(crate) async fn beside_a_stopped_organization(world: World) {
    let campaign = world.outbox.campaign(CAMPAIGN).preflight(false);
    for (organization, people) in [("org_full", 150), ("org_123", 3)] {
        let campaign = campaign.clone().to_organization(organization, "org:member");
        campaign.enqueue((0..people).map(person)).await.unwrap();
    }
    campaign.enqueue([person(0)]).await.unwrap();
    world.fake.respond_to_with::<CreateOrganizationInvitationBulk>(|request| {
        let is_full = request.uri().path().contains("org_full");
        let refused = (403, error("organization_membership_quota_exceeded"));
        if is_full { refused } else { (200, invented(request)) }
    });
    world.run(&mut world.worker()).await;
    assert_eq!(world.count(State::Sent).await, 4);
    assert_eq!(world.count(State::Queued).await, 150);
    assert_eq!(posts(&world), 3);
}

#[tokio::test]
async fn a_429_closes_the_endpoint_for_all_workers() {
    let world = World::new().await;
    world.enqueue(1).await;
    let retry_after = Some(HeaderValue::from_static("999999999"));
    let (mut one, mut other) = (world.worker(), world.worker());
    for operation in [Operation::CreateInvitation, Operation::CreateInvitationBulk] {
        let retry_after = retry_after.clone();
        world.fake.inject_on(operation, Fault::TooManyRequests { retry_after });
    }
    one.tick().await.unwrap();
    assert_eq!(states(&world).await, [State::Queued]);
    one.tick().await.unwrap();
    let tick = other.tick().await.unwrap();
    assert_eq!(tick.did, Did::Nothing);
    let wait = tick.next_at.unwrap() - world.fake.now().as_millis();
    assert!((3_500_000..=3_602_000).contains(&wait), "one period at most: {wait}");
    world.run(&mut other).await;
    assert_eq!(states(&world).await, [State::Sent]);
}

#[tokio::test]
async fn a_row_that_breaks_clerk_goes_alone_and_is_given_up() {
    let world = World::new().await;
    world.enqueue(30).await;
    let poison = |request: &Request<Bytes>| {
        let poison = (500, error("internal_clerk_error"));
        if holds(request, "p3@example.com") { poison } else { (200, invented(request)) }
    };
    world.fake.respond_to_with::<CreateInvitation>(poison);
    world.fake.respond_to_with::<CreateInvitationBulk>(poison);
    world.run(&mut world.worker()).await;
    let states = states(&world).await;
    assert_eq!(states[3], State::Refused);
    assert_eq!(states.iter().filter(|state| **state == State::Sent).count(), 29);
    assert_eq!(world.outbox.retry(CAMPAIGN, Some("server_error")).await.unwrap(), 1);
}

#[tokio::test]
async fn a_bad_address_does_not_sink_the_others() {
    let world = World::new().await;
    world.enqueue(30).await;
    let bad = |request: &Request<Bytes>| {
        let bad = (422, error("form_param_format_invalid"));
        if holds(request, "p3@example.com") { bad } else { (200, invented(request)) }
    };
    world.fake.respond_to_with::<CreateInvitation>(bad);
    world.fake.respond_to_with::<CreateInvitationBulk>(bad);
    world.run(&mut world.worker()).await;
    let states = states(&world).await;
    assert_eq!(states[3], State::Refused);
    assert_eq!(states.iter().filter(|state| **state == State::Sent).count(), 29);
}

#[tokio::test]
async fn a_rejected_bulk_that_was_carried_out_in_part_doubles_nobody() {
    let world = World::new().await;
    world.fake.set_rule(Rule::Duplicates, false);
    world.enqueue(10).await;
    let base_url = world.fake.base_url().to_owned();
    world.fake.respond_to::<CreateInvitationBulk>(422, error("form_param_format_invalid"));
    // What Clerk would have done of it.
    let client = Client::builder(FakeClerk::SECRET_KEY).base_url(base_url).build().unwrap();
    client.create_invitation(CreateInvitation::new(person(4))).await.unwrap();
    world.run(&mut world.worker()).await;
    assert_eq!(world.count(State::Sent).await, 10);
    assert_eq!(world.fake.invitations().len(), 10);
}

#[tokio::test]
async fn a_row_cancelled_in_a_call_does_not_go_back_to_the_queue() {
    let world = World::new().await;
    world.enqueue(1).await;
    let mut worker = world.worker();
    world.fake.inject_on(Operation::CreateInvitation, Fault::LoseRequest);
    worker.tick().await.unwrap();
    assert_eq!(world.outbox.cancel(CAMPAIGN).await.unwrap(), 0);
    world.run(&mut worker).await;
    assert_eq!(states(&world).await, [State::Cancelled]);
    assert_eq!(world.fake.invitations().len(), 0);
}

#[tokio::test]
async fn a_row_cancelled_in_a_call_that_was_accepted_is_sent() {
    let world = World::new().await;
    world.enqueue(1).await;
    let mut worker = world.worker();
    world.fake.inject_on(Operation::CreateInvitation, Fault::LoseResponse);
    worker.tick().await.unwrap();
    world.outbox.cancel(CAMPAIGN).await.unwrap();
    world.run(&mut worker).await;
    assert_eq!(states(&world).await, [State::Sent]);
}

/// Beyond the assumption Clerk's duplicate check is the net, and what it says is looked up.
#[tokio::test]
async fn a_duplicate_of_our_own_is_sent() {
    let world = World::new().await;
    world.enqueue(1).await;
    let mut worker = world.worker();
    world.fake.inject_on(Operation::CreateInvitation, Fault::DeliverLate(Duration::from_secs(165)));
    world.fake.set_listing_lag(Duration::from_secs(30));
    world.run(&mut worker).await;
    assert_eq!(states(&world).await, [State::Sent]);
    assert_eq!(world.fake.invitations().len(), 1);
}

#[tokio::test]
async fn a_cached_listing_proves_nothing() {
    let world = World::new().await;
    world.enqueue(1).await;
    let mut worker = world.worker();
    world.fake.inject_on(Operation::CreateInvitation, Fault::LoseRequest);
    worker.tick().await.unwrap();
    worker.tick().await.unwrap();
    let tick = worker.tick().await.unwrap();
    let wait = tick.next_at.unwrap() - world.fake.now().as_millis();
    world.fake.advance(Duration::from_millis(wait.unsigned_abs()));
    let an_hour = Duration::from_hours(1);
    world.fake.inject_on(Operation::ListInvitations, Fault::ServeFromCache(an_hour));
    worker.tick().await.unwrap();
    assert_eq!(states(&world).await, [State::Unknown]);
    world.run(&mut worker).await;
    assert_eq!(states(&world).await, [State::Sent]);
}

#[tokio::test]
async fn one_person_in_two_campaigns_is_in_one_call() {
    let world = World::new().await;
    world.enqueue(1).await;
    let second = world.outbox.campaign("second").preflight(false);
    second.enqueue([person(0)]).await.unwrap();
    let mut worker = world.worker();
    world.fake.inject_on(Operation::CreateInvitation, Fault::LoseResponse);
    worker.tick().await.unwrap();
    assert_eq!(posts(&world), 1);
    // The person may have been invited: the other campaign waits for that to be settled.
    world.run(&mut worker).await;
    let status = world.outbox.status("second").await.unwrap();
    assert_eq!(status.count(State::Already), 1);
    assert_eq!(world.fake.invitations().len(), 1);
}

pub(crate) fn error(code: &str) -> Value {
    json!({ "errors": [{ "code": code, "message": "no", "long_message": "no" }] })
}

fn holds(request: &Request<Bytes>, address: &str) -> bool {
    String::from_utf8_lossy(request.body()).contains(&format!("\"{address}\""))
}

/// Returns the response to a call that creates what it asks for, one or a list.
pub(crate) fn invented(request: &Request<Bytes>) -> Value {
    let body: Value = serde_json::from_slice(request.body()).unwrap();
    let one = |item: &Value| {
        let address = item["email_address"].as_str().unwrap();
        json!({
            "object": "invitation",
            "id": format!("inv_of_{address}"),
            "email_address": address,
            "role": item["role"],
            "public_metadata": {},
            "status": "pending",
            "created_at": 0,
            "updated_at": 0,
        })
    };
    body.as_array().map_or_else(|| one(&body), |items| items.iter().map(one).collect())
}

pub(crate) fn posts(world: &World) -> usize {
    world.fake.received().iter().filter(|it| it.method == "POST").count()
}
