//! Calls without a runtime, or on another one.

use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};

use clerk_invite::{Client, CreateInvitation, Delivery, FakeClerk};

struct Nothing;

impl Wake for Nothing {
    fn wake(self: Arc<Self>) {}
}

#[test]
fn without_a_runtime_a_call_is_an_error() {
    let client = Client::builder("sk_test_123").base_url("http://127.0.0.1:1").build();
    let client = client.expect("a client");
    let call = pin!(client.create_invitation(CreateInvitation::new("a@example.com")));
    let waker = Waker::from(Arc::new(Nothing));
    let Poll::Ready(result) = call.poll(&mut Context::from_waker(&waker)) else {
        panic!("there is nothing to wait for");
    };
    let error = result.expect_err("no runtime");
    assert_eq!(error.delivery(), Delivery::NotSent);
    assert!(error.to_string().contains("no tokio runtime"), "{error}");
}

fn runtime() -> tokio::runtime::Runtime {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
    runtime.expect("a runtime")
}

/// The connection of the first call ends with its runtime.
#[test]
fn a_client_outlives_its_first_runtime() {
    let server = runtime();
    let fake = server.block_on(FakeClerk::start()).expect("a free port");
    let client = Client::builder(fake.secret_key()).base_url(fake.base_url()).build();
    let client = client.expect("a client");
    let invite = |address| client.create_invitation(CreateInvitation::new(address));
    let first = runtime();
    first.block_on(invite("a@example.com")).expect("a success");
    drop(first);
    let second = runtime();
    if let Err(error) = second.block_on(invite("b@example.com")) {
        // Sent or not, the network had no part in it.
        assert!(!error.to_string().contains("connection"), "{error}");
    }
    second.block_on(invite("c@example.com")).expect("a success");
}
