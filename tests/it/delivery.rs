//! `Error::delivery`, against a server that fails in every way.

use std::time::Duration;

use clerk_invite::{Client, CreateInvitation, Delivery, Error};
use tokio::net::TcpListener;

use crate::server::Server;

async fn invite(client: &Client) -> Error {
    let call = client.create_invitation(CreateInvitation::new("secret@example.com"));
    call.await.expect_err("a failure")
}

/// The error, and that exactly one request has reached the server.
async fn after(answer: impl Into<Vec<u8>>) -> Error {
    let server = Server::answering(answer).await;
    let error = invite(&server.client()).await;
    assert_eq!(server.received().len(), 1, "requests at the server");
    assert!(!error.to_string().contains("secret@"), "{error}");
    error
}

#[tokio::test]
async fn nobody_listens() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("a bound socket");
    drop(listener);
    let builder = Client::builder("sk_test_123").base_url(format!("http://{address}/v1"));
    let error = invite(&builder.build().expect("a client")).await;
    assert_eq!(error.delivery(), Delivery::NotSent);
    assert_eq!(error.status(), None);
    assert!(error.to_string().starts_with("CreateInvitation was not sent: "), "{error}");
}

#[tokio::test]
async fn the_server_closes_without_an_answer() {
    let error = after("").await;
    assert_eq!(error.delivery(), Delivery::Unknown);
    assert!(error.to_string().contains("may or may not have been carried out"), "{error}");
}

#[tokio::test]
async fn the_server_never_answers() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("a bound socket");
    let client = Client::builder("sk_test_123")
        .base_url(format!("http://{address}/v1"))
        .timeout(Duration::from_millis(50))
        .build()
        .expect("a client");
    let error = invite(&client).await;
    assert_eq!(error.delivery(), Delivery::Unknown);
    assert!(error.is_timeout());
}

#[tokio::test]
async fn garbage_instead_of_http() {
    assert_eq!(after("nonsense\r\n\r\n").await.delivery(), Delivery::Unknown);
}

#[tokio::test]
async fn statuses_that_leave_it_open() {
    for status in ["302 Found", "307 Temporary Redirect", "408 Request Timeout", "500 X", "504 X"] {
        let answer = format!(
            "HTTP/1.1 {status}\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\n\r\n"
        );
        let error = after(answer).await;
        assert_eq!(error.delivery(), Delivery::Unknown, "{status}");
        assert!(error.status().is_some(), "{status}");
    }
}

#[tokio::test]
async fn statuses_that_refuse() {
    for status in ["400 X", "401 X", "404 X", "409 X", "422 X", "429 X"] {
        let error = after(format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n")).await;
        assert_eq!(error.delivery(), Delivery::Rejected, "{status}");
        assert_eq!(error.is_rate_limited(), status == "429 X");
    }
}

#[tokio::test]
async fn a_refusal_whose_body_breaks_off_is_still_a_refusal() {
    let error = after("HTTP/1.1 422 X\r\nContent-Length: 100\r\n\r\n{\"err").await;
    assert_eq!(error.delivery(), Delivery::Rejected);
}

#[tokio::test]
async fn a_success_that_cannot_be_read_is_never_to_be_sent_again() {
    let html = "<html>hello</html>";
    let deep = "[".repeat(10_000);
    for (body, says) in [
        (html, "expected"),
        ("", "EOF"),
        ("{\"id\":\"inv_1\"", "EOF"),
        ("{\"id\":\"inv_1\"}", "missing field"),
        ("[]", "invalid"),
        (&deep, "invalid"),
    ] {
        let length = body.len();
        let error =
            after(format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n{body}")).await;
        assert_eq!(error.delivery(), Delivery::Accepted, "{body}");
        assert!(error.to_string().contains("was carried out"), "{error}");
        assert!(error.to_string().contains(says), "{error}");
    }
}

#[tokio::test]
async fn a_success_that_breaks_off_or_never_ends() {
    let error = after("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{").await;
    assert_eq!(error.delivery(), Delivery::Accepted);
    let huge = format!("HTTP/1.1 200 OK\r\n\r\n{}", " ".repeat(17 * 1024 * 1024));
    let error = after(huge).await;
    assert_eq!(error.delivery(), Delivery::Accepted);
    assert!(error.to_string().contains("over 16777216 bytes"), "{error}");
}

#[tokio::test]
async fn a_dropped_call_leaves_the_client_usable() {
    let silent = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = silent.local_addr().expect("a bound socket");
    let builder = Client::builder("sk_test_123").base_url(format!("http://{address}/v1"));
    let client = builder.build().expect("a client");
    let call = client.create_invitation(CreateInvitation::new("a@example.com"));
    tokio::select! {
        biased;
        _ = silent.accept() => {}
        _ = call => panic!("nobody answers"),
    }
    drop(silent);
    assert_eq!(invite(&client).await.delivery(), Delivery::NotSent);
}

#[test]
fn clients_and_calls_can_go_to_other_threads() {
    fn is_send<T: Send>(value: T) -> T {
        value
    }
    fn is_shared<T: Clone + Send + Sync + 'static>() {}
    is_shared::<Client>();
    is_send::<Option<Error>>(None);
    let client = Client::new("sk_test_123").expect("a client");
    drop(is_send(client.create_invitation(CreateInvitation::new("a@example.com"))));
    drop(is_send(client.create_invitation_bulk(vec![])));
    drop(is_send(client.create_organization_invitation_bulk("org_123", vec![])));
}
