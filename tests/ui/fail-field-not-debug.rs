use clerk_invite::endpoint;

#[derive(Clone, PartialEq, clerk_invite::serde::Serialize)]
#[serde(crate = "clerk_invite::serde")]
pub struct Name;

#[endpoint(POST, "/users")]
#[returns(())]
pub struct CreateUser {
    pub name: Name,
}

fn main() {
    let client = clerk_invite::Client::new("sk_test_1").unwrap();
    let _ = client.send(CreateUser::new(Name));
}
