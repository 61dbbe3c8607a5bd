//! `Client::with_send_check`: the bytes that the server sees of a request that is refused at the last
//! moment.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use clerk_invite::{
    Client, ClientBuilder, CreateInvitation, Delivery, Error, FakeClerk, RateBudget, RetryPolicy,
    endpoint,
};
use tokio::io::AsyncReadExt as _;

use crate::server::Server;

/// A request without a body, whose end a connection asks for before all else.
#[endpoint(POST, "/invitations/{invitation_id}/revoke")]
#[returns(())]
struct Revoke {
    invitation_id: String,
}

/// A resolver that takes so long that the request is late.
struct Late(Arc<AtomicBool>);

impl reqwest::dns::Resolve for Late {
    fn resolve(&self, _: reqwest::dns::Name) -> reqwest::dns::Resolving {
        self.0.store(true, Ordering::SeqCst);
        let addresses: reqwest::dns::Addrs = Box::new(std::iter::once(([127, 0, 0, 1], 0).into()));
        Box::pin(std::future::ready(Ok(addresses)))
    }
}

fn builder(server: &Server, is_late: &Arc<AtomicBool>) -> ClientBuilder {
    let port = server.address.rsplit(':').next().expect("a port");
    let resolver = Arc::new(Late(Arc::clone(is_late)));
    Client::builder("sk_test_123")
        .base_url(format!("http://clerk.example:{port}/v1"))
        .allow_http(true)
        .http_client(move |http| http.dns_resolver(resolver))
}

/// Returns what arrives on each connection until it is closed.
async fn listening() -> (Server, tokio::sync::mpsc::UnboundedReceiver<Vec<u8>>) {
    let (tell, told) = tokio::sync::mpsc::unbounded_channel();
    let server = Server::doing(move |mut stream, _| {
        let tell = tell.clone();
        async move {
            let mut bytes = Vec::new();
            let _ = stream.read_to_end(&mut bytes).await;
            tell.send(bytes).expect("a test that waits");
        }
    });
    (server.await, told)
}

fn assert_not_sent(error: &Error) {
    assert_eq!(error.delivery(), Delivery::NotSent, "{error}");
    assert!(!error.is_timeout());
    let message = error.to_string();
    assert!(message.ends_with(" was not sent: the request was given up"), "{message}");
}

#[tokio::test]
async fn a_connection_that_opens_too_late_gets_nothing() {
    let is_late = Arc::new(AtomicBool::new(false));
    let (server, mut told) = listening().await;
    let late = Arc::clone(&is_late);
    let client = builder(&server, &is_late).build().expect("a client");
    let client = client.with_send_check(move || !late.load(Ordering::SeqCst));
    let invite = client.create_invitation(CreateInvitation::new("a@example.com"));
    assert_not_sent(&invite.await.expect_err("late"));
    assert_eq!(told.recv().await.as_deref(), Some(&[][..]), "bytes on the wire");
    assert_not_sent(&client.send(Revoke::new("inv_1")).await.expect_err("late"));
    assert_eq!(told.recv().await.as_deref(), Some(&[][..]), "bytes on the wire");
}

#[tokio::test]
async fn an_idle_connection_gets_nothing_either_and_the_client_stays_usable() {
    let fake = FakeClerk::start().await.expect("a port");
    let allows = Arc::new(AtomicBool::new(true));
    let check = Arc::clone(&allows);
    let client = fake.client().with_send_check(move || check.load(Ordering::SeqCst));
    for number in 0..6 {
        let is_in_time = number % 2 == 0;
        allows.store(is_in_time, Ordering::SeqCst);
        let address = format!("p{number}@example.com");
        match client.create_invitation(CreateInvitation::new(address)).await {
            Ok(_) => assert!(is_in_time),
            Err(error) => assert_not_sent(&error),
        }
    }
    assert_eq!((fake.received().len(), fake.invitations().len()), (3, 3));
}

/// What is not sent can be sent again, and takes no slot.
#[tokio::test]
async fn a_retry_asks_again_and_the_slot_is_given_back() {
    let fake = FakeClerk::start().await.expect("a port");
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let client = Client::builder(FakeClerk::SECRET_KEY)
        .base_url(fake.base_url())
        .rate_budget(RateBudget::new())
        .retry(RetryPolicy::attempts(3).backoff(Duration::ZERO, Duration::ZERO))
        .build()
        .expect("a client")
        .with_send_check(move || count.fetch_add(1, Ordering::SeqCst) == 2);
    client.create_invitation(CreateInvitation::new("a@example.com")).await.expect("sent");
    assert_eq!((asked.load(Ordering::SeqCst), fake.received().len()), (3, 1));
    let budget = client.budget_of::<CreateInvitation>().expect("a budget");
    assert_eq!(budget.used.len(), 1, "{budget:?}");
}

#[tokio::test]
async fn a_copy_with_other_settings_keeps_the_check() {
    let fake = FakeClerk::start().await.expect("a port");
    let never = fake.client().with_send_check(|| false);
    for client in [never.with_retry(RetryPolicy::off()), never.without_rate_budget()] {
        let call = client.create_invitation(CreateInvitation::new("a@example.com"));
        assert_not_sent(&call.await.expect_err("a check that says no"));
    }
    assert_eq!(fake.received().len(), 0);
}
