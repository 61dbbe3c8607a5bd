use clerk_invite::endpoint;

#[endpoint(DELTE, "/users")]
#[returns(())]
pub struct DeleteUsers {
    pub all: Option<bool>,
}

fn main() {
    let client = clerk_invite::Client::new("sk_test_1").unwrap();
    let _ = client.send(DeleteUsers::new().all(true));
}
