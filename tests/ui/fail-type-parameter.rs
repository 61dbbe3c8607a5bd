use clerk_invite::endpoint;

#[endpoint(GET, "/users")]
#[returns(())]
pub struct GetUsers<T> {
    pub name: T,
    pub age: Option<u8>,
}

fn main() {
    let _ = GetUsers::<String>::new("Ada").age(30);
}
