use clerk_invite::endpoint;

pub struct User;

#[endpoint(GET, "/users")]
#[returns(Vec<User>)]
pub struct GetUsers {}

fn main() {
    let client = clerk_invite::Client::new("sk_test_1").unwrap();
    let _ = client.send(GetUsers::new());
}
