//! Pages of another crate's items, whatever the integers of its parameters are.
#![deny(missing_docs, unused, clippy::pedantic)]
#![forbid(unsafe_code)]

use clerk_invite::{Client, Endpoint, Items, Page, Paged, ParameterLocation, endpoint, serde::Deserialize};

/// A thing.
#[derive(Debug, Clone, Deserialize)]
#[serde(crate = "clerk_invite::serde")]
pub struct Thing {
    /// Its id.
    pub id: String,
}

/// Lists things.
#[endpoint(GET, "/things")]
#[returns(Page<Thing>)]
pub struct ListThings {
    /// How many at most.
    #[range(min = 1, max = 100)]
    #[rename = "limit"]
    pub page_size: Option<u8>,
    /// How many to skip.
    pub offset: Option<i64>,
}

fn main() {
    let clerk = Client::new("sk_test_123").unwrap();
    let _: Items<ListThings> = clerk.stream(ListThings::new());

    let mut request = ListThings::new();
    assert_eq!((request.page_limit(), request.page_offset()), (None, 0));
    assert_eq!(ListThings::MAX_LIMIT, Some(100));
    request.set_page_limit(7);
    assert!(request.set_page_offset(1000));
    assert_eq!((request.page_size, request.offset), (Some(7), Some(1000)));
    assert!(!request.set_page_offset(u64::MAX));
    assert_eq!((request.page_limit(), request.page_offset()), (Some(7), 1000));
    assert_eq!(ListThings::new().offset(-1).page_offset(), 0);

    let [limit, offset] = ListThings::INFO.parameters else { panic!() };
    assert_eq!((limit.name, limit.location, limit.max), ("limit", ParameterLocation::Query, Some(100)));
    assert_eq!(offset.docs, "How many to skip.");
}
