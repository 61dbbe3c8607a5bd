//! Declarations where items can stand: in functions, in blocks and in nested modules.

use clerk_invite::{Codec, Endpoint};

mod outer {
    pub mod inner {
        use clerk_invite::{endpoint, params};

        /// Reaches out of its module with `super`.
        #[endpoint(POST, "/outer/{id}", max_items = 2)]
        #[returns(Vec<super::Answer>)]
        pub(crate) struct Nested {
            pub(super) id: super::super::Id,
            #[body]
            pub(crate) items: Vec<Item>,
        }

        #[params]
        pub(crate) struct Item {
            pub(crate) id: super::super::Id,
        }
    }

    #[derive(clerk_invite::serde::Deserialize)]
    #[serde(crate = "clerk_invite::serde")]
    pub(crate) struct Answer;
}

type Id = u64;

fn uri(request: &impl Endpoint) -> String {
    Codec::new("sk_test_1").unwrap().encode(request).unwrap().uri().to_string()
}

fn declared() -> impl Endpoint<Response = String> {
    use clerk_invite::endpoint;

    #[endpoint(GET, "/users/{user_id}")]
    #[returns(String)]
    struct GetUser {
        user_id: String,
        flag: Option<bool>,
    }

    GetUser::new("a/b").flag(true)
}

fn main() {
    assert_eq!(uri(&declared()), "https://api.clerk.com/v1/users/a%2Fb?flag=true");

    let nested = outer::inner::Nested::new(3_u64, [outer::inner::Item::new(4_u64)]);
    assert_eq!(uri(&nested), "https://api.clerk.com/v1/outer/3");

    let closure = || {
        #[clerk_invite::endpoint(DELETE, "/in-a-closure")]
        #[returns(())]
        struct InAClosure;
        uri(&InAClosure::new())
    };
    assert_eq!(closure(), "https://api.clerk.com/v1/in-a-closure");
}
