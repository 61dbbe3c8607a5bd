use clerk_invite::endpoint;

#[endpoint(post, "/users")]
#[returns(())]
pub struct CreateUser {
    pub name: Option<String>,
}

fn main() {
    let client = clerk_invite::Client::new("sk_test_1").unwrap();
    let _ = client.send(CreateUser::new().name("Ada"));
}
