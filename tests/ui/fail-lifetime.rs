use clerk_invite::endpoint;

#[endpoint(GET, "/users")]
#[returns(())]
pub struct GetUsers<'a> {
    pub name: &'a str,
}

fn main() {
    let _ = GetUsers::new("Ada");
}
