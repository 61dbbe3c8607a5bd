//! The rate budget of a client, on a clock that jumps.

use std::time::Duration;

use clerk_invite::{
    Client, CreateInvitation, CreateInvitationBulk, Delivery, Endpoint, Error, Invitation,
    RateBudget, RateLimit, RetryPolicy,
};
use tokio::time::Instant;

use crate::server::Server;

const INVITATION: &str =
    r#"{"id":"inv_1","email_address":"a@b.c","status":"pending","created_at":1,"updated_at":1}"#;
const HOUR: Duration = Duration::from_secs(3600);

fn client(server: &Server, budget: RateBudget) -> Client {
    let builder = Client::builder("sk_test_123").base_url(server.base_url());
    builder.rate_budget(budget).build().expect("a client")
}

async fn invite(client: &Client) -> Result<Invitation, Error> {
    client.create_invitation(CreateInvitation::new("a@example.com")).await
}

#[tokio::test(start_paused = true)]
async fn the_declared_limit_is_kept_and_the_next_call_says_when() {
    let server = Server::json("200 OK", INVITATION).await;
    let client = client(&server, RateBudget::new());
    for _ in 0..100 {
        invite(&client.clone()).await.expect("an invitation");
    }
    let error = invite(&client).await.expect_err("no slot");
    assert_eq!(error.delivery(), Delivery::NotSent);
    assert!(error.is_rate_limited());
    assert_eq!((error.status(), server.received().len()), (None, 100));
    let wait = error.retry_after().expect("a time");
    assert!(wait <= HOUR, "{wait:?}");
    tokio::time::advance(wait).await;
    invite(&client).await.expect("a slot");
    // Another endpoint has a budget of its own.
    let bulk = CreateInvitationBulk::new([CreateInvitation::new("a@example.com")]);
    let error = client.send(bulk).await.expect_err("one object is no list");
    assert_eq!(error.delivery(), Delivery::Accepted);
}

#[tokio::test(start_paused = true)]
async fn a_call_may_wait_for_its_slot() {
    let server = Server::json("200 OK", INVITATION).await;
    let limit = RateLimit::new(2, Duration::from_secs(60));
    let budget = RateBudget::new().limit::<CreateInvitation>(limit);
    let client = client(&server, budget.max_wait(Duration::from_secs(120)));
    let start = Instant::now();
    for (calls, seconds) in [(1, 0), (2, 0), (3, 60), (4, 60), (5, 120)] {
        invite(&client).await.expect("an invitation");
        assert_eq!((server.received().len(), start.elapsed().as_secs()), (calls, seconds));
    }
}

#[tokio::test(start_paused = true)]
async fn a_429_closes_the_gate_for_everybody() {
    let server = Server::with_headers("429 X", "Retry-After: 90\r\n", "").await;
    let client = client(&server, RateBudget::new());
    assert!(invite(&client).await.expect_err("a 429").status().is_some());
    let error = invite(&client.clone()).await.expect_err("a closed gate");
    assert_eq!((error.status(), error.delivery()), (None, Delivery::NotSent));
    assert_eq!(server.received().len(), 1);
    // No retry policy goes against the budget.
    let eager = client.with_retry(RetryPolicy::attempts(9));
    assert!(invite(&eager).await.is_err());
    assert_eq!(server.received().len(), 1);
    tokio::time::advance(Duration::from_secs(90)).await;
    assert!(invite(&client).await.expect_err("a 429").status().is_some());
    assert_eq!(server.received().len(), 2);
}

/// A GET, which a policy may send again.
#[clerk_invite::endpoint(GET, "/invitations/{invitation_id}", rate_limit = "2/hour")]
#[returns(Invitation)]
struct GetInvitation {
    invitation_id: String,
}

#[tokio::test(start_paused = true)]
async fn of_a_call_that_was_sent_the_budget_does_not_say_it_was_not() {
    let server = Server::json("500 X", "").await;
    let client = client(&server, RateBudget::new()).with_retry(RetryPolicy::attempts(9));
    let error = client.send(GetInvitation::new("inv_1")).await.expect_err("a failure");
    assert_eq!((error.delivery(), server.received().len()), (Delivery::Unknown, 2));
    let error = client.send(GetInvitation::new("inv_1")).await.expect_err("no slot");
    assert_eq!((error.delivery(), server.received().len()), (Delivery::NotSent, 2));
}

#[tokio::test(start_paused = true)]
async fn a_call_that_was_never_sent_costs_nothing() {
    let server = Server::doing(|stream, _| async move { drop(stream) }).await;
    let url = format!("https://{}/v1", server.address);
    let limit = RateLimit::new(1, HOUR);
    let budget = RateBudget::new().limit::<CreateInvitation>(limit);
    let builder = Client::builder("sk_test_123").base_url(url).rate_budget(budget);
    let client = builder.build().expect("a client");
    for _ in 0..3 {
        let error = invite(&client).await.expect_err("no TLS");
        assert_eq!((error.delivery(), error.is_rate_limited()), (Delivery::NotSent, false));
    }
    assert_eq!(client.budget_of::<CreateInvitation>().and_then(|budget| budget.left), Some(1));
}

#[tokio::test(start_paused = true)]
async fn the_client_tells_what_is_left() {
    let server = Server::json("200 OK", INVITATION).await;
    assert_eq!(server.client().budget(), []);
    assert_eq!(server.client().budget_of::<CreateInvitation>(), None);
    let client = client(&server, RateBudget::new());
    assert_eq!(client.budget(), []);
    invite(&client).await.expect("an invitation");
    let [budget] = client.budget().try_into().expect("one endpoint");
    assert_eq!((&*budget.name, &*budget.path), ("CreateInvitation", "/invitations"));
    assert_eq!(budget.limit, CreateInvitation::RATE_LIMIT);
    assert_eq!(
        (budget.left, budget.next_slot_in, budget.waiting),
        (Some(99), Some(Duration::ZERO), 0)
    );
    let other = client.budget_of::<CreateInvitationBulk>().expect("a budget");
    assert_eq!((other.left, client.budget().len()), (Some(25), 1));
}
