use clerk_invite::endpoint;

#[endpoint(GET, "/tags")]
#[returns(())]
pub struct GetTags {
    #[body]
    pub tags: Vec<String>,
}

fn main() {
    let client = clerk_invite::Client::new("sk_test_1").unwrap();
    let _ = client.send(GetTags::new(["a".to_owned()]));
}
