use clerk_invite::endpoint;

#[endpoint(GET, "/things")]
#[r#return(Vec<String>)]
struct SendThing;

fn main() {}
