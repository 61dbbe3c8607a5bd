//! `Error::delivery`, against a server that fails in every way.

use std::time::Duration;

use clerk_invite::{Client, CreateInvitation, Delivery, Error, endpoint};
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
    let deep = "[".repeat(10_000);
    for (body, says) in [
        ("", "its body is empty"),
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

/// A `PATCH` whose response nobody reads.
#[endpoint(PATCH, "/organizations/{organization_id}")]
#[returns(())]
struct UpdateOrganization {
    organization_id: String,
}

/// An operation whose result is text.
#[endpoint(GET, "/public/interstitial")]
#[returns(String)]
struct GetInterstitial;

const INVITATION: &str =
    r#"{"id":"inv_1","email_address":"a@b.c","status":"pending","created_at":1,"updated_at":2}"#;

fn typed(status: &str, content_type: &str, body: &str) -> String {
    let line = match content_type {
        "" => String::new(),
        name => format!("Content-Type: {name}\r\n"),
    };
    format!("HTTP/1.1 {status}\r\n{line}Content-Length: {}\r\n\r\n{body}", body.len())
}

#[tokio::test]
async fn a_success_that_is_not_clerks_leaves_it_open() {
    let html = "<!doctype html><title>Log in</title>secret@example.com";
    for (content_type, body, says) in [
        ("text/html", html, "`text/html`"),
        ("text/html; charset=utf-8", "", "`text/html`"),
        ("TEXT/HTML", "{}", "`TEXT/HTML`"),
        ("text/plain", "OK", "`text/plain`"),
        ("application/xml", "<ok/>", "`application/xml`"),
        ("secret@example.com", "OK", "not JSON"),
        ("", html, "not JSON"),
        ("", "OK", "not JSON"),
        ("application/json", html, "not JSON"),
    ] {
        for response in [typed("200 OK", content_type, body), typed("201 X", content_type, body)] {
            let error = after(response).await;
            assert_eq!(error.delivery(), Delivery::Unknown, "{content_type} {body}");
            let shown = error.to_string();
            assert!(shown.contains(says) && shown.contains("base URL"), "{shown}");
            assert!(!shown.contains("was carried out"), "{shown}");
        }
    }
}

#[tokio::test]
async fn a_page_of_a_portal_that_breaks_off_leaves_it_open() {
    let cut = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100\r\n\r\n<html>";
    let error = after(cut).await;
    assert_eq!(error.delivery(), Delivery::Unknown);
    assert!(error.to_string().contains("`text/html`, and its body broke off"), "{error}");
}

#[tokio::test]
async fn nothing_is_a_result_if_it_can_be_clerks() {
    let call = async |response: String| {
        let server = Server::answering(response).await;
        server.client().send(UpdateOrganization::new("org_1")).await
    };
    for (status, content_type, body) in [
        ("204 No Content", "", ""),
        ("200 OK", "", ""),
        ("202 Accepted", "", " "),
        ("200 OK", "application/json", r#"{"id":"org_1"}"#),
        ("200 OK", "application/vnd.clerk+json", "[]"),
        ("200 OK", "application/json", r#"{"id":"#),
        ("200 OK", "", "null"),
    ] {
        let result = call(typed(status, content_type, body)).await;
        assert!(result.is_ok(), "{status} {content_type} {body}: {result:?}");
    }
    for (content_type, body) in
        [("text/html", "<html>"), ("", "<html>"), ("text/plain", "OK"), ("", "OK")]
    {
        let error = call(typed("200 OK", content_type, body)).await.expect_err(body);
        assert_eq!(error.delivery(), Delivery::Unknown, "{content_type} {body}");
        assert!(error.to_string().contains("base URL"), "{error}");
    }
}

#[tokio::test]
async fn a_result_is_a_result_whatever_its_type_is_called() {
    for content_type in ["", "text/plain", "application/octet-stream", "application/json"] {
        let server = Server::answering(typed("200 OK", content_type, INVITATION)).await;
        let call = server.client().create_invitation(CreateInvitation::new("a@b.c")).await;
        assert!(call.is_ok(), "{content_type}: {call:?}");
    }
    for content_type in ["", "text/html", "text/plain"] {
        let server = Server::answering(typed("200 OK", content_type, "<html>")).await;
        let page = server.client().send(GetInterstitial::new()).await;
        assert_eq!(page.expect(content_type), "<html>");
    }
}

#[tokio::test]
async fn no_content_where_an_object_was_expected_says_so() {
    let error = after("HTTP/1.1 204 No Content\r\n\r\n").await;
    assert_eq!(error.delivery(), Delivery::Accepted);
    assert_eq!(
        error.to_string(),
        "CreateInvitation was carried out, but Clerk's response (204 No Content) cannot be read: \
         its body is empty, where a result was expected"
    );
}
