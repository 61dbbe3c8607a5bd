use clerk_invite::endpoint;

#[endpoint(GET, "/users")]
#[returns(())]
pub enum GetUsers {
    All,
}

fn main() {
    let _ = clerk_invite::Client::new("sk_test_1").unwrap().send(GetUsers::All);
}
