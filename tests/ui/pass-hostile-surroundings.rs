//! A module that shadows everything, and fields with every name that generated code could use.

use clerk_invite::Codec;

mod hostile {
    #![allow(dead_code, non_camel_case_types, unused_macros)]

    pub struct Option;
    pub struct Some;
    pub struct None;
    pub struct Vec;
    pub struct Result;
    pub struct Ok;
    pub struct Err;
    pub struct String;
    pub struct Default;
    pub struct Clone;
    pub struct Debug;
    pub struct PartialEq;
    pub struct Into;
    pub struct From;
    pub struct Iterator;
    pub struct IntoIterator;
    pub struct Send;
    pub struct Sized;
    pub struct Box;
    pub struct Serialize;
    pub struct Serializer;
    pub struct Endpoint;
    pub struct Client;
    pub struct Nullable;
    pub struct u8;
    pub struct u32;
    pub struct u64;
    pub struct usize;
    pub struct bool;
    pub struct str;
    pub mod core {}
    pub mod std {}
    pub mod alloc {}
    pub mod serde {}
    pub mod clerk_invite {}
    macro_rules! assert {
        () => {};
    }
    macro_rules! vec {
        () => {};
    }

    #[::clerk_invite::endpoint(GET, "/things/{type}/{self_}", rate_limit = "10/10s")]
    #[returns(::std::vec::Vec<::std::string::String>)]
    pub struct ListThings {
        pub r#type: ::std::string::String,
        pub self_: ::core::primitive::u32,
        pub client: ::core::option::Option<::std::string::String>,
        pub request: ::core::option::Option<::core::primitive::bool>,
        pub body: ::core::option::Option<::std::vec::Vec<::std::string::String>>,
        pub path: ::std::string::String,
        #[rename = "query[]"]
        pub query: ::std::vec::Vec<::std::string::String>,
        pub item: ::core::option::Option<::core::primitive::char>,
        pub items: ::core::option::Option<::core::primitive::f64>,
        pub value: ::core::option::Option<::core::primitive::i128>,
        pub clone: ::core::option::Option<::core::primitive::i8>,
        pub check: ::core::option::Option<::core::primitive::i8>,
    }

    #[::clerk_invite::endpoint(POST, "/things/{a}", max_items = 3)]
    #[returns(())]
    pub struct AddThings {
        pub a: ::core::primitive::u64,
        #[body]
        pub items: ::std::vec::Vec<Item>,
    }

    #[::clerk_invite::endpoint(POST, "/things/{max}", max_items = 300)]
    #[returns(())]
    pub struct AddManyThings {
        pub max: ::std::string::String,
        #[body]
        pub request: ::std::vec::Vec<Item>,
    }

    #[::clerk_invite::params]
    pub struct Item {
        pub name: ::clerk_invite::Nullable<::std::string::String>,
        #[range(min = -3, max = 3)]
        pub n: ::core::option::Option<::core::primitive::i8>,
        #[range(min = 1)]
        pub serializer: ::clerk_invite::Nullable<::core::primitive::u8>,
        #[range(min = 1, max = 2)]
        pub map: ::core::option::Option<::std::vec::Vec<Item>>,
    }
}

fn main() {
    use hostile::{AddManyThings, AddThings, Item, ListThings};

    let codec = Codec::new("sk_test_1").unwrap();
    let uri = |request: &ListThings| codec.encode(request).unwrap().uri().to_string();
    let request = ListThings::new("a", 3, "p", ["x".to_owned(), "y".to_owned()]);
    assert_eq!(
        uri(&request),
        "https://api.clerk.com/v1/things/a/3?path=p&query%5B%5D=x&query%5B%5D=y"
    );
    let request = ListThings::new("a", 3, "p", [])
        .client("c")
        .request(true)
        .body(["b".to_owned()])
        .item('i')
        .items(1.5)
        .value(-1)
        .clone(1)
        .check(2);
    assert_eq!(
        uri(&request),
        "https://api.clerk.com/v1/things/a/3?client=c&request=true&body=b&path=p\
         &item=i&items=1.5&value=-1&clone=1&check=2"
    );

    let item = Item::new().name("a").n(-3).serializer(None);
    let encoded = codec.encode(&AddThings::new(7, [item.clone()])).unwrap();
    assert_eq!(encoded.body(), r#"[{"name":"a","n":-3,"serializer":null}]"#);
    let too_deep = AddThings::new(7, [item.clone().map([item.clone().n(4)])]);
    let error = codec.encode(&too_deep).unwrap_err().to_string();
    assert!(error.contains("items[0].map[0].n"), "{error}");
    assert!(codec.encode(&AddThings::new(7, [item.clone().serializer(0)])).is_err());
    assert!(codec.encode(&AddThings::new(7, [item.clone().map([])])).is_err());

    let batches = AddManyThings::batches("m", vec![item.clone(); 301]);
    assert_eq!(batches.map(|request| request.request.len()).collect::<Vec<_>>(), [300, 1]);
    let _ = AddManyThings::new("m", [(); 300].map(|()| item.clone()));
}
