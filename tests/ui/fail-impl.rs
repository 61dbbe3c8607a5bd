use clerk_invite::endpoint;

pub struct GetUsers;

#[endpoint(GET, "/users")]
#[returns(())]
impl GetUsers {
    fn all(&self) {}
}

fn main() {
    GetUsers.all();
}
