use clerk_invite::endpoint;

#[endpoint(POST, "/users")]
#[returns(())]
pub struct CreateUser {
    pub name: String,
    #[rename = "name"]
    pub full_name: Option<String>,
}

fn main() {
    let client = clerk_invite::Client::new("sk_test_1").unwrap();
    let _ = client.send(CreateUser::new("Ada").full_name("Ada L."));
}
