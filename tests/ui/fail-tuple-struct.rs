use clerk_invite::endpoint;

#[endpoint(GET, "/users")]
#[returns(())]
pub struct GetUsers(String);

fn main() {
    let _ = GetUsers(String::new());
}
