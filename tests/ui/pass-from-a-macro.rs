//! Declarations that a `macro_rules!` writes, with captures of every kind.

use clerk_invite::{Codec, Endpoint, RateLimit, endpoint, params};

macro_rules! declare {
    (
        $method:ident, $path:literal, $limit:literal, $max:expr, $name:ident -> $returns:ty,
        { $($parameter:ident: $parameter_type:ty,)* }, $body:ident: $body_type:ty
    ) => {
        #[endpoint($method, $path, rate_limit = $limit, max_items = $max)]
        #[returns($returns)]
        pub struct $name {
            $(pub $parameter: $parameter_type,)*
            #[body]
            pub $body: $body_type,
        }
    };
}

declare!(
    POST, "/users/{user_id}/tags", "5/day", 2, AddTags -> Vec<String>,
    { user_id: String, }, tags: Vec<Tag>
);

macro_rules! declare_tag {
    ($name:ident, $wire:literal, $min:literal, $max:literal, $optional:ty, $list:ty) => {
        #[params]
        pub struct $name {
            #[rename = $wire]
            pub label: String,
            #[range(min = $min, max = $max)]
            pub weight: $optional,
            #[range(max = $max)]
            pub parts: $list,
            pub fixed: Option<u8>,
        }
    };
}

declare_tag!(Tag, "Label", -1, 3, Option<i8>, Vec<String>);

macro_rules! fixed {
    ($(#[$meta:meta])* $visibility:vis struct $name:ident) => {
        $(#[$meta])*
        #[endpoint(GET, "/fixed/{id}")]
        #[returns(())]
        $visibility struct $name {
            id: String,
            limit: Option<u32>,
        }
    };
}

fixed! {
    /// From captures of attributes.
    #[derive(Clone)]
    pub(crate) struct Fixed
}

fn main() {
    let codec = Codec::new("sk_test_1").unwrap();
    let tag = || Tag::new("a", []).weight(-1).fixed(1);

    let encoded = codec.encode(&AddTags::new("u", [tag(), tag()])).unwrap();
    assert_eq!(encoded.uri().path(), "/v1/users/u/tags");
    let one = r#"{"Label":"a","weight":-1,"parts":[],"fixed":1}"#;
    assert_eq!(encoded.body(), format!("[{one},{one}]").as_str());
    let day = std::time::Duration::from_secs(86400);
    assert_eq!(AddTags::RATE_LIMIT, Some(RateLimit::new(5, day)));
    assert_eq!(AddTags::MAX_ITEMS, Some(2));

    assert!(codec.encode(&AddTags::new("u", [tag().weight(4)])).is_err());
    assert!(codec.encode(&AddTags::new("u", vec![tag(); 3])).is_err());

    let encoded = codec.encode(&Fixed::new("a").limit(3)).unwrap();
    assert_eq!(encoded.uri().path_and_query().unwrap(), "/v1/fixed/a?limit=3");
}
