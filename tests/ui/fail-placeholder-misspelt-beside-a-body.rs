use clerk_invite::endpoint;

#[endpoint(POST, "/users/{usr_id}/tags", max_items = 3)]
#[returns(())]
pub struct AddTags {
    pub user_id: String,
    #[body]
    pub tags: Vec<String>,
}

fn main() {
    let client = clerk_invite::Client::new("sk_test_1").unwrap();
    let _ = client.send(AddTags::new("user_1", ["a".to_owned()]));
}
