use clerk_invite::endpoint;
use std::fmt::Display;

#[endpoint(POST, "/things")]
#[returns(())]
struct SendThing {
    name: Box<dyn Display>,
}

fn main() {
    let client = clerk_invite::Client::new("sk_test_1").unwrap();
    let _ = client.send(SendThing::new(Box::new(1)));
}
