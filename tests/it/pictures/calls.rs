//! Calls that fail at each step, and what their errors say.

use std::time::Duration;

use clerk_invite::fake::Fault;
use clerk_invite::{Client, CreateInvitation, Delivery, Error, FakeClerk, RateBudget, RateLimit};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::server::{Server, read};

pub(super) const STEPS: [&str; 5] =
    ["check", "connect", "send request", "response head", "response body"];

/// One way to fail, with what the error says.
pub(super) struct Failure {
    pub(super) step: usize,
    pub(super) what: &'static str,
    pub(super) delivery: Delivery,
}

pub(super) fn all() -> Vec<Failure> {
    vec![
        one(0, "invalid address", async {
            let client = client("https://api.clerk.com/v1");
            let call = client.create_invitation(CreateInvitation::new("nobody"));
            call.await.expect_err("an invalid request")
        }),
        one(0, "budget used up", async {
            let none = RateLimit::new(0, Duration::from_secs(1));
            let budget = RateBudget::new().limit::<CreateInvitation>(none);
            let client = Client::builder("sk_test_123").rate_budget(budget).build();
            invite(&client.expect("a client")).await
        }),
        one(1, "no such host", async {
            // Too long for a label: no resolver asks for it.
            invite(&client(&format!("https://{}.invalid", "a".repeat(64)))).await
        }),
        one(1, "nobody listens", async {
            let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
            let address = listener.local_addr().expect("a bound socket");
            drop(listener);
            invite(&client(&format!("http://{address}"))).await
        }),
        one(1, "no TLS", async {
            let server = Server::doing(|mut stream, _| async move {
                let _ = stream.write_all(b"220 mail.example.com ESMTP\r\n").await;
                hold(stream).await;
            });
            invite(&client(&format!("https://{}", server.await.address))).await
        }),
        one(1, "not in time", async {
            let server = Server::doing(|mut stream, _| async move {
                let _ = stream.read(&mut [0]).await;
                fall_silent(stream).await;
            });
            invite(&client(&format!("https://{}", server.await.address))).await
        }),
        served(2, "closed at once", |stream| async move { drop(stream) }),
        served(2, "reset half-way", |mut stream| async move {
            let _ = stream.read(&mut [0; 20]).await;
            let _ = stream.set_zero_linger();
        }),
        faked(3, "lost", Fault::LoseResponse),
        one(3, "not in time", async {
            let server = Server::doing(|mut stream, log| async move {
                read(&mut stream, &log).await;
                fall_silent(stream).await;
            });
            invite(&server.await.client()).await
        }),
        answered(3, "3xx, 408 or 5xx", &["302 X", "408 X", "500 X", "503 X"], ""),
        answered(3, "any other 4xx", &["400 X", "401 X", "404 X", "409 X", "422 X", "429 X"], ""),
        answered(4, "4xx, breaks off", &["422 X"], "Content-Length: 100\r\n\r\n{\"errors"),
        answered(4, "2xx, not JSON", &["200 X"], "Content-Type: text/html\r\n\r\n<html>"),
        faked(4, "2xx, breaks off", Fault::TruncateResponse),
        one(4, "2xx, not in time", async {
            let server = Server::doing(|mut stream, log| async move {
                read(&mut stream, &log).await;
                let head = b"HTTP/1.1 200 X\r\nContent-Length: 100\r\n\r\n{";
                let _ = stream.write_all(head).await;
                fall_silent(stream).await;
            });
            invite(&server.await.client()).await
        }),
        answered(4, "2xx, other JSON", &["200 X"], "Content-Length: 2\r\n\r\n{}"),
    ]
}

/// A call on a runtime of its own, because some stop the clock.
fn one(step: usize, what: &'static str, call: impl Future<Output = Error>) -> Failure {
    Failure { step, what, delivery: run(call).delivery() }
}

fn run(call: impl Future<Output = Error>) -> Error {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime").block_on(call)
}

fn served<F>(step: usize, what: &'static str, serve: fn(TcpStream) -> F) -> Failure
where
    F: Future<Output = ()> + Send + 'static,
{
    one(step, what, async move {
        let server = Server::doing(move |stream, _| serve(stream)).await;
        invite(&server.client()).await
    })
}

fn faked(step: usize, what: &'static str, fault: Fault) -> Failure {
    one(step, what, async {
        let fake = FakeClerk::start().await.expect("a free port");
        fake.inject(fault);
        let error = invite(&fake.client()).await;
        assert_eq!(fake.invitations_to("a@example.com"), 1, "carried out");
        error
    })
}

/// A call for each status: one failure if their errors say the same.
fn answered(
    step: usize,
    what: &'static str,
    statuses: &[&'static str],
    rest: &'static str,
) -> Failure {
    let rest = if rest.is_empty() { "Content-Length: 0\r\n\r\n" } else { rest };
    let deliveries = statuses.iter().map(|status| {
        let call = async {
            let server = Server::answering(format!("HTTP/1.1 {status}\r\n{rest}")).await;
            invite(&server.client()).await
        };
        run(call).delivery()
    });
    let deliveries: Vec<_> = deliveries.collect();
    assert!(deliveries.iter().all(|delivery| *delivery == deliveries[0]), "{what}: {deliveries:?}");
    Failure { step, what, delivery: deliveries[0] }
}

fn client(base_url: &str) -> Client {
    Client::builder("sk_test_123").base_url(base_url).build().expect("a client")
}

async fn invite(client: &Client) -> Error {
    client.create_invitation(CreateInvitation::new("a@example.com")).await.expect_err("a failure")
}

/// Says nothing more. The clock jumps to the client's timeout, as soon as nothing else happens.
async fn fall_silent(stream: TcpStream) {
    tokio::time::pause();
    hold(stream).await;
}

/// Waits for the client to leave.
async fn hold(mut stream: TcpStream) {
    let _ = stream.read_to_end(&mut Vec::new()).await;
}
