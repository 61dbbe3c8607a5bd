use clerk_invite::endpoint;

#[endpoint(PATCH, "/things/{r#type}")]
#[returns(())]
pub struct UpdateThing {
    pub r#type: String,
    pub name: Option<String>,
}

fn main() {
    let client = clerk_invite::Client::new("sk_test_1").unwrap();
    let _ = client.send(UpdateThing::new("a").name("b"));
}
