//! The spans of a call, as a subscriber sees them.

use std::io::Write;
use std::sync::{Arc, Mutex};

use clerk_invite::{CreateInvitation, NewOrganizationInvitation, json};
use tracing::instrument::WithSubscriber;

use crate::server::Server;

#[derive(Clone, Default)]
struct Captured(Arc<Mutex<Vec<u8>>>);

impl Write for Captured {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("no test panics in here").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Everything at TRACE of our own target while the future runs.
async fn capture(future: impl Future<Output = ()>) -> String {
    // Other tests reach the same spans without a subscriber. One for all keeps tracing from caching that
    // nobody is interested.
    static FOR_ALL: std::sync::Once = std::sync::Once::new();
    FOR_ALL.call_once(|| {
        tracing::subscriber::set_global_default(tracing_subscriber::registry())
            .expect("the only global subscriber");
    });
    let captured = Captured::default();
    let writer = captured.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_span_events(tracing_subscriber::fmt::format::FmtSpan::FULL)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    future.with_subscriber(subscriber).await;
    let bytes = captured.0.lock().expect("no test panics in here").clone();
    let text = String::from_utf8(bytes).expect("UTF-8");
    text.lines().filter(|line| line.contains("clerk_invite")).collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn a_failing_call_shows_what_operators_need_and_nobodys_data() {
    let body = r#"{"errors":[{"code":"x","message":"somebody@example.com","long_message":"somebody@example.com of org_2secret"}]}"#;
    let server = Server::json("422 Unprocessable Entity", body).await;
    let client = server.client();
    let seen = capture(async {
        let person = NewOrganizationInvitation::new("somebody@example.com", "org:admin")
            .private_metadata(json!({ "plan": "hush" }));
        let call = client.create_organization_invitation_bulk("org_2secret", [person]);
        call.await.expect_err("a refusal");
    })
    .await;
    for part in [
        "clerk.operation=\"CreateOrganizationInvitationBulk\"",
        "http.request.method=\"POST\"",
        "url.template=\"/organizations/{organization_id}/invitations/bulk\"",
        "server.address=\"127.0.0.1\"",
        "http.response.status_code=422",
        "error.type=\"422\"",
    ] {
        assert!(seen.contains(part), "no {part} in\n{seen}");
    }
    for secret in ["somebody", "example.com", "org_2secret", "hush", "sk_test", "0123456789"] {
        assert!(!seen.contains(secret), "{secret} in\n{seen}");
    }
    assert!(!seen.contains("resend_count"), "{seen}");
}

#[tokio::test(start_paused = true)]
async fn a_second_attempt_says_so() {
    let server = Server::with_headers("429 X", "Retry-After: 1\r\n", "").await;
    let policy = clerk_invite::RetryPolicy::off().wait_up_to(std::time::Duration::from_secs(1));
    let client = server.client().with_retry(policy);
    let seen = capture(async {
        let call = client.create_invitation(CreateInvitation::new("a@example.com"));
        call.await.expect_err("a rate limit");
    })
    .await;
    assert!(seen.contains("http.request.resend_count=1"), "{seen}");
    assert!(!seen.contains("resend_count=2"), "{seen}");
}

#[tokio::test]
async fn an_answer_that_cannot_be_read_and_a_refusing_budget_say_so() {
    let server = Server::json("200 OK", "[]").await;
    let limit = clerk_invite::RateLimit::new(1, std::time::Duration::from_secs(60));
    let budget = clerk_invite::RateBudget::new().limit::<CreateInvitation>(limit);
    let builder = clerk_invite::Client::builder("sk_test_123").base_url(server.base_url());
    let client = builder.rate_budget(budget).build().expect("a client");
    for (calls, part) in [(1, "error.type=\"response_body\""), (1, "error.type=\"rate_budget\"")] {
        let seen = capture(async {
            let call = client.create_invitation(CreateInvitation::new("a@example.com"));
            call.await.expect_err("a failure");
        })
        .await;
        assert!(seen.contains(part), "no {part} in\n{seen}");
        assert_eq!(server.received().len(), calls);
    }
}

#[tokio::test(start_paused = true)]
async fn waits_retries_and_doubts_are_events() {
    let limited = Server::with_headers("429 X", "Retry-After: 7\r\n", "").await;
    let broken = Server::json("500 X", r#"{"clerk_trace_id":"trace1"}"#).await;
    let wait = std::time::Duration::from_secs(20);
    let seen = capture(async {
        let policy = clerk_invite::RetryPolicy::off().wait_up_to(wait);
        let client = limited.client().with_retry(policy);
        let call = client.create_invitation(CreateInvitation::new("somebody@example.com"));
        call.await.expect_err("a rate limit");

        let client = broken.client().with_retry(clerk_invite::RetryPolicy::attempts(2));
        client.send(clerk_invite::ListInvitations::new()).await.expect_err("a failure");
        let call = client.create_invitation(CreateInvitation::new("somebody@example.com"));
        call.await.expect_err("a failure");

        let limit = clerk_invite::RateLimit::new(1, std::time::Duration::from_secs(9));
        let budget = clerk_invite::RateBudget::new().limit::<CreateInvitation>(limit);
        let builder = clerk_invite::Client::builder("sk_test_0123456789");
        let builder = builder.base_url(broken.base_url()).rate_budget(budget.max_wait(wait));
        let client = builder.build().expect("a client");
        for _ in 0..2 {
            let call = client.create_invitation(CreateInvitation::new("somebody@example.com"));
            call.await.expect_err("a failure");
        }
    })
    .await;
    let line = |parts: &[&str]| {
        let found = seen.lines().any(|line| parts.iter().all(|part| line.contains(part)));
        assert!(found, "no {parts:?} in\n{seen}");
    };
    line(&[" INFO ", "waiting for Clerk's Retry-After", "\"CreateInvitation\"", "wait_ms=7000"]);
    line(&[" INFO ", "sending again", "\"ListInvitations\"", "error.type=\"500\"", "wait_ms="]);
    line(&[" INFO ", "waiting for the rate budget", "\"CreateInvitation\"", "wait_ms="]);
    line(&[" WARN ", "may or may not", "\"CreateInvitation\"", "trace_id=\"trace1\""]);
    for secret in ["somebody", "example.com", "sk_test", "0123456789"] {
        assert!(!seen.contains(secret), "{secret} in\n{seen}");
    }
}
