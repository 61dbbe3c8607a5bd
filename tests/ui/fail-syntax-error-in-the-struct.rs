use clerk_invite::endpoint;

#[endpoint(GET, "/users")]
#[returns(())]
pub struct GetUsers {
    pub name String,
}

fn main() {
    let _ = GetUsers::new("Ada");
}
