use clerk_invite::{endpoint, params};

#[params]
pub struct Address {
    pub street: StreetName,
}

#[endpoint(POST, "/addresses")]
#[returns(())]
pub struct AddAddress {
    #[body]
    pub address: Address,
}

fn main() {
    let client = clerk_invite::Client::new("sk_test_1").unwrap();
    let _ = client.send(AddAddress::new(Address::new(1)));
}
