use clerk_invite::endpoint;

#[endpoint(GET, "/users")]
#[returns(())]
pub enum GetUsers {
    All,
}

fn main() {
    let _ = GetUsers::All;
}
