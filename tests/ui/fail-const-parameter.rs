use clerk_invite::endpoint;

#[endpoint(GET, "/users")]
#[returns(())]
pub struct GetUsers<const N: usize> {
    pub name: String,
}

fn main() {
    let _ = GetUsers::<3>::new("Ada");
}
