//! Every way in which a connection can fail, and the error of each.
//!
//! Where no response ever comes, tokio's clock is paused and jumps to the timeout.

use std::time::Duration;

use clerk_invite::http::{HeaderValue, header};
use clerk_invite::{BodyLimits, Client, CreateInvitation, Delivery, Error, Timeouts};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::server::{Log, Server, read};

const OK: &str = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";

async fn invite(client: &Client) -> Error {
    let call = client.create_invitation(CreateInvitation::new("secret@example.com"));
    call.await.expect_err("a failure")
}

/// The error, and how often the whole request reached the server.
async fn after<F, S>(serve: S) -> (Error, usize)
where
    F: Future<Output = ()> + Send + 'static,
    S: Fn(TcpStream, Log) -> F + Send + 'static,
{
    let server = Server::doing(serve).await;
    let error = invite(&server.client()).await;
    (error, server.received().len())
}

/// Waits for the client to leave.
async fn hold(mut stream: TcpStream) {
    let mut rest = Vec::new();
    let _ = stream.read_to_end(&mut rest).await;
}

/// Closes so that the client sees a reset and not an end of file.
fn reset(stream: TcpStream) {
    stream.set_zero_linger().expect("an open socket");
    drop(stream);
}

#[tokio::test]
async fn closed_before_a_word_was_read() {
    let (error, _) = after(|stream, _| async move { drop(stream) }).await;
    assert_eq!(error.delivery(), Delivery::Unknown);
}

#[tokio::test]
async fn reset_before_a_word_was_read() {
    let (error, _) = after(|stream, _| async move { reset(stream) }).await;
    assert_eq!(error.delivery(), Delivery::Unknown);
}

#[tokio::test]
async fn reset_behind_the_request() {
    let (error, requests) = after(|mut stream, log| async move {
        read(&mut stream, &log).await;
        reset(stream);
    })
    .await;
    assert_eq!((error.delivery(), requests), (Delivery::Unknown, 1));
    assert!(!error.is_timeout());
}

#[tokio::test(start_paused = true)]
async fn silence_instead_of_an_answer() {
    let (error, requests) = after(|mut stream, log| async move {
        read(&mut stream, &log).await;
        hold(stream).await;
    })
    .await;
    assert_eq!((error.delivery(), requests), (Delivery::Unknown, 1));
    assert!(error.is_timeout());
    assert!(error.to_string().ends_with("no response came in time"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn silence_in_the_middle_of_the_body() {
    let (error, requests) = after(|mut stream, log| async move {
        read(&mut stream, &log).await;
        let _ = stream.write_all(format!("{OK}Content-Length: 100\r\n\r\n{{").as_bytes()).await;
        hold(stream).await;
    })
    .await;
    assert_eq!((error.delivery(), requests), (Delivery::Accepted, 1));
    assert!(error.is_timeout());
}

#[tokio::test(start_paused = true)]
async fn a_body_that_drips_ends_at_the_total() {
    let start = tokio::time::Instant::now();
    let (error, _) = after(|mut stream, log| async move {
        read(&mut stream, &log).await;
        let _ = stream.write_all(format!("{OK}\r\n").as_bytes()).await;
        while stream.write_all(b" ").await.is_ok() {
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    })
    .await;
    assert_eq!(error.delivery(), Delivery::Accepted);
    assert!(error.is_timeout());
    assert_eq!(start.elapsed().as_secs(), Timeouts::default().total.as_secs());
}

#[tokio::test]
async fn a_length_that_is_wrong() {
    for (length, body) in [("1000", "{}"), ("-1", "{}"), ("1, 2", "{}"), ("x", "{}")] {
        let answer = format!("{OK}Content-Length: {length}\r\n\r\n{body}");
        let server = Server::answering(answer).await;
        let error = invite(&server.client()).await;
        let expected = if length == "1000" { Delivery::Accepted } else { Delivery::Unknown };
        assert_eq!(error.delivery(), expected, "{length}");
        assert_eq!(server.received().len(), 1);
    }
}

#[tokio::test]
async fn a_hundred_megabytes() {
    let (error, requests) = after(|mut stream, log| async move {
        read(&mut stream, &log).await;
        let head = format!("{OK}Content-Length: 104857600\r\n\r\n");
        let _ = stream.write_all(head.as_bytes()).await;
        let megabyte = vec![b' '; 1 << 20];
        for _ in 0..100 {
            if stream.write_all(&megabyte).await.is_err() {
                break;
            }
        }
    })
    .await;
    assert_eq!((error.delivery(), requests), (Delivery::Accepted, 1));
    assert!(error.to_string().contains("over 16777216 bytes"), "{error}");
}

#[tokio::test]
async fn a_large_error_is_still_that_error() {
    let body = " ".repeat(65 * 1024);
    let server = Server::json("422 Unprocessable Entity", &body).await;
    let error = invite(&server.client()).await;
    assert_eq!(error.delivery(), Delivery::Rejected);
}

#[tokio::test]
async fn the_bounds_are_the_callers() {
    let server = Server::json("200 OK", "123456").await;
    let builder = Client::builder("sk_test_123").base_url(server.base_url());
    let client = builder.body_limits(BodyLimits::default().result(5)).build().expect("a client");
    assert!(invite(&client).await.to_string().contains("over 5 bytes"));
}

#[tokio::test]
async fn compressed_bytes_stay_compressed() {
    let mut answer =
        format!("{OK}Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\n").into_bytes();
    answer.extend_from_slice(b"\x1f\x8b\x08\x00");
    let server = Server::answering(answer).await;
    let error = invite(&server.client()).await;
    assert_eq!(error.delivery(), Delivery::Unknown);
}

#[tokio::test]
async fn a_redirect_is_followed_nowhere() {
    for status in ["301", "302", "303", "307", "308"] {
        let elsewhere = Server::json("200 OK", "{}").await;
        let location = format!("Location: {}/invitations\r\n", elsewhere.base_url());
        let server = Server::with_headers(&format!("{status} X"), &location, "").await;
        let error = invite(&server.client()).await;
        assert_eq!(error.delivery(), Delivery::Unknown, "{status}");
        assert_eq!((server.received().len(), elsewhere.received().len()), (1, 0), "{status}");
    }
}

/// Of an endpoint without a body, which nothing but our rules keeps from being sent again.
#[clerk_invite::endpoint(POST, "/invitations/{invitation_id}/revoke")]
#[returns(())]
struct Revoke {
    invitation_id: String,
}

/// Every setting of reqwest 0.13 that could repeat, redirect, repackage or log a request.
fn hostile_settings(http: reqwest::ClientBuilder) -> reqwest::ClientBuilder {
    let retries =
        reqwest::retry::for_host("127.0.0.1").max_retries_per_request(3).classify_fn(|attempt| {
            match attempt.status() {
                Some(status) if status.is_success() => attempt.success(),
                _ => attempt.retryable(),
            }
        });
    let headers = [(header::AUTHORIZATION, HeaderValue::from_static("Bearer other"))];
    http.redirect(reqwest::redirect::Policy::limited(5))
        .retry(retries)
        .referer(true)
        .connection_verbose(true)
        .default_headers(headers.into_iter().collect())
        .user_agent("other")
        .http09_responses()
        .http1_title_case_headers()
        .http1_allow_obsolete_multiline_headers_in_responses(true)
        .http1_ignore_invalid_headers_in_responses(true)
        .http1_allow_spaces_after_header_name_in_responses(true)
        .http2_prior_knowledge()
        .http2_adaptive_window(true)
        .http2_keep_alive_interval(Duration::from_secs(1))
        .http2_keep_alive_while_idle(true)
}

#[tokio::test]
async fn no_setting_of_reqwest_undoes_the_rules() {
    for status in ["301", "302", "303", "307", "308", "500"] {
        let elsewhere = Server::json("200 OK", "{}").await;
        for location in [format!("{}/invitations", elsewhere.base_url()), "/v1/invitations".into()]
        {
            let location = format!("Location: {location}\r\n");
            let server = Server::with_headers(&format!("{status} X"), &location, "").await;
            let builder = Client::builder("sk_test_123").base_url(server.base_url());
            let client = builder.http_client(hostile_settings).build().expect("a client");
            let error = invite(&client).await;
            assert_eq!(error.status().expect("HTTP/1").as_str(), status);
            assert_eq!(error.delivery(), Delivery::Unknown, "{status}");
            let error = client.send(Revoke::new("inv_1")).await.expect_err("no success");
            assert_eq!(error.delivery(), Delivery::Unknown, "{status}");
            assert_eq!(server.received().len(), 2, "{status}");
            for received in server.received() {
                assert!(received.request_line.ends_with(" HTTP/1.1"), "{}", received.request_line);
                assert_eq!(received.header("authorization"), Some("Bearer sk_test_123"));
                assert_eq!(received.header("referer"), None);
                let user_agent = received.header("user-agent").expect("ours");
                assert!(user_agent.starts_with("clerk-invite/"), "{user_agent}");
            }
        }
        assert_eq!(elsewhere.received().len(), 0, "{status}");
    }
}

#[tokio::test]
async fn bytes_that_are_not_http_are_never_a_success() {
    let server = Server::doing(|mut stream, _| async move {
        let mut request = [0; 4096];
        let _ = stream.read(&mut request).await;
        let _ = stream.write_all(b"{\"object\":\"invitation\"}").await;
    })
    .await;
    let builder = Client::builder("sk_test_123").base_url(server.base_url());
    let client = builder.http_client(hostile_settings).build().expect("a client");
    assert_eq!(invite(&client).await.delivery(), Delivery::Unknown);
}

/// A client that speaks TLS to a server that does not.
fn tls_client(server: &Server) -> Client {
    let url = format!("https://{}/v1", server.address);
    Client::builder("sk_test_123").base_url(url).build().expect("a client")
}

#[tokio::test]
async fn no_tls_is_no_connection() {
    let server = Server::doing(|mut stream, _| async move {
        let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
        hold(stream).await;
    })
    .await;
    let error = invite(&tls_client(&server)).await;
    assert_eq!(error.delivery(), Delivery::NotSent);
    assert!(!error.is_timeout());
}

#[tokio::test(start_paused = true)]
async fn a_connection_that_is_never_made() {
    let server = Server::doing(|stream, _| hold(stream)).await;
    let start = tokio::time::Instant::now();
    let error = invite(&tls_client(&server)).await;
    assert_eq!(error.delivery(), Delivery::NotSent);
    assert!(error.is_timeout());
    assert!(error.to_string().ends_with("no connection was made in time"), "{error}");
    assert_eq!(start.elapsed().as_secs(), Timeouts::default().connect.as_secs());
}

#[tokio::test]
async fn a_host_that_does_not_exist() {
    // Some resolvers are slow to fail, so this may also be a timeout: the delivery is the same.
    let timeouts = Timeouts::default().connect(Duration::from_millis(100));
    let builder = Client::builder("sk_test_123").base_url("https://clerk.invalid/v1");
    let error = invite(&builder.timeouts(timeouts).build().expect("a client")).await;
    assert_eq!(error.delivery(), Delivery::NotSent);
}

/// A resolver that knows nobody.
struct NoNames;

impl reqwest::dns::Resolve for NoNames {
    fn resolve(&self, _: reqwest::dns::Name) -> reqwest::dns::Resolving {
        Box::pin(async { Err("no such name".into()) })
    }
}

#[tokio::test]
async fn a_host_without_an_address_is_named() {
    let builder = Client::builder("sk_test_123").base_url("https://clerk.invalid/v1");
    let client = builder.http_client(|http| http.dns_resolver(NoNames)).build();
    let error = invite(&client.expect("a client")).await;
    assert_eq!(error.delivery(), Delivery::NotSent);
    let message = error.to_string();
    assert!(message.ends_with("no address was found for `clerk.invalid`: no such name"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn timeouts_of_one_call() {
    let server = Server::doing(|stream, _| hold(stream)).await;
    let client = server.client();
    let second = Duration::from_secs(1);
    for (timeouts, seconds) in [
        (Timeouts::default().read(second), 1),
        (Timeouts::default().total(2 * second), 2),
        (Timeouts::default(), 30),
        (Timeouts::default().read(Duration::MAX).total(Duration::MAX).read(3 * second), 3),
    ] {
        let start = tokio::time::Instant::now();
        let error = invite(&client.with_timeouts(timeouts)).await;
        assert!(error.is_timeout());
        assert_eq!(start.elapsed().as_secs(), seconds);
    }
}

#[tokio::test]
async fn a_dropped_call_leaves_nothing_behind() {
    let (tell, mut told) = tokio::sync::mpsc::unbounded_channel();
    let server = Server::doing(move |mut stream, log| {
        let tell = tell.clone();
        async move {
            read(&mut stream, &log).await;
            let _ = tell.send("received");
            hold(stream).await;
            let _ = tell.send("closed");
        }
    })
    .await;
    let client = server.client();
    for requests in 1..=3 {
        let call = client.create_invitation(CreateInvitation::new("a@example.com"));
        tokio::select! {
            _ = call => panic!("nobody answers"),
            event = told.recv() => assert_eq!(event, Some("received")),
        }
        assert_eq!(told.recv().await, Some("closed"), "the connection of a dropped call");
        assert_eq!(server.received().len(), requests);
    }
}

#[tokio::test]
async fn a_call_that_is_never_polled_is_never_sent() {
    let server = Server::json("200 OK", "{}").await;
    let client = server.client();
    drop(client.create_invitation(CreateInvitation::new("a@example.com")));
    invite(&client).await;
    assert_eq!(server.received().len(), 1);
}
