use clerk_invite::endpoint;

#[endpoint(POST, "/things")]
#[returns(())]
struct SendThing {
    #[cfg_attr(unix, rename = "thing_name")]
    name: String,
}

fn main() {
    let client = clerk_invite::Client::new("sk_test_1").unwrap();
    let _ = client.send(SendThing::new("a"));
}
