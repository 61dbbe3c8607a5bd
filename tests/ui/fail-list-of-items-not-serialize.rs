use clerk_invite::endpoint;

#[derive(Debug, Clone, PartialEq)]
pub struct Name;

#[endpoint(POST, "/users", max_items = 3)]
#[returns(())]
pub struct CreateUsers {
    #[body]
    pub names: Vec<Name>,
}

fn main() {
    let client = clerk_invite::Client::new("sk_test_1").unwrap();
    let _ = client.send(CreateUsers::new([Name]));
}
