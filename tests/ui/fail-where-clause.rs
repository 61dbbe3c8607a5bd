use clerk_invite::endpoint;

#[endpoint(GET, "/users")]
#[returns(())]
pub struct GetUsers
where
    String: Clone,
{
    pub name: String,
}

fn main() {
    let _ = GetUsers::new("Ada");
}
