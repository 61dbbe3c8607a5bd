use clerk_invite::{endpoint, params};

#[params]
#[returns(())]
pub struct Address {
    pub street: Option<String>,
}

#[endpoint(POST, "/addresses")]
#[returns(())]
pub struct AddAddress {
    #[body]
    pub address: Address,
}

fn main() {
    let client = clerk_invite::Client::new("sk_test_1").unwrap();
    let _ = client.send(AddAddress::new(Address::new().street("Main Street")));
}
