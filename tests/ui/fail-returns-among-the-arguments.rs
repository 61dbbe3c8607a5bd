use clerk_invite::endpoint;

#[endpoint(GET, "/things", returns = Vec<String>)]
struct SendThing;

fn main() {
    let client = clerk_invite::Client::new("sk_test_1").unwrap();
    let _ = client.send(SendThing::new());
}
