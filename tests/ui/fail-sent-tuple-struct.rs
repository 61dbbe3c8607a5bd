use clerk_invite::endpoint;

#[endpoint(GET, "/users")]
#[returns(())]
#[derive(Debug)]
pub struct GetUsers(String);

fn main() {
    let _ = clerk_invite::Client::new("sk_test_1").unwrap().send(GetUsers(String::new()));
}
