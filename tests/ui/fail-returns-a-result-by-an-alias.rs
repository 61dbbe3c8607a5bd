use clerk_invite::endpoint;

type Answer<T> = Result<T, clerk_invite::Error>;

#[endpoint(GET, "/things")]
#[returns(Answer<String>)]
struct SendThing {
    name: Option<String>,
}

fn main() {}
