use clerk_invite::endpoint;

#[endpoint(POST, "/users")]
#[returns(())]
pub struct CreateUser {
    #[range(min =)]
    pub age: Option<u8>,
}

fn main() {
    let client = clerk_invite::Client::new("sk_test_1").unwrap();
    let _ = client.send(CreateUser::new().age(30));
}
