use clerk_invite::endpoint;

#[endpoint(POST, "/users")]
#[returns(())]
pub struct CreateUser {
    #[serde(rename = "fullName", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

fn main() {
    let client = clerk_invite::Client::new("sk_test_1").unwrap();
    let _ = client.send(CreateUser::new().name("Ada"));
}
