use clerk_invite::endpoint;

#[endpoint(PATCH, "/users")]
#[returns(())]
pub struct UpdateUser {
    pub name: Option<Option<String>>,
}

fn main() {
    let client = clerk_invite::Client::new("sk_test_1").unwrap();
    let _ = client.send(UpdateUser::new().name(Some("Ada".to_owned())));
}
