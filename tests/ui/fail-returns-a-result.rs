use clerk_invite::endpoint;

#[endpoint(GET, "/things/{id}")]
#[returns(Result<String, clerk_invite::Error>)]
struct GetThing {
    id: String,
}

fn main() {
    let _ = GetThing::new("thing_1");
}
