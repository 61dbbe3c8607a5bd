use clerk_invite::endpoint;

#[derive(Debug, Clone, PartialEq)]
pub struct UserId;

#[endpoint(GET, "/users/{user_id}")]
#[returns(())]
pub struct GetUser {
    pub user_id: UserId,
}

fn main() {
    let client = clerk_invite::Client::new("sk_test_1").unwrap();
    let _ = client.send(GetUser::new(UserId));
}
