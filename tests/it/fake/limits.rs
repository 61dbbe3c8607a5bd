//! The rate limits, on a clock that the test moves.

use super::*;

const SECOND: Duration = Duration::from_secs(1);
const HOUR: Duration = Duration::from_secs(3600);

/// One valid call to the operation, to people nobody has invited yet.
async fn call(clerk: &FakeClerk, operation: Operation) -> Response {
    let address = format!("{}@example.com", clerk.received().len());
    let item = json!({ "email_address": address, "role": "org:member" });
    match operation {
        Operation::CreateInvitation => {
            send(clerk, SINGLE, json!({ "email_address": address }).to_string()).await
        }
        Operation::CreateInvitationBulk => {
            send(clerk, BULK, json!([{ "email_address": address }]).to_string()).await
        }
        _ => send(clerk, ORGANIZATION, json!([item]).to_string()).await,
    }
}

async fn status(clerk: &FakeClerk, operation: Operation) -> u16 {
    call(clerk, operation).await.status().as_u16()
}

/// The call is refused, and this is its `Retry-After`.
async fn retry_after(clerk: &FakeClerk, operation: Operation) -> String {
    let (created, response) = (clerk.invitations().len(), call(clerk, operation).await);
    assert_eq!(clerk.invitations().len(), created, "carried out");
    let retry_after = response.headers()["retry-after"].to_str().unwrap().to_owned();
    let (status, body) = read(response).await;
    assert_eq!((status, codes(&body)), (429, vec!["too_many_requests".to_owned()]));
    retry_after
}

/// Three calls an hour; the clock stands still unless the test moves it.
async fn three_an_hour() -> FakeClerk {
    tokio::time::pause();
    let clerk = FakeClerk::start().await.unwrap();
    clerk.set_rate_limit(Operation::CreateInvitation, RateLimit::new(3, HOUR));
    clerk
}

#[tokio::test(start_paused = true)]
async fn each_operation_has_its_documented_limit() {
    let clerk = FakeClerk::start().await.unwrap();
    for (operation, requests) in [
        (Operation::CreateInvitation, 100),
        (Operation::CreateInvitationBulk, 25),
        (Operation::CreateOrganizationInvitationBulk, 50),
    ] {
        assert_eq!(operation.rate_limit(), Some(RateLimit::new(requests, HOUR)));
        for n in 0..requests {
            assert_eq!(status(&clerk, operation).await, 200, "call {n} of {operation:?}");
        }
        assert_eq!(retry_after(&clerk, operation).await, "3600");
    }
    clerk.advance(HOUR);
    assert_eq!(status(&clerk, Operation::CreateInvitationBulk).await, 200);
}

#[tokio::test]
async fn all_organizations_count_together() {
    let clerk = FakeClerk::start().await.unwrap();
    clerk.add_organization("org_2");
    clerk.set_rate_limit(Operation::CreateOrganizationInvitationBulk, RateLimit::new(1, HOUR));
    assert_eq!(post(&clerk, ORGANIZATION, members(1)).await.0, 200);
    assert_eq!(post(&clerk, &ORGANIZATION.replace("123", "2"), members(1)).await.0, 429);
    assert_eq!(post(&clerk, BULK, items(1)).await.0, 200, "another operation");
}

#[tokio::test]
async fn refused_calls_count_and_calls_to_nothing_do_not() {
    let clerk = three_an_hour().await;
    let wrong_key = client().post(format!("{}{SINGLE}", clerk.base_url())).bearer_auth("sk_test_x");
    assert_eq!(wrong_key.send().await.unwrap().status(), 401);
    assert_eq!(post(&clerk, "/nowhere", json!({})).await.0, 404);
    assert_eq!(request(&clerk, Method::PUT, SINGLE).send().await.unwrap().status(), 405);

    assert_eq!(post(&clerk, SINGLE, json!({})).await.0, 422);
    let without_type = request(&clerk, Method::POST, SINGLE).send().await.unwrap();
    assert_eq!(without_type.status(), 415);
    assert_eq!(status(&clerk, Operation::CreateInvitation).await, 200);
    retry_after(&clerk, Operation::CreateInvitation).await;
}

#[tokio::test]
async fn a_call_over_the_limit_does_not_count() {
    let clerk = three_an_hour().await;
    for _ in 0..3 {
        assert_eq!(status(&clerk, Operation::CreateInvitation).await, 200);
    }
    clerk.advance(HOUR / 2);
    for _ in 0..3 {
        assert_eq!(retry_after(&clerk, Operation::CreateInvitation).await, "1800");
    }
    clerk.advance(HOUR / 2);
    assert_eq!(status(&clerk, Operation::CreateInvitation).await, 200);
}

#[tokio::test]
async fn a_sliding_window_frees_one_call_after_the_other() {
    let clerk = three_an_hour().await;
    for _ in 0..3 {
        assert_eq!(status(&clerk, Operation::CreateInvitation).await, 200);
        clerk.advance(20 * SECOND);
    }
    assert_eq!(retry_after(&clerk, Operation::CreateInvitation).await, "3540");
    clerk.advance(Duration::from_millis(3_539_999));
    assert_eq!(retry_after(&clerk, Operation::CreateInvitation).await, "1", "rounded up");
    clerk.advance(Duration::from_millis(1));
    assert_eq!(status(&clerk, Operation::CreateInvitation).await, 200);
    assert_eq!(retry_after(&clerk, Operation::CreateInvitation).await, "20");
}

#[tokio::test]
async fn a_fixed_window_forgets_all_its_calls_at_once() {
    let clerk = three_an_hour().await;
    clerk.set_rate_window(RateWindow::Fixed);
    assert_eq!(status(&clerk, Operation::CreateInvitation).await, 200);
    clerk.advance(3599 * SECOND);
    for _ in 0..2 {
        assert_eq!(status(&clerk, Operation::CreateInvitation).await, 200);
    }
    assert_eq!(retry_after(&clerk, Operation::CreateInvitation).await, "1");
    clerk.advance(SECOND);
    // The window opens with the first call in it, not where the last one ended.
    clerk.advance(SECOND);
    for _ in 0..3 {
        assert_eq!(status(&clerk, Operation::CreateInvitation).await, 200);
    }
    assert_eq!(retry_after(&clerk, Operation::CreateInvitation).await, "3600");
}

#[tokio::test]
async fn retry_after_is_rounded_up_and_a_second_at_least() {
    let clerk = three_an_hour().await;
    clerk.set_rate_limit(Operation::CreateInvitation, RateLimit::new(1, Duration::from_millis(1)));
    assert_eq!(status(&clerk, Operation::CreateInvitation).await, 200);
    assert_eq!(retry_after(&clerk, Operation::CreateInvitation).await, "1");

    clerk.set_rate_limit(Operation::CreateInvitation, RateLimit::new(0, 2 * SECOND));
    clerk.advance(HOUR);
    assert_eq!(retry_after(&clerk, Operation::CreateInvitation).await, "2", "no call is allowed");
    clerk.set_rate_limit(Operation::CreateInvitation, RateLimit::new(0, Duration::ZERO));
    assert_eq!(retry_after(&clerk, Operation::CreateInvitation).await, "1");

    let limit = RateLimit::new(1, Duration::from_millis(2001));
    clerk.set_rate_limit(Operation::CreateInvitation, limit);
    assert_eq!(status(&clerk, Operation::CreateInvitation).await, 200);
    assert_eq!(retry_after(&clerk, Operation::CreateInvitation).await, "3");
}

#[tokio::test]
async fn limits_can_be_changed_and_removed() {
    let clerk = three_an_hour().await;
    for _ in 0..2 {
        assert_eq!(status(&clerk, Operation::CreateInvitation).await, 200);
        clerk.advance(SECOND);
    }
    // Lowered below what is used up: both calls have to go, not the older one alone.
    clerk.set_rate_limit(Operation::CreateInvitation, RateLimit::new(1, HOUR));
    assert_eq!(retry_after(&clerk, Operation::CreateInvitation).await, "3599");
    clerk.set_rate_limit(Operation::CreateInvitation, None);
    for _ in 0..5 {
        assert_eq!(status(&clerk, Operation::CreateInvitation).await, 200);
    }
    // Requests sent without a limit do not count once there is one.
    clerk.set_rate_limit(Operation::CreateInvitation, RateLimit::new(1, HOUR));
    assert_eq!(status(&clerk, Operation::CreateInvitation).await, 200);
    retry_after(&clerk, Operation::CreateInvitation).await;

    clerk.remove_rate_limits();
    for _ in 0..30 {
        assert_eq!(status(&clerk, Operation::CreateInvitation).await, 200);
        assert_eq!(status(&clerk, Operation::CreateInvitationBulk).await, 200);
    }
}

#[tokio::test]
async fn the_client_that_waits_as_long_as_it_is_told_is_let_through() {
    let clerk = FakeClerk::start().await.unwrap();
    clerk.set_rate_limit(Operation::CreateInvitation, RateLimit::new(1, HOUR));
    let client = clerk.client();
    let invite = |address| client.create_invitation(CreateInvitation::new(address));
    invite("a@example.com").await.unwrap();
    let error = invite("b@example.com").await.unwrap_err();
    assert!(error.is_rate_limited());
    clerk.advance(error.retry_after().unwrap());
    invite("b@example.com").await.unwrap();
}
