//! Retries, counted at the server.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use clerk_invite::{Client, CreateInvitation, Delivery, Error, Invitation, RetryPolicy, endpoint};
use tokio::io::AsyncWriteExt;
use tokio::time::Instant;

use crate::server::{Server, read};

/// A GET, of which a repetition harms nobody.
#[endpoint(GET, "/invitations/{invitation_id}")]
#[returns(Invitation)]
struct GetInvitation {
    invitation_id: String,
}

/// Ten attempts and an hour for rate limits: whatever may be sent again will be.
fn eager(server: &Server) -> Client {
    let policy = RetryPolicy::attempts(10).total(Duration::from_secs(3600));
    server.client().with_retry(policy.wait_up_to(Duration::from_secs(3600)))
}

async fn post(client: &Client) -> Result<Invitation, Error> {
    client.create_invitation(CreateInvitation::new("a@example.com")).await
}

async fn get(client: &Client) -> Result<Invitation, Error> {
    client.send(GetInvitation::new("inv_1")).await
}

const INVITATION: &str =
    r#"{"id":"inv_1","email_address":"a@b.c","status":"pending","created_at":1,"updated_at":1}"#;

#[tokio::test(start_paused = true)]
async fn a_post_that_may_have_been_done_reaches_the_server_once() {
    for (answer, gets) in [
        ("", 10),
        ("garbage\r\n\r\n", 10),
        ("HTTP/1.1 408 X\r\nContent-Length: 0\r\n\r\n", 10),
        ("HTTP/1.1 500 X\r\nContent-Length: 0\r\n\r\n", 10),
        ("HTTP/1.1 503 X\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n", 10),
        ("HTTP/1.1 302 X\r\nLocation: /\r\nContent-Length: 0\r\n\r\n", 1),
        ("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{", 10),
        ("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", 1),
        ("HTTP/1.1 422 X\r\nContent-Length: 0\r\n\r\n", 1),
        ("HTTP/1.1 429 X\r\nContent-Length: 0\r\n\r\n", 1),
    ] {
        let server = Server::answering(answer).await;
        let error = post(&eager(&server)).await.expect_err("a failure");
        assert_eq!(server.received().len(), 1, "POST {answer:?}: {error}");

        let server = Server::answering(answer).await;
        let error = get(&eager(&server)).await.expect_err("a failure");
        assert_eq!(server.received().len(), gets, "GET {answer:?}: {error}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_post_without_an_answer_reaches_the_server_once() {
    let server = Server::doing(|mut stream, log| async move {
        read(&mut stream, &log).await;
        std::future::pending::<()>().await;
    })
    .await;
    let error = post(&eager(&server)).await.expect_err("a timeout");
    assert_eq!((error.delivery(), server.received().len()), (Delivery::Unknown, 1));
}

#[tokio::test(start_paused = true)]
async fn a_post_that_was_reset_reaches_the_server_once() {
    let server = Server::doing(|mut stream, log| async move {
        read(&mut stream, &log).await;
        stream.set_zero_linger().expect("an open socket");
    })
    .await;
    let error = post(&eager(&server)).await.expect_err("a reset");
    assert_eq!((error.delivery(), server.received().len()), (Delivery::Unknown, 1));
    get(&eager(&server)).await.expect_err("a reset");
    assert_eq!(server.received().len(), 11);
}

#[tokio::test(start_paused = true)]
async fn a_call_that_was_never_sent_is_sent_again() {
    let connections = Arc::new(AtomicU32::new(0));
    let count = Arc::clone(&connections);
    // Each is cut off at the beginning of the TLS handshake.
    let server = Server::doing(move |stream, _| {
        count.fetch_add(1, Ordering::SeqCst);
        async move { drop(stream) }
    })
    .await;
    let url = format!("https://{}/v1", server.address);
    let client = Client::builder("sk_test_123").base_url(url).build().expect("a client");
    let start = Instant::now();
    let policy = RetryPolicy::attempts(3).backoff(Duration::from_secs(1), Duration::from_secs(1));
    let error = post(&client.with_retry(policy)).await.expect_err("no TLS");
    assert_eq!(error.delivery(), Delivery::NotSent);
    assert_eq!(connections.load(Ordering::SeqCst), 3);
    assert!(start.elapsed() <= Duration::from_secs(2), "{:?}", start.elapsed());
}

#[tokio::test(start_paused = true)]
async fn a_get_is_sent_until_it_succeeds() {
    let server = Server::doing(|mut stream, log| async move {
        if read(&mut stream, &log).await && log.len() == 3 {
            let length = INVITATION.len();
            let answer = format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n{INVITATION}");
            let _ = stream.write_all(answer.as_bytes()).await;
        }
    })
    .await;
    get(&eager(&server)).await.expect("an invitation");
    assert_eq!(server.received().len(), 3);
    let once = server.client();
    assert!(get(&once).await.is_err(), "by default nothing is sent again");
}

async fn limited_twice() -> Server {
    Server::doing(|mut stream, log| async move {
        while read(&mut stream, &log).await {
            let answer = if log.len() < 3 {
                "HTTP/1.1 429 X\r\nRetry-After: 60\r\nContent-Length: 0\r\n\r\n".to_owned()
            } else {
                let length = INVITATION.len();
                format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n{INVITATION}")
            };
            let _ = stream.write_all(answer.as_bytes()).await;
        }
    })
    .await
}

#[tokio::test(start_paused = true)]
async fn a_rate_limit_is_waited_out_within_the_bound() {
    let server = limited_twice().await;
    let start = Instant::now();
    let policy = RetryPolicy::off().wait_up_to(Duration::from_secs(120));
    post(&server.client().with_retry(policy)).await.expect("an invitation");
    assert_eq!((server.received().len(), start.elapsed().as_secs()), (3, 120));
}

#[tokio::test(start_paused = true)]
async fn a_rate_limit_beyond_the_bound_is_returned_at_once() {
    let server = limited_twice().await;
    let start = Instant::now();
    for policy in [RetryPolicy::off(), RetryPolicy::attempts(9), RetryPolicy::default()] {
        let policy = policy.wait_up_to(Duration::from_secs(59));
        let server = limited_twice().await;
        let error = post(&server.client().with_retry(policy)).await.expect_err("a rate limit");
        assert!(error.is_rate_limited());
        assert_eq!(error.retry_after(), Some(Duration::from_secs(60)));
        assert_eq!(server.received().len(), 1);
    }
    let error = post(&server.client()).await.expect_err("a rate limit");
    assert!(error.is_rate_limited());
    assert_eq!(start.elapsed().as_secs(), 0);
}
