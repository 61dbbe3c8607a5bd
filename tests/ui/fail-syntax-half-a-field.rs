use clerk_invite::endpoint;

#[endpoint(POST, "/things/{thing_id}")]
#[returns(())]
pub struct SendThing {
    pub name: String,
    pub days: Option<u32>,
    pub ro
}

fn main() {
    let client = clerk_invite::Client::new("sk_test_1").unwrap();
    let _ = client.send(SendThing::new("a").days(7));
}
