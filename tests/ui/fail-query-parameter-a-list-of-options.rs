use clerk_invite::endpoint;

#[endpoint(GET, "/things")]
#[returns(())]
struct SendThing {
    names: Vec<Option<String>>,
}

fn main() {}
