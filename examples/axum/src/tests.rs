//! The table in the docs of `Error`, row by row.

use std::time::Duration;

use clerk_invite::http::Response;
use clerk_invite::{Client, Codec, CreateInvitation, Error, RateBudget, RateLimit, Timeouts};
use tokio::net::TcpListener;

use super::status_of;

fn request() -> CreateInvitation {
    CreateInvitation::new("invite@example.com")
}

fn decoded(status: u16, body: &str) -> Error {
    let response = Response::builder().status(status).body(body.to_owned().into());
    let codec = Codec::new("sk_test_123").expect("a codec");
    codec.decode(&request(), &response.expect("a response")).expect_err("a failure")
}

fn assert_row(error: &Error, code: Option<&str>, status: u16) {
    assert_eq!((error.code(), status_of(error).as_u16()), (code, status), "{error}");
}

#[test]
fn responses() {
    let with = |code: &str| format!(r#"{{"errors":[{{"code":"{code}"}}]}}"#);
    for (status, code, own) in [
        (400, "duplicate_record", 409),
        (422, "form_identifier_exists", 409),
        (429, "too_many_requests", 503),
        (400, "bad_request", 422),
        (422, "form_param_format_invalid", 422),
        (401, "clerk_key_invalid", 500),
        (402, "insufficient_seats", 500),
        (403, "quota_exceeded", 500),
        (404, "resource_not_found", 500),
        (500, "internal_clerk_error", 502),
    ] {
        assert_row(&decoded(status, &with(code)), Some(code), own);
    }
    assert_row(&decoded(502, "<html>"), None, 502);
    assert_row(&decoded(200, "<html>"), Some("not_clerk"), 502);
    assert_row(&decoded(200, "{"), Some("unreadable_response"), 202);
}

#[tokio::test]
async fn what_never_gets_a_response() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}/v1", listener.local_addr().expect("an address"));
    let builder = Client::builder("sk_test_123").base_url(&url);
    let none = RateLimit::new(1, Duration::from_mins(1));
    let budget = RateBudget::new().limit::<CreateInvitation>(none);
    let client = builder.rate_budget(budget).build().expect("a client");

    let invalid = client.create_invitation(request().expires_in_days(366)).await;
    assert_row(&invalid.expect_err("over a year"), Some("invalid_request"), 422);

    // The listener takes the connection, and nobody ever responds.
    let hasty = client.with_timeouts(Timeouts::default().total(Duration::from_millis(50)));
    let silent = hasty.create_invitation(request()).await.expect_err("a timeout");
    assert_row(&silent, Some("timeout"), 504);

    let budget = client.create_invitation(request()).await.expect_err("a full budget");
    assert_row(&budget, Some("rate_budget_used_up"), 503);
    assert!(budget.retry_after_seconds().is_some_and(|seconds| (1..=60).contains(&seconds)));

    drop(listener);
    let client = Client::builder("sk_test_123").base_url(&url).build().expect("a client");
    let refused = client.create_invitation(request()).await.expect_err("nobody listens");
    assert_row(&refused, Some("not_connected"), 503);

    let config = Client::new("").expect_err("an empty key");
    assert_row(&config, Some("invalid_config"), 500);
}
