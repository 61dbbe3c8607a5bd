use clerk_invite::endpoint;

#[endpoint(POST, "/things", max_items = 3, body = names)]
#[returns(())]
struct SendThing {
    names: Vec<String>,
}

fn main() {
    let client = clerk_invite::Client::new("sk_test_1").unwrap();
    let _ = client.send(SendThing::new(["a".to_owned()]));
}
