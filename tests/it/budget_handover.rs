//! Rate budgets that know of calls made before them, that are shared, or left out.

use std::time::Duration;

use clerk_invite::{
    Client, CreateInvitation, CreateInvitationBulk, Delivery, EndpointBudget, ListInvitations,
    RateBudget, RateLimit, endpoint, http, serde_json,
};

use crate::server::Server;

const INVITATION: &str =
    r#"{"id":"inv_1","email_address":"a@b.c","status":"pending","created_at":1,"updated_at":1}"#;

const fn minutes(minutes: u64) -> Duration {
    Duration::from_secs(60 * minutes)
}

fn client(server: &Server, budget: RateBudget) -> Client {
    let builder = Client::builder("sk_test_123").base_url(server.base_url());
    builder.rate_budget(budget).build().expect("a client")
}

async fn invite(client: &Client) {
    let request = CreateInvitation::new("a@example.com");
    client.create_invitation(request).await.expect("an invitation");
}

fn limit(requests: u32) -> RateBudget {
    RateBudget::new().limit::<CreateInvitation>(RateLimit::new(requests, minutes(60)))
}

fn of_invitations(client: &Client) -> EndpointBudget {
    client.budget_of::<CreateInvitation>().expect("a budget")
}

/// Rounded up, since wall clock and timers are not exact.
fn minutes_to_wait(client: &Client) -> u64 {
    of_invitations(client).next_slot_in.expect("some time").as_secs().div_ceil(60)
}

#[tokio::test(start_paused = true)]
async fn calls_from_before_count_for_the_rest_of_their_period() {
    let server = Server::json("200 OK", INVITATION).await;
    let ages = [minutes(50), minutes(20), minutes(60), Duration::MAX];
    let client = client(&server, limit(3).already_used::<CreateInvitation>(ages));
    assert_eq!(of_invitations(&client).left, Some(1));
    invite(&client).await;
    assert_eq!((of_invitations(&client).left, minutes_to_wait(&client)), (Some(0), 10));
    tokio::time::advance(minutes(10)).await;
    invite(&client).await;
    assert_eq!(minutes_to_wait(&client), 30);
    // Also without a limit of the client's own, and for an endpoint that has not been called.
    let used = RateBudget::new().already_used::<CreateInvitationBulk>([minutes(1); 25]);
    let other = self::client(&server, used);
    let bulk = other.budget_of::<CreateInvitationBulk>().expect("a budget");
    assert_eq!((bulk.left, bulk.limit.map(|limit| limit.requests)), (Some(0), Some(25)));
}

#[tokio::test(start_paused = true)]
async fn a_budget_goes_on_in_the_next_process() {
    let server = Server::json("200 OK", INVITATION).await;
    let first = client(&server, limit(3));
    invite(&first).await;
    tokio::time::advance(minutes(15)).await;
    invite(&first).await;
    let report = serde_json::to_string(&first.budget()).expect("JSON");
    drop(first);

    let report: Vec<EndpointBudget> = serde_json::from_str(&report).expect("a report");
    let second = client(&server, limit(3).continue_from(report.clone()));
    assert_eq!(of_invitations(&second).left, Some(1));
    invite(&second).await;
    assert_eq!(minutes_to_wait(&second), 45);
    let error = second.create_invitation(CreateInvitation::new("a@example.com")).await;
    assert_eq!(error.expect_err("no slot").delivery(), Delivery::NotSent);

    // And in the one after it, under the limit that is declared.
    let third = client(&server, RateBudget::new().continue_from(second.budget()));
    assert_eq!(third.budget()[0].used.len(), 3);
    invite(&third).await;
    assert_eq!(of_invitations(&third).left, Some(96));
    // The name is that of the declaration, whatever the report calls it.
    let [budget] = third.budget().try_into().expect("one endpoint");
    assert_eq!((&*budget.name, &*budget.path), ("CreateInvitation", "/invitations"));
    assert_eq!((budget.method, budget.waiting, budget.in_flight), (http::Method::POST, 0, 0));
}

#[tokio::test]
async fn a_report_may_be_damaged_or_of_another_version() {
    let server = Server::json("200 OK", INVITATION).await;
    let read = |json: &str| serde_json::from_str::<EndpointBudget>(json);
    let least = read(r#"{"name":"","method":"POST","path":"/invitations","waiting":0,"more":1}"#);
    let far = read(
        r#"{"name":"","method":"POST","path":"/invitations","waiting":0,"in_flight":9999999999999,
            "used":[-9223372036854775808,9223372036854775807],"paused_until":9223372036854775807}"#,
    );
    let report = [least.expect("a report"), far.expect("a report")];
    let client = client(&server, RateBudget::new().continue_from(report));
    assert_eq!(of_invitations(&client).left, Some(0));
    assert!(of_invitations(&client).next_slot_in.expect("some time") <= minutes(24 * 60));
    assert!(read(r#"{"name":"","method":"P OST","path":"/","waiting":0}"#).is_err());
}

#[tokio::test(start_paused = true)]
async fn a_pause_goes_on_in_the_next_process() {
    let server = Server::with_headers("429 X", "Retry-After: 600\r\n", "").await;
    let first = client(&server, RateBudget::new());
    let request = CreateInvitation::new("a@example.com");
    assert!(first.send(&request).await.expect_err("a 429").is_rate_limited());
    let second = client(&server, RateBudget::new().continue_from(first.budget()));
    let error = second.send(&request).await.expect_err("a pause");
    assert_eq!((error.delivery(), server.received().len()), (Delivery::NotSent, 1));
    assert_eq!(minutes_to_wait(&second), 10);
}

#[tokio::test(start_paused = true)]
async fn calls_in_flight_count_when_the_next_process_starts() {
    let server = Server::doing(|stream, _| async move {
        std::future::pending::<()>().await;
        drop(stream);
    })
    .await;
    let first = client(&server, limit(3));
    let mut call = Box::pin(first.create_invitation(CreateInvitation::new("a@example.com")));
    assert!(tokio::time::timeout(Duration::from_millis(5), call.as_mut()).await.is_err());
    let report = first.budget();
    assert_eq!((report[0].in_flight, report[0].used.len()), (1, 0));
    let second = client(&server, limit(3).continue_from(report));
    assert_eq!((of_invitations(&second).left, of_invitations(&second).in_flight), (Some(2), 0));
}

/// Renames an organization.
#[endpoint(PATCH, "/organizations/{organization_id}", rate_limit = "3/minute")]
#[returns(())]
struct Rename {
    organization_id: String,
}

/// The same endpoint by another name, and under a stricter limit.
#[endpoint(PATCH, "/organizations/{id}", rate_limit = "4/hour")]
#[returns(())]
struct Touch {
    id: String,
}

/// Another endpoint.
#[endpoint(PATCH, "/organizations/{id}/metadata", rate_limit = "9/hour")]
#[returns(())]
struct SetMetadata {
    id: String,
}

#[tokio::test(start_paused = true)]
async fn declarations_of_one_endpoint_share_a_budget() {
    let server = Server::json("200 OK", "{}").await;
    let client = client(&server, RateBudget::new());
    for _ in 0..2 {
        client.send(Rename::new("org_1")).await.expect("a slot");
    }
    client.send(Touch::new("org_1")).await.expect("a slot");
    let error = client.send(Touch::new("org_1")).await.expect_err("3 per minute");
    assert!(error.retry_after().is_some_and(|wait| wait <= minutes(1)));
    tokio::time::advance(minutes(1)).await;
    client.send(Rename::new("org_1")).await.expect("the fourth");
    let error = client.send(Rename::new("org_1")).await.expect_err("4 per hour");
    assert!(error.retry_after().is_some_and(|wait| wait > minutes(58)));
    client.send(SetMetadata::new("org_1")).await.expect("a budget of its own");
    assert_eq!(client.budget().len(), 2);
    assert_eq!(client.budget_of::<Rename>(), client.budget_of::<Touch>());
    let limit = client.budget_of::<Rename>().and_then(|budget| budget.limit);
    assert_eq!(limit, Some(RateLimit::new(4, minutes(60))));
}

#[tokio::test(start_paused = true)]
async fn without_the_budget_nothing_waits_or_counts() {
    let server = Server::json("200 OK", INVITATION).await;
    let client = client(&server, limit(1));
    invite(&client).await;
    let free = client.without_rate_budget();
    for _ in 0..3 {
        invite(&free).await;
    }
    assert_eq!((free.budget(), free.budget_of::<CreateInvitation>()), (Vec::new(), None));
    assert_eq!((server.received().len(), of_invitations(&client).used.len()), (4, 1));
    assert_eq!(of_invitations(&client).left, Some(0));
}

#[tokio::test]
async fn a_response_has_status_and_headers() {
    let headers = "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\nContent-Type: application/json\r\n";
    let server = Server::with_headers("201 Created", headers, "[]").await;
    let client = server.client();
    let response = client.send_for_response(ListInvitations::new()).await.expect("a list");
    assert_eq!(response.status(), http::StatusCode::CREATED);
    assert_eq!(response.headers()[http::header::DATE], "Sun, 06 Nov 1994 08:49:37 GMT");
    assert_eq!(response.body().items, []);
    let server = Server::json("404 Not Found", "").await;
    let response = server.client().send_for_response(ListInvitations::new()).await;
    assert_eq!(response.expect_err("a 404").status(), Some(http::StatusCode::NOT_FOUND));
}

#[test]
fn a_fingerprint_tells_keys_apart_and_stays_the_same() {
    let fingerprint = |key| Client::new(key).expect("a client").key_fingerprint();
    // Stored by others: a change loses what they stored.
    assert_eq!(fingerprint("sk_test_123"), "e4c40271289b7a51");
    assert_eq!(fingerprint(" sk_test_123\n"), "e4c40271289b7a51");
    assert_ne!(fingerprint("sk_test_124"), fingerprint("sk_test_123"));
    let codec = clerk_invite::Codec::new("sk_test_123").expect("a codec");
    assert_eq!(codec.key_fingerprint(), "e4c40271289b7a51");
}
