use clerk_invite::endpoint;

#[endpoint(GET, rate_limit = "100/hour")]
#[returns(())]
pub struct GetUsers {
    pub user_id: String,
    pub name: Option<String>,
}

fn main() {
    let client = clerk_invite::Client::new("sk_test_1").unwrap();
    let _ = client.send(GetUsers::new("user_1").name("Ada"));
}
