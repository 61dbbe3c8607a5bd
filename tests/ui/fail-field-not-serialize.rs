use clerk_invite::endpoint;

#[derive(Debug, Clone, PartialEq)]
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
