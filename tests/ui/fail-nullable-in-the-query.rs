use clerk_invite::{Nullable, endpoint};

#[endpoint(GET, "/users")]
#[returns(())]
pub struct GetUsers {
    pub name: Nullable<String>,
}

fn main() {
    let client = clerk_invite::Client::new("sk_test_1").unwrap();
    let _ = client.send(GetUsers::new().name("Ada"));
}
