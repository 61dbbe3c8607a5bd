use clerk_invite::endpoint;

#[endpoint(GET, "/users")]
#[returns(())]
pub struct GetUsers {
    #[rename = "q"]
    pub name: String,
    #[rename = "q"]
    pub full_name: Option<String>,
}

fn main() {
    let client = clerk_invite::Client::new("sk_test_1").unwrap();
    let _ = client.send(GetUsers::new("Ada").full_name("Ada L."));
}
