use clerk_invite::endpoint;

#[endpoint(GET, "/things")]
#[return(Vec<String>)]
struct SendThing;

fn main() {}
