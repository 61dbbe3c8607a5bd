use clerk_invite::endpoint;

#[endpoint(POST, "/tags/{tag}")]
#[returns(())]
pub struct AddTag {
    #[body]
    pub tag: String,
}

fn main() {
    let client = clerk_invite::Client::new("sk_test_1").unwrap();
    let _ = client.send(AddTag::new("a"));
}
