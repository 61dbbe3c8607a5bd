use clerk_invite::endpoint;

type Days = u32;

#[endpoint(POST, "/things")]
#[returns(())]
struct SendThing {
    #[range(min = 1)]
    days: Days,
}

fn main() {
    let client = clerk_invite::Client::new("sk_test_1").unwrap();
    let _ = client.send(SendThing::new(1_u32));
}
