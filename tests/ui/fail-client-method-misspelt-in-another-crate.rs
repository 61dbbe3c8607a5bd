use clerk_invite::endpoint;

#[endpoint(GET, "/things", clientmethod(get_things))]
#[returns(())]
struct SendThing;

fn main() {}
