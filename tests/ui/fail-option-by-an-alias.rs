use clerk_invite::endpoint;

type Maybe<T> = Option<T>;

#[endpoint(PATCH, "/things")]
#[returns(())]
struct SendThing {
    name: Maybe<String>,
}

fn main() {}
