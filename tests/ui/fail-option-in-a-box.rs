use clerk_invite::endpoint;

#[endpoint(PATCH, "/things")]
#[returns(())]
struct SendThing {
    name: Box<Option<String>>,
}

fn main() {}
