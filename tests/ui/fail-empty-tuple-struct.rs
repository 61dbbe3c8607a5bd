use clerk_invite::endpoint;

#[endpoint(GET, "/users")]
#[returns(())]
pub struct GetUsers();

fn main() {
    let _ = GetUsers();
}
