use clerk_invite::{endpoint, params};

#[params]
pub struct Tag {
    #[range(min = 1)]
    pub name: String,
}

#[endpoint(POST, "/tags", max_items = 10)]
#[returns(Vec<String>)]
pub struct AddTags {
    #[body]
    pub tags: Vec<Tag>,
}

fn main() {
    let client = clerk_invite::Client::new("sk_test_1").unwrap();
    let _ = client.send(AddTags::new([Tag::new("a")]));
    let _ = AddTags::batches([Tag::new("a")]);
}
