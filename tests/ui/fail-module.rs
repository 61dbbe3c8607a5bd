use clerk_invite::endpoint;

#[endpoint(GET, "/users")]
#[returns(())]
pub mod get_users {}

fn main() {}
