use clerk_invite::endpoint;

#[endpoint(GET, "/users")]
#[returns(())]
pub fn get_users() {}

fn main() {
    get_users();
}
