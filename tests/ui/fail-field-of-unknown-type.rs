use clerk_invite::endpoint;

#[endpoint(POST, "/users")]
#[returns(())]
pub struct CreateUser {
    pub name: PersonName,
    pub age: Option<Years>,
    pub tags: Vec<Label>,
}

fn main() {
    let client = clerk_invite::Client::new("sk_test_1").unwrap();
    let _ = client.send(CreateUser::new("Ada", []));
}
