use clerk_invite::endpoint;

#[endpoint(POST, "/users")]
#[returns(())]
#[rename = "users"]
pub struct CreateUser {
    pub name: Option<String>,
}

fn main() {
    let client = clerk_invite::Client::new("sk_test_1").unwrap();
    let _ = client.send(CreateUser::new().name("Ada"));
}
