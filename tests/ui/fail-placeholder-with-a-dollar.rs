use clerk_invite::endpoint;

#[endpoint(GET, "/things/${id}")]
#[returns(())]
struct GetThing {
    id: String,
}

fn main() {
    let _ = GetThing::new("thing_1");
}
