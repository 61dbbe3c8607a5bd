use clerk_invite::endpoint;

#[endpoint(POST, "/users/{usr_id}/tags", max_items = 10)]
#[returns(Vec<String>)]
pub struct TagUser {
    pub user_id: String,
    #[body]
    pub tags: Vec<String>,
}

fn main() {
    let tags = (0..20).map(|n| n.to_string());
    for request in TagUser::batches("user_1", tags) {
        let _: &Vec<String> = &request.tags;
    }
}
