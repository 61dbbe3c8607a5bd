//! `blocking::Client`.

use std::sync::mpsc;
use std::thread;

use clerk_invite::{
    CreateInvitation, Delivery, Error, FakeClerk, ListInvitations, RetryPolicy, blocking,
};
use tokio::sync::oneshot;

/// `FakeClerk` on a thread of its own, as another process would run it.
struct Elsewhere {
    fake: FakeClerk,
    _stop: oneshot::Sender<()>,
}

impl Elsewhere {
    fn start() -> Self {
        let (sender, receiver) = mpsc::channel();
        let (stop, stopped) = oneshot::channel::<()>();
        thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.expect("a runtime").block_on(async move {
                sender.send(FakeClerk::start().await.expect("a free port")).expect("a receiver");
                let _ = stopped.await;
            });
        });
        Self { fake: receiver.recv().expect("a server"), _stop: stop }
    }

    fn client(&self) -> blocking::Client {
        let builder = blocking::Client::builder(self.fake.secret_key());
        builder.base_url(self.fake.base_url()).build_blocking().expect("a client")
    }
}

fn address(number: usize) -> CreateInvitation {
    CreateInvitation::new(format!("person{number}@example.com"))
}

#[test]
fn sends_without_a_runtime() {
    let server = Elsewhere::start();
    let clerk = server.client();
    let invitation = clerk.send(address(1)).expect("a success");
    assert_eq!(invitation.email_address.as_str(), "person1@example.com");
    let error = clerk.send(address(1)).expect_err("a duplicate");
    assert!(error.is_duplicate());
    assert_eq!(error.delivery(), Delivery::Rejected);
    assert_eq!(server.fake.invitations().len(), 1);
}

#[test]
fn threads_share_a_client() {
    let server = Elsewhere::start();
    let clerk = server.client();
    thread::scope(|scope| {
        for number in 0..8 {
            let clerk = clerk.clone();
            scope.spawn(move || clerk.send(address(number)).map(drop).expect("a success"));
        }
    });
    assert_eq!(server.fake.invitations().len(), 8);
}

#[test]
fn a_list_is_an_iterator_over_its_pages() {
    let server = Elsewhere::start();
    let clerk = server.client().with_retry(RetryPolicy::off());
    for number in 0..7 {
        clerk.send(address(number)).expect("a success");
    }
    let mut items = clerk.stream(ListInvitations::new().limit(3_u32));
    let addresses: Vec<_> = items
        .by_ref()
        .map(|item| item.map(|invitation| invitation.email_address.as_str().to_owned()))
        .collect::<Result<_, Error>>()
        .expect("three pages");
    assert_eq!(addresses.len(), 7);
    assert!(items.next().is_none());
    assert!(!format!("{items:?}").contains('@'));
}

#[test]
fn an_error_ends_the_iterator() {
    let wrong = blocking::Client::builder("sk_test_wrong");
    let server = Elsewhere::start();
    let clerk = wrong.base_url(server.fake.base_url()).build_blocking().expect("a client");
    let mut items = clerk.stream(ListInvitations::new());
    let error = items.next().expect("an error").expect_err("a wrong key");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(401));
    assert!(items.next().is_none());
}

#[tokio::test]
async fn in_async_code_a_call_is_an_error_and_dropping_is_safe() {
    let fake = FakeClerk::start().await.expect("a free port");
    let builder = blocking::Client::builder(fake.secret_key()).base_url(fake.base_url());
    let clerk = builder.build_blocking().expect("a client");
    let error = clerk.send(address(1)).expect_err("a blocking call");
    assert_eq!(error.delivery(), Delivery::NotSent);
    assert!(error.to_string().contains("`clerk_invite::Client`"), "{error}");
    let error = clerk.stream(ListInvitations::new()).next().expect("an item");
    assert_eq!(error.expect_err("a blocking call").delivery(), Delivery::NotSent);

    let clone = clerk.clone();
    let error = tokio::task::spawn_blocking(move || clone.send(address(1))).await;
    assert_eq!(
        error.expect("no panic").expect_err("a blocking call").delivery(),
        Delivery::NotSent
    );

    // A thread of its own is not part of the runtime.
    let clone = clerk.clone();
    let (sender, sent) = oneshot::channel();
    thread::spawn(move || sender.send(clone.send(address(1)).map(drop)));
    sent.await.expect("no panic").expect("a success");
    drop(clerk);
    assert_eq!(fake.received().len(), 1);
}
