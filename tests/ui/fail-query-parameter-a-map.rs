use clerk_invite::endpoint;

#[endpoint(GET, "/things")]
#[returns(())]
struct SendThing {
    filter: std::collections::HashMap<String, String>,
}

fn main() {}
