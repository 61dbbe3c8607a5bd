use clerk_invite::endpoint;

#[endpoint(GET, "/users")]
#[returns(())]
pub union GetUsers {
    pub id: u32,
}

fn main() {
    let _ = GetUsers { id: 1 };
}
