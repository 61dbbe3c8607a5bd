use clerk_invite::endpoint;

#[endpoint(POST, "/tags")]
#[returns(())]
pub struct AddTags {
    #[body]
    pub tags: Vec<String>,
    pub color: Option<String>,
    pub size: u8,
}

fn main() {
    let client = clerk_invite::Client::new("sk_test_1").unwrap();
    let _ = client.send(AddTags::new(["a".to_owned()], 7).color("red"));
}
