//! Fields that are there only under a condition, said by `cfg` and by `cfg_attr`.

use clerk_invite::{Codec, endpoint};

#[endpoint(POST, "/things")]
#[cfg_attr(all(), returns(()))]
struct SendThing {
    #[cfg_attr(all(), cfg(any()))]
    never: String,
    #[cfg_attr(all(), cfg(all()))]
    always: String,
    #[cfg_attr(any(), cfg(any()))]
    as_well: Option<u8>,
}

fn main() {
    let request = SendThing::new("a").as_well(1);
    let request = Codec::new("sk_test_1").unwrap().encode(&request).unwrap();
    assert_eq!(request.body(), r#"{"always":"a","as_well":1}"#);
}
