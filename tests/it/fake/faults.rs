//! Each fault, as the client sees it and as the fake does.

use std::io::ErrorKind;

use clerk_invite::fake::{Fault, ResponseGate};
use clerk_invite::http::{HeaderValue, StatusCode};
use clerk_invite::{Delivery, Error, Invitation};

use super::*;

const NEW: &str = "new@example.com";

/// A valid call on a connection of its own: what came back before the end, and how it ended.
async fn exchange(clerk: &FakeClerk) -> (String, std::io::Result<()>) {
    let body = json!({ "email_address": NEW }).to_string();
    let head = format!(
        "POST /v1/invitations HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer {}\r\n\
         Connection: close\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
        clerk.secret_key(),
        body.len()
    );
    let mut stream = connect(clerk).await.unwrap();
    stream.write_all(format!("{head}{body}").as_bytes()).await.unwrap();
    let mut bytes = Vec::new();
    let end = stream.read_to_end(&mut bytes).await.map(|_| ());
    (String::from_utf8(bytes).unwrap(), end)
}

async fn invite(clerk: &FakeClerk) -> Result<Invitation, Error> {
    clerk.client().create_invitation(CreateInvitation::new(NEW)).await
}

/// Returns the log entry of the only request.
fn only(clerk: &FakeClerk) -> ReceivedRequest {
    let [request]: [ReceivedRequest; 1] = clerk.received().try_into().unwrap();
    assert_eq!(request.operation, Some(Operation::CreateInvitation));
    assert_eq!(request.json().unwrap()["email_address"], NEW);
    assert_eq!(request.carried_out, clerk.invitations_to(NEW) == 1);
    request
}

#[tokio::test]
async fn a_lost_request_is_closed_without_a_response_and_does_nothing() {
    let clerk = FakeClerk::start().await.unwrap();
    clerk.inject(Fault::LoseRequest);
    let (text, end) = exchange(&clerk).await;
    assert!(text.is_empty() && end.is_ok(), "{text} {end:?}");
    let request = only(&clerk);
    assert_eq!((request.carried_out, request.status), (false, None));
    assert_eq!(request.fault, Some(Fault::LoseRequest));
    invite(&clerk).await.unwrap();
}

#[tokio::test]
async fn a_lost_response_is_closed_without_a_response_and_has_acted() {
    let clerk = FakeClerk::start().await.unwrap();
    clerk.inject(Fault::LoseResponse);
    let (text, end) = exchange(&clerk).await;
    assert!(text.is_empty() && end.is_ok(), "{text} {end:?}");
    let request = only(&clerk);
    assert_eq!((request.carried_out, request.status), (true, None));
    assert!(invite(&clerk).await.unwrap_err().is_duplicate());
}

#[tokio::test]
async fn a_reset_is_a_reset_before_and_after_acting() {
    for (fault, carried_out) in [(Fault::ResetRequest, false), (Fault::ResetResponse, true)] {
        let clerk = FakeClerk::start().await.unwrap();
        clerk.inject(fault.clone());
        let (text, end) = exchange(&clerk).await;
        assert_eq!((text.as_str(), end.unwrap_err().kind()), ("", ErrorKind::ConnectionReset));
        let request = only(&clerk);
        assert_eq!((request.carried_out, request.status), (carried_out, None), "{fault:?}");
    }
}

#[tokio::test]
async fn a_server_error_comes_before_or_after_acting() {
    for (status, code) in [
        (StatusCode::INTERNAL_SERVER_ERROR, "internal_clerk_error"),
        (StatusCode::BAD_GATEWAY, "internal_clerk_error"),
        (StatusCode::SERVICE_UNAVAILABLE, "service_unavailable"),
        (StatusCode::GATEWAY_TIMEOUT, "gateway_timeout"),
    ] {
        for (fault, carried_out) in
            [(Fault::ServerErrorBefore(status), false), (Fault::ServerErrorAfter(status), true)]
        {
            let clerk = FakeClerk::start().await.unwrap();
            clerk.inject(fault);
            let error = invite(&clerk).await.unwrap_err();
            assert_eq!((error.status(), error.code()), (Some(status), Some(code)));
            assert_eq!(error.delivery(), Delivery::Unknown);
            let request = only(&clerk);
            assert_eq!((request.carried_out, request.status), (carried_out, Some(status)));
        }
    }
}

#[tokio::test]
async fn a_429_has_any_retry_after_and_does_nothing() {
    for value in [None, Some("7"), Some("soon"), Some("-1"), Some("Fri, 31 Dec 9999 23:59:59 GMT")]
    {
        let clerk = FakeClerk::start().await.unwrap();
        let retry_after = value.map(HeaderValue::from_static);
        clerk.inject(Fault::TooManyRequests { retry_after: retry_after.clone() });
        let response = send(&clerk, SINGLE, json!({ "email_address": NEW }).to_string()).await;
        assert_eq!(response.headers().get("retry-after"), retry_after.as_ref());
        let (status, body) = read(response).await;
        assert_eq!((status, codes(&body)), (429, vec!["too_many_requests".to_owned()]));
        assert!(!only(&clerk).carried_out);
    }
}

#[tokio::test]
async fn a_truncated_response_promises_the_whole_and_sends_half() {
    let clerk = FakeClerk::start().await.unwrap();
    clerk.inject(Fault::TruncateResponse);
    let (text, end) = exchange(&clerk).await;
    assert!(end.is_ok(), "{end:?}");
    let (head, half) = text.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{head}");
    for header in ["content-type: application/json", "clerk-trace-id: ", "date: "] {
        assert!(head.contains(&format!("\r\n{header}")), "{head}");
    }
    let length = head.split("\r\ncontent-length: ").nth(1).unwrap().lines().next().unwrap();
    assert_eq!(half.len(), length.parse::<usize>().unwrap() / 2);
    assert!(half.starts_with(r#"{"object":"invitation","#), "{half}");
    let request = only(&clerk);
    assert_eq!((request.carried_out, request.status), (true, Some(StatusCode::OK)));

    let clerk = FakeClerk::start().await.unwrap();
    clerk.inject(Fault::TruncateResponse);
    assert_eq!(invite(&clerk).await.unwrap_err().delivery(), Delivery::Accepted);
}

#[tokio::test(start_paused = true)]
async fn a_delayed_response_waits_on_tokios_clock() {
    let clerk = FakeClerk::start().await.unwrap();
    let (day, before) = (Duration::from_secs(86_400), tokio::time::Instant::now());
    clerk.inject(Fault::DelayResponse(day));
    let created = post(&clerk, SINGLE, json!({ "email_address": NEW })).await.1;
    assert!(before.elapsed() >= day);
    let at = created["created_at"].as_i64().unwrap();
    assert!(at + DAY <= clerk.now().as_millis(), "acted before the delay");
}

#[tokio::test]
async fn a_held_response_waits_for_its_gate_and_has_acted() {
    let clerk = FakeClerk::start().await.unwrap();
    let gate = ResponseGate::new();
    clerk.inject(Fault::HoldResponse(gate.clone()));
    let (client, request) = (clerk.client(), CreateInvitation::new(NEW));
    let call = tokio::spawn(async move { client.create_invitation(request).await });

    assert!(clerk.nth_received(0).await.carried_out);
    // Other requests are served meanwhile.
    assert_eq!(post(&clerk, BULK, items(1)).await.0, 200);
    assert!(!call.is_finished());
    gate.open();
    assert_eq!(call.await.unwrap().unwrap().email_address.as_str(), NEW);

    // An open gate stays open.
    clerk.inject(Fault::HoldResponse(gate));
    assert_eq!(post(&clerk, BULK, items(1)).await.0, 400);
}

#[tokio::test]
async fn dropping_the_fake_ends_a_held_call() {
    let clerk = FakeClerk::start().await.unwrap();
    clerk.inject(Fault::HoldResponse(ResponseGate::new()));
    let (client, request) = (clerk.client(), CreateInvitation::new(NEW));
    let call = tokio::spawn(async move { client.create_invitation(request).await });
    clerk.nth_received(0).await;
    drop(clerk);
    assert_eq!(call.await.unwrap().unwrap_err().delivery(), Delivery::Unknown);
}

#[tokio::test]
async fn a_fault_behind_clerk_leaves_a_refusal_a_refusal() {
    let clerk = FakeClerk::start().await.unwrap();
    clerk.inject(Fault::LoseResponse);
    clerk.inject(Fault::TruncateResponse);
    let refused = || request(&clerk, Method::POST, SINGLE).send();
    assert!(refused().await.is_err());
    assert!(refused().await.unwrap().bytes().await.is_err());
    let received = clerk.received();
    assert!(received.iter().all(|request| !request.carried_out));
    assert_eq!(received[1].status, Some(StatusCode::UNSUPPORTED_MEDIA_TYPE));
}

#[tokio::test]
async fn a_fault_in_front_of_clerk_is_not_counted_and_one_behind_it_is() {
    let clerk = FakeClerk::start().await.unwrap();
    let hour = Duration::from_secs(3600);
    clerk.set_rate_limit(Operation::CreateInvitation, RateLimit::new(2, hour));
    for fault in [
        Fault::LoseRequest,
        Fault::ResetRequest,
        Fault::ServerErrorBefore(StatusCode::BAD_GATEWAY),
        Fault::TooManyRequests { retry_after: None },
        Fault::LoseResponse,
    ] {
        clerk.inject(fault);
        invite(&clerk).await.unwrap_err();
    }
    // One call is left: this is the second that counts.
    assert!(invite(&clerk).await.unwrap_err().is_duplicate());
    assert!(invite(&clerk).await.unwrap_err().is_rate_limited());
    // In front of Clerk nobody looks at the key either.
    clerk.inject(Fault::TooManyRequests { retry_after: None });
    let without_key = client().get(clerk.base_url());
    assert_eq!(without_key.send().await.unwrap().status(), 429);
}
