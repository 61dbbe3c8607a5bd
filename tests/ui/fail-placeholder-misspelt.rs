use clerk_invite::endpoint;

#[endpoint(POST, "/users/{usr_id}/ban", rate_limit = "100/hour")]
#[returns(())]
pub struct BanUser {
    pub user_id: String,
    pub reason: Option<String>,
}

fn main() {
    let client = clerk_invite::Client::new("sk_test_1").unwrap();
    let _ = client.send(BanUser::new("user_1").reason("spam"));
}
