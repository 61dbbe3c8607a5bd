use clerk_invite::endpoint;

#[endpoint(POST, "/tags", max_items = 100)]
#[returns(())]
pub struct AddTags {
    #[body]
    pub tags: Vec<u8>,
}

fn main() {
    let client = clerk_invite::Client::new("sk_test_1").unwrap();
    let _ = client.send(AddTags::new([0_u8; 0]));
}
