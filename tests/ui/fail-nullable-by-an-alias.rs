use clerk_invite::endpoint;

type Clearable = clerk_invite::Nullable<String>;

#[endpoint(PATCH, "/things")]
#[returns(())]
struct SendThing {
    name: Clearable,
}

fn main() {}
