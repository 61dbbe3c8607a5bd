use clerk_invite::endpoint;

#[clerk_invite::params]
struct Filter {
    name: Option<String>,
}

#[endpoint(GET, "/things")]
#[returns(())]
struct SendThing {
    filter: Option<Filter>,
}

fn main() {}
