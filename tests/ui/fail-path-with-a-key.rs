use clerk_invite::endpoint;

#[endpoint(GET, path = "/users")]
#[returns(())]
pub struct GetUsers {}

fn main() {
    let client = clerk_invite::Client::new("sk_test_1").unwrap();
    let _ = client.send(GetUsers::new());
}
