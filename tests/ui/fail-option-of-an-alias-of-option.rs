use clerk_invite::endpoint;

type Maybe = Option<String>;

#[endpoint(PATCH, "/things")]
#[returns(())]
struct SendThing {
    name: Option<Maybe>,
}

fn main() {}
