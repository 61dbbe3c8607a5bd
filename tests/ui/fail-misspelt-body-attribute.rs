use clerk_invite::endpoint;

#[endpoint(POST, "/tags", max_items = 3)]
#[returns(())]
pub struct AddTags {
    #[bdoy]
    pub tags: Vec<String>,
}

fn main() {
    let client = clerk_invite::Client::new("sk_test_1").unwrap();
    let _ = client.send(AddTags::new(["a".to_owned()]));
}
