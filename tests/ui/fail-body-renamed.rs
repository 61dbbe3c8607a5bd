use clerk_invite::endpoint;

#[endpoint(POST, "/tags")]
#[returns(())]
pub struct AddTags {
    #[body]
    #[rename = "labels"]
    pub tags: Vec<String>,
}

fn main() {
    let client = clerk_invite::Client::new("sk_test_1").unwrap();
    let _ = client.send(AddTags::new(["a".to_owned()]));
}
