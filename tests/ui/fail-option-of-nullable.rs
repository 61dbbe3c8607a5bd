use clerk_invite::{Nullable, endpoint};

#[endpoint(PATCH, "/users")]
#[returns(())]
pub struct UpdateUser {
    pub name: Option<Nullable<String>>,
}

fn main() {
    let client = clerk_invite::Client::new("sk_test_1").unwrap();
    let _ = client.send(UpdateUser::new().name("Ada"));
}
