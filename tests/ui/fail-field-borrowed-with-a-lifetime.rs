use clerk_invite::endpoint;
use std::borrow::Cow;

#[endpoint(POST, "/users")]
#[returns(())]
pub struct CreateUser {
    pub name: Option<Cow<'a, str>>,
}

fn main() {
    let client = clerk_invite::Client::new("sk_test_1").unwrap();
    let _ = client.send(CreateUser::new().name("Ada"));
}
