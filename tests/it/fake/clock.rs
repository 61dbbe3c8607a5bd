//! The fake's own time.

use std::time::{SystemTime, UNIX_EPOCH};

use clerk_invite::Timestamp;

use super::*;

fn system_time() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    Timestamp::from_millis(i64::try_from(since.as_millis()).unwrap())
}

#[tokio::test]
async fn it_starts_at_the_systems_time() {
    let before = system_time();
    let clerk = FakeClerk::start().await.unwrap();
    assert!(clerk.now() >= before);
    // Tokio's clock is not the system's, and both are cut to milliseconds.
    assert!(clerk.now().as_millis() <= system_time().as_millis() + 1000);
}

#[tokio::test(start_paused = true)]
async fn responses_go_by_it() {
    let clerk = FakeClerk::start().await.unwrap();
    let started = clerk.now();
    clerk.advance(Duration::from_millis(90_001));
    tokio::time::advance(Duration::from_millis(500)).await;
    assert_eq!(clerk.now().as_millis(), started.as_millis() + 90_501);

    let response = send(&clerk, SINGLE, r#"{"email_address":"a@example.com"}"#).await;
    let date = response.headers()["date"].to_str().unwrap().to_owned();
    let date = httpdate::parse_http_date(&date).unwrap().duration_since(UNIX_EPOCH).unwrap();
    assert_eq!(i64::try_from(date.as_secs()).unwrap(), clerk.now().as_millis() / 1000);
    assert_eq!(response.headers().get_all("date").iter().count(), 1);
    let body: Value = response.json().await.unwrap();
    assert_eq!(body["created_at"], clerk.now().as_millis());
    assert_eq!(body["updated_at"], clerk.now().as_millis());
    assert_eq!(body["expires_at"], clerk.now().as_millis() + 30 * DAY);
}

#[tokio::test]
async fn it_ends_in_the_year_9999() {
    let clerk = FakeClerk::start().await.unwrap();
    clerk.advance(Duration::MAX);
    clerk.advance(Duration::MAX);
    assert_eq!(clerk.now().to_string(), "9999-12-31T23:59:59Z");
    let response = send(&clerk, SINGLE, r#"{"email_address":"a@example.com"}"#).await;
    assert_eq!(response.headers()["date"], "Fri, 31 Dec 9999 23:59:59 GMT");
    assert_eq!(response.status(), 200);
}

#[tokio::test(start_paused = true)]
async fn an_expired_invitation_is_in_nobodys_way() {
    let clerk = FakeClerk::start().await.unwrap();
    let (single, member) = (
        json!({ "email_address": "a@example.com", "expires_in_days": 1 }),
        json!([{ "email_address": "a@example.com", "role": "org:r", "expires_in_days": 1 }]),
    );
    // One that ends earlier does not end a later one that was forced.
    let forced =
        json!({ "email_address": "a@example.com", "expires_in_days": 2, "ignore_existing": true });
    assert_eq!(post(&clerk, SINGLE, forced).await.0, 200);
    let mut again = single.clone();
    again["ignore_existing"] = json!(true);
    assert_eq!(post(&clerk, SINGLE, again).await.0, 200);
    assert_eq!(post(&clerk, ORGANIZATION, member.clone()).await.0, 200);

    clerk.advance(Duration::from_millis(86_399_999));
    assert_eq!(post(&clerk, ORGANIZATION, member.clone()).await.0, 400);
    clerk.advance(Duration::from_millis(1));
    assert_eq!(post(&clerk, ORGANIZATION, member).await.0, 200);
    assert_eq!(post(&clerk, SINGLE, single.clone()).await.0, 400);
    clerk.advance(Duration::from_secs(86_400));
    assert_eq!(post(&clerk, SINGLE, single).await.0, 200);
    assert_eq!(clerk.invitations_to("a@example.com"), 5, "in all");
}
