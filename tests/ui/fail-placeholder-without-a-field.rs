use clerk_invite::endpoint;

#[endpoint(POST, "/users/{user_id}/ban")]
#[returns(())]
pub struct BanUser {
    pub reason: Option<String>,
}

fn main() {
    let client = clerk_invite::Client::new("sk_test_1").unwrap();
    let _ = client.send(BanUser::new().reason("spam"));
}
