use clerk_invite::endpoint;
use std::borrow::Cow;

#[endpoint(POST, "/things")]
#[returns(())]
struct SendThing {
    name: Cow<str>,
}

fn main() {
    let client = clerk_invite::Client::new("sk_test_1").unwrap();
    let _ = client.send(SendThing::new("a"));
}
