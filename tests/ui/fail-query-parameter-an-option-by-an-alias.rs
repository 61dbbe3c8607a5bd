use clerk_invite::endpoint;

type Maybe<T> = Option<T>;

#[endpoint(GET, "/things")]
#[returns(())]
struct SendThing {
    name: Maybe<String>,
}

fn main() {}
