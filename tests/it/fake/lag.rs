//! Lists that trail, requests that arrive late, responses from a cache, and a clock that is led.

use clerk_invite::fake::{Fault, RandomFaults, Rule};
use clerk_invite::http::StatusCode;
use clerk_invite::{Delivery, Timestamp};

use super::*;

const SECOND: Duration = Duration::from_secs(1);

async fn count(clerk: &FakeClerk, path: &str) -> u64 {
    get(clerk, path).await.1["total_count"].as_u64().unwrap()
}

#[tokio::test(start_paused = true)]
async fn a_list_shows_what_happened_a_lag_ago() {
    let clerk = FakeClerk::start().await.unwrap();
    clerk.set_listing_lag(20 * SECOND);
    clerk.add_user("u@example.com");
    clerk.add_member("org_123", "m@example.com");
    let invitation = create(&clerk, SINGLE, json!({ "email_address": "a@example.com" })).await;
    let member = json!({ "email_address": "b@example.com", "role": "org:member" });
    let to_organization = create(&clerk, OF_ORGANIZATION, member).await;
    create(&clerk, WAITLIST, json!({ "email_address": "w@example.com" })).await;

    let lists = [
        "/invitations?paginated=true",
        "/invitations?paginated=true&query=a%40example.com",
        "/organization_invitations",
        OF_ORGANIZATION,
        WAITLIST,
        "/organizations/org_123/memberships",
    ];
    clerk.advance(Duration::from_millis(19_999));
    for list in lists {
        assert_eq!(count(&clerk, list).await, 0, "{list}");
    }
    assert_eq!(count(&clerk, "/users/count").await, 0);
    let by_id = format!("{OF_ORGANIZATION}/{}", to_organization["id"].as_str().unwrap());
    assert_eq!(get(&clerk, &by_id).await.0, 200, "this is not a list");

    clerk.advance(Duration::from_millis(1));
    for list in lists {
        assert_eq!(count(&clerk, list).await, 1, "{list}");
    }
    assert_eq!(count(&clerk, "/users/count").await, 2);

    // Changes of what is listed trail, too.
    let id = invitation["id"].as_str().unwrap();
    assert_eq!(call(&clerk, Method::POST, &format!("/invitations/{id}/revoke")).await.0, 200);
    assert_eq!(get(&clerk, SINGLE).await.1, json!([invitation]));
    clerk.advance(20 * SECOND);
    assert_eq!(get(&clerk, SINGLE).await.1, json!([]));
    assert_eq!(get(&clerk, "/invitations?status=revoked").await.1[0]["status"], "revoked");
    assert_eq!(call(&clerk, Method::DELETE, &format!("/invitations/{id}")).await.0, 200);
    assert_eq!(get(&clerk, "/invitations?status=revoked").await.1[0]["id"], id);
    clerk.advance(20 * SECOND);
    assert_eq!(get(&clerk, "/invitations?status=revoked").await.1, json!([]));
}

#[tokio::test(start_paused = true)]
async fn expiry_is_listed_a_lag_later() {
    let clerk = FakeClerk::start().await.unwrap();
    create(&clerk, SINGLE, json!({ "email_address": "a@example.com", "expires_in_days": 1 })).await;
    clerk.set_listing_lag(20 * SECOND);
    clerk.advance(Duration::from_secs(86_400));
    assert_eq!(clerk.invitations()[0].status, "expired");
    assert_eq!(get(&clerk, SINGLE).await.1[0]["status"], "pending");
    clerk.advance(20 * SECOND);
    assert_eq!(get(&clerk, SINGLE).await.1[0]["status"], "expired");
    assert_eq!(count(&clerk, "/invitations?paginated=true&status=pending").await, 0);
}

#[tokio::test(start_paused = true)]
async fn a_late_request_arrives_when_its_client_has_given_up() {
    let clerk = FakeClerk::start().await.unwrap();
    let start = clerk.now().as_millis();
    clerk.inject(Fault::DeliverLate(60 * SECOND));
    let request = CreateInvitation::new("a@example.com");
    let error = clerk.client().create_invitation(request).await.unwrap_err();
    assert_eq!(error.delivery(), Delivery::Unknown);
    assert_eq!((clerk.invitations_to("a@example.com"), clerk.received().len()), (0, 0));

    clerk.advance(59 * SECOND);
    assert_eq!(clerk.invitations_to("a@example.com"), 0);
    // It arrives at its own time, not when somebody looks.
    clerk.advance(60 * SECOND);
    let created = clerk.invitations();
    assert_eq!(created[0].created_at.as_millis() - start, 60_000);
    let received = clerk.received();
    assert_eq!((received.len(), received[0].carried_out, received[0].status), (1, true, None));
    assert_eq!(received[0].fault, Some(Fault::DeliverLate(60 * SECOND)));
}

#[tokio::test(start_paused = true)]
async fn a_late_request_is_waited_for_and_counts_when_it_arrives() {
    let clerk = FakeClerk::start().await.unwrap();
    clerk.set_rate_limit(Operation::CreateInvitation, RateLimit::new(1, 30 * SECOND));
    clerk.inject(Fault::DeliverLate(60 * SECOND));
    let late = raw(&clerk, post_bytes("late@example.com").as_bytes()).await;
    assert_eq!(late, "");
    create(&clerk, SINGLE, json!({ "email_address": "a@example.com" })).await;
    assert!(clerk.nth_received(1).await.carried_out, "the time that it takes passes by itself");
    assert_eq!(clerk.invitations_to("late@example.com"), 1);
    let (status, _) = post(&clerk, SINGLE, json!({ "email_address": "b@example.com" })).await;
    assert_eq!(status, 429);
}

fn post_bytes(address: &str) -> String {
    let body = json!({ "email_address": address }).to_string();
    format!(
        "POST /v1/invitations HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        FakeClerk::SECRET_KEY,
        body.len()
    )
}

#[tokio::test(start_paused = true)]
async fn a_response_from_a_cache_says_how_old_it_is() {
    let clerk = FakeClerk::start().await.unwrap();
    create(&clerk, SINGLE, json!({ "email_address": "a@example.com" })).await;
    clerk.advance(10 * SECOND);
    clerk.inject(Fault::ServeFromCache(60 * SECOND));
    let response = request(&clerk, Method::GET, SINGLE).send().await.unwrap();
    assert_eq!(response.headers()["age"], "60");
    let date = |response: &Response| {
        let text = response.headers()["date"].to_str().unwrap();
        httpdate::parse_http_date(text).unwrap()
    };
    let cached = date(&response);
    assert_eq!(read(response).await.1, json!([]));

    let response = request(&clerk, Method::GET, SINGLE).send().await.unwrap();
    assert!(!response.headers().contains_key("age"));
    assert_eq!(date(&response).duration_since(cached).unwrap(), 60 * SECOND);
    assert_eq!(read(response).await.1.as_array().unwrap().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_stopped_clock_moves_only_when_it_is_told() {
    let clerk = FakeClerk::start().await.unwrap();
    clerk.stop_clock();
    let start = clerk.now();
    tokio::time::advance(5 * SECOND).await;
    assert_eq!(clerk.now(), start);
    clerk.advance_to(Timestamp::from_millis(start.as_millis() + 7_000));
    assert_eq!(clerk.now().as_millis(), start.as_millis() + 7_000);
    clerk.advance_to(start);
    assert_eq!(clerk.now().as_millis(), start.as_millis() + 7_000, "never back");
    let response = request(&clerk, Method::GET, SINGLE).send().await.unwrap();
    let date = httpdate::parse_http_date(response.headers()["date"].to_str().unwrap()).unwrap();
    let seconds = date.duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    assert_eq!(i64::try_from(seconds).unwrap(), start.as_millis().div_euclid(1000) + 7);
    clerk.resume_clock();
    tokio::time::advance(5 * SECOND).await;
    assert_eq!(clerk.now().as_millis(), start.as_millis() + 12_000);
}

#[tokio::test]
async fn without_the_rule_against_duplicates_everybody_can_be_invited_again() {
    let clerk = FakeClerk::start().await.unwrap();
    clerk.set_rule(Rule::Duplicates, false);
    let body = json!([{ "email_address": "a@example.com" }, { "email_address": "A@example.com" }]);
    create(&clerk, BULK, body.clone()).await;
    let member = json!({ "email_address": "a@example.com", "role": "org:member" });
    create(&clerk, ORGANIZATION, json!([member, member])).await;
    create(&clerk, OF_ORGANIZATION, member).await;
    assert_eq!(clerk.invitations_to("a@example.com"), 5);
    clerk.set_rule(Rule::Duplicates, true);
    refused(&clerk, BULK, body, 400, &["duplicate_record"]).await;
}

#[tokio::test]
async fn a_fault_can_be_for_one_operation_only() {
    let clerk = FakeClerk::start().await.unwrap();
    clerk.inject_on(Operation::CreateInvitation, Fault::ServerErrorBefore(StatusCode::BAD_GATEWAY));
    assert_eq!(get(&clerk, SINGLE).await.0, 200);
    let body = json!({ "email_address": "a@example.com" });
    assert_eq!(post(&clerk, SINGLE, body.clone()).await.0, 502);
    assert_eq!(post(&clerk, SINGLE, body).await.0, 200);

    let fault = Fault::ServerErrorBefore(StatusCode::SERVICE_UNAVAILABLE);
    let faults = RandomFaults::seeded(1).with(1.0, fault).only([Operation::ListWaitlistEntries]);
    clerk.inject_at_random(faults);
    assert_eq!(get(&clerk, SINGLE).await.0, 200);
    assert_eq!(get(&clerk, WAITLIST).await.0, 503);
}
