use clerk_invite::endpoint;

#[derive(Debug, Clone, PartialEq)]
pub struct Name;

#[endpoint(GET, "/users")]
#[returns(())]
pub struct GetUsers {
    pub name: Option<Vec<Name>>,
}

fn main() {
    let client = clerk_invite::Client::new("sk_test_1").unwrap();
    let _ = client.send(GetUsers::new().name([Name]));
}
