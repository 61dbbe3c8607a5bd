use clerk_invite::endpoint;

#[endpoint(GET, "/things/%/{id}")]
#[returns(())]
struct GetThing {
    id: String,
}

fn main() {
    let client = clerk_invite::Client::new("sk_test_1").unwrap();
    let _ = client.send(GetThing::new("thing_1"));
}
