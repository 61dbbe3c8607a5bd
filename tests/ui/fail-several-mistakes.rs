use clerk_invite::endpoint;

#[endpoint(post, "/users/{usr_id}/tags/", rate_limt = "100/huor", max_items = 0, cached)]
#[returns]
#[serde(rename_all = "camelCase")]
pub struct TagUser {
    pub user_id: String,
    #[body(json)]
    #[rename = ""]
    pub tags: Vec<String>,
    #[range(min = 5, max = 1)]
    pub weight: Option<u8>,
}

#[endpoint(GET, "/tags")]
#[returns(Vec<Tag>)]
pub struct ListTags {
    pub name: Option<Option<String>>,
    #[body]
    pub filter: Option<String>,
}

fn main() {
    let client = clerk_invite::Client::new("sk_test_1").unwrap();
    let _ = client.send(TagUser::new("user_1", ["a".to_owned()]).weight(3));
    let _ = client.send(ListTags::new().filter("a"));
}
