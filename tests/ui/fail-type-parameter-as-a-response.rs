use clerk_invite::endpoint;

#[endpoint(POST, "/things")]
#[returns(T)]
struct SendThing<T> {
    name: T,
}

fn main() {
    let client = clerk_invite::Client::new("sk_test_1").unwrap();
    let _ = client.send(SendThing::new("a".to_owned()));
}
