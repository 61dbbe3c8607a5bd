use clerk_invite::endpoint;

#[endpoint(DELETE, "/tags")]
#[returns(())]
pub struct DeleteTags {
    #[body]
    pub tags: Vec<String>,
    pub force: Option<bool>,
}

fn main() {
    let client = clerk_invite::Client::new("sk_test_1").unwrap();
    let _ = client.send(DeleteTags::new(["a".to_owned()]).force(true));
}
