//! What stops the work: nothing more is sent, and after a resume everybody is invited, once.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use clerk_invite::bytes::Bytes;
use clerk_invite::http::Request;
use clerk_invite::{
    Client, CreateInvitation, CreateInvitationBulk, CreateOrganizationInvitation,
    CreateOrganizationInvitationBulk, serde_json,
};
use clerk_invite_outbox::{Did, Error, State};

use crate::hazards::{error, invented, posts};
use crate::world::{CAMPAIGN, World, person};

#[tokio::test]
async fn a_wrong_key_stops_everything_until_it_is_resumed() {
    let world = World::new().await;
    world.enqueue(30).await;
    let mut worker = world.worker();
    world.fake.respond_to::<CreateInvitationBulk>(401, error("clerk_key_invalid"));
    worker.tick().await.unwrap();
    let before = posts(&world);
    for _ in 0..5 {
        assert_eq!(worker.tick().await.unwrap().did, Did::Nothing);
    }
    assert_eq!(posts(&world), before, "no further call");
    let status = world.status().await;
    assert_eq!(status.count(State::Queued), 30);
    assert!(status.stops[0].everything && status.stops[0].reason == "clerk_key_invalid");
    world.outbox.resume().await.unwrap();
    world.run(&mut worker).await;
    assert_eq!(world.count(State::Sent).await, 0, "it is still wrong");
    assert_eq!(posts(&world), before + 1);
}

#[tokio::test]
async fn a_quota_stops_one_organization_and_no_other() {
    let world = World::new().await;
    world.fake.add_organization("org_full");
    let full = world.outbox.campaign("full").to_organization("org_full", "org:member");
    full.preflight(false).enqueue((0..3).map(person)).await.unwrap();
    let other = world.outbox.campaign(CAMPAIGN).to_organization("org_123", "org:member");
    other.preflight(false).enqueue((0..3).map(person)).await.unwrap();
    world.fake.respond_to_with::<CreateOrganizationInvitationBulk>(|request| {
        let is_full = request.uri().path().contains("org_full");
        let refused = (403, error("organization_membership_quota_exceeded"));
        if is_full { refused } else { (200, invented(request)) }
    });
    world.run(&mut world.worker()).await;
    assert_eq!(world.count(State::Sent).await, 3);
    let status = world.outbox.status("full").await.unwrap();
    assert_eq!(status.count(State::Queued), 3);
    assert_eq!(status.stops[0].organization.as_deref(), Some("org_full"));
}

/// A server that says no to one organization, or to everything from then on, until somebody has paid.
struct Refusing {
    is_on: AtomicBool,
    refusal: (u16, &'static str),
    /// How often each address was invited.
    invited: Mutex<BTreeMap<String, usize>>,
}

impl Refusing {
    fn respond(&self, request: &Request<Bytes>) -> (u16, serde_json::Value) {
        let to_organization = request.uri().path().contains("org_123");
        if to_organization && self.is_on.load(Ordering::SeqCst) {
            let (status, code) = self.refusal;
            return (status, error(code));
        }
        let created = invented(request);
        let one = std::slice::from_ref(&created);
        for created in created.as_array().map_or(one, Vec::as_slice) {
            let address = created["email_address"].as_str().unwrap().to_owned();
            *self.invited.lock().unwrap().entry(address).or_default() += 1;
        }
        (200, created)
    }
}

/// Sends to an organization that is refused, and to the application, and goes on after a resume.
async fn stopped_and_resumed(status: u16, code: &'static str, everything: bool) {
    let world = World::new().await;
    let first = world.outbox.campaign(CAMPAIGN).to_organization("org_123", "org:member");
    first.preflight(false).enqueue((0..25).map(person)).await.unwrap();
    let other = world.outbox.campaign("other").preflight(false);
    other.enqueue((25..50).map(person)).await.unwrap();
    let refusing = Arc::new(Refusing {
        is_on: AtomicBool::new(true),
        refusal: (status, code),
        invited: Mutex::default(),
    });
    macro_rules! refuse {
        ($($endpoint:ty),*) => {$(
            let server = Arc::clone(&refusing);
            world.fake.respond_to_with::<$endpoint>(move |request| server.respond(request));
        )*};
    }
    refuse!(CreateInvitation, CreateInvitationBulk);
    refuse!(CreateOrganizationInvitation, CreateOrganizationInvitationBulk);

    world.run(&mut world.worker()).await;
    let before = posts(&world);
    for _ in 0..5 {
        assert_eq!(world.worker().tick().await.unwrap().did, Did::Nothing);
    }
    assert_eq!(posts(&world), before, "{code}: no further call");
    let status = world.status().await;
    assert_eq!(status.count(State::Queued), 25, "{code}: back in the queue");
    assert_eq!((status.stops[0].everything, status.stops[0].reason.as_str()), (everything, code));
    let sent = world.outbox.status("other").await.unwrap().count(State::Sent);
    assert_eq!(sent, if everything { 0 } else { 25 }, "{code}: the other place");

    refusing.is_on.store(false, Ordering::SeqCst);
    assert_eq!(world.outbox.resume().await.unwrap(), 1);
    world.run(&mut world.worker()).await;
    assert_eq!(world.count(State::Sent).await, 25, "{code}");
    assert_eq!(world.outbox.status("other").await.unwrap().count(State::Sent), 25, "{code}");
    let invited = refusing.invited.lock().unwrap();
    assert_eq!(invited.len(), 50, "{code}");
    assert!(invited.values().all(|times| *times == 1), "{code}: once");
}

#[tokio::test]
async fn a_stop_that_is_lifted_lets_everybody_be_invited_once() {
    stopped_and_resumed(401, "clerk_key_invalid", true).await;
    stopped_and_resumed(402, "subscription_required", false).await;
    stopped_and_resumed(403, "organization_membership_quota_exceeded", false).await;
}

/// A development instance sends so many emails a month, to whichever place.
#[tokio::test]
async fn a_development_instance_that_is_out_of_emails_stops_as_a_whole() {
    stopped_and_resumed(400, "dev_monthly_email_limit_exceeded", true).await;
}

/// The key is withdrawn in the middle of a campaign; the worker with the new one goes on.
#[tokio::test]
async fn a_new_key_goes_on_where_the_old_one_was_refused() {
    let world = World::new().await;
    world.enqueue(30).await;
    let mut good = world.worker();
    good.tick().await.unwrap();
    let old = Client::builder("sk_test_withdrawn").base_url(world.fake.base_url());
    let old = old.build().unwrap();
    let refused = world.outbox.worker(&old).tick().await.unwrap_err();
    assert!(matches!(refused, Error::Clerk(_)), "{refused}");
    assert_eq!(posts(&world), 1, "it does not even know its instance");
    let mut withdrawn = world.outbox.worker(&old).instance("ins_fake_clerk");
    withdrawn.tick().await.unwrap();
    assert_eq!((posts(&world), world.count(State::Queued).await), (2, 20));
    for worker in [&mut withdrawn, &mut good] {
        assert_eq!(worker.tick().await.unwrap().did, Did::Nothing);
    }
    assert_eq!(posts(&world), 2, "no further call, with whichever key");
    assert_eq!(world.outbox.resume().await.unwrap(), 1);
    world.run(&mut world.worker()).await;
    assert_eq!(world.count(State::Sent).await, 30);
    assert!((0..30).all(|number| world.fake.invitations_to(&person(number)) == 1));
}

/// One that runs by itself waits for the resume, and is told of it.
#[tokio::test]
async fn a_worker_that_runs_goes_on_after_a_resume() {
    let world = World::new().await;
    world.enqueue(20).await;
    let is_refused = Arc::new(AtomicBool::new(true));
    let refused = Arc::clone(&is_refused);
    world.fake.respond_to_with::<CreateInvitationBulk>(move |request| {
        let refused = refused.load(Ordering::SeqCst);
        if refused { (401, error("clerk_key_invalid")) } else { (200, invented(request)) }
    });
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let running = tokio::spawn(world.worker().run_until(async move {
        let _ = stopped.await;
    }));
    while world.status().await.stops.is_empty() || world.count(State::Queued).await < 20 {
        tokio::task::yield_now().await;
    }
    is_refused.store(false, Ordering::SeqCst);
    world.outbox.resume().await.unwrap();
    while !world.status().await.is_done() {
        tokio::task::yield_now().await;
    }
    assert_eq!(world.count(State::Sent).await, 20);
    stop.send(()).unwrap();
    running.await.unwrap().unwrap();
}
