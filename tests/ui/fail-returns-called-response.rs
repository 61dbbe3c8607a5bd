use clerk_invite::endpoint;

#[endpoint(GET, "/things")]
#[response(Vec<String>)]
struct SendThing;

fn main() {}
