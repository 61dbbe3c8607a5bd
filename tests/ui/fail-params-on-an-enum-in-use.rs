use clerk_invite::{endpoint, params};

#[params]
pub enum Kind {
    A,
    B,
}

#[endpoint(POST, "/things")]
#[returns(())]
pub struct SendThing {
    kind: Kind,
    kinds: Option<Vec<Kind>>,
}

fn main() {
    let client = clerk_invite::Client::new("sk_test_1").unwrap();
    let _ = client.send(SendThing::new(Kind::A).kinds([Kind::B]));
}
