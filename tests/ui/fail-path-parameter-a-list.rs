use clerk_invite::endpoint;

#[endpoint(GET, "/users/{user_ids}")]
#[returns(())]
pub struct GetUser {
    pub user_ids: Vec<String>,
}

fn main() {
    let client = clerk_invite::Client::new("sk_test_1").unwrap();
    let _ = client.send(GetUser::new(["user_1".to_owned()]));
}
