//! Metadata keeps the caller's JSON verbatim.

use std::collections::BTreeMap;

use clerk_invite::serde::{Deserialize, Serialize};
use clerk_invite::{Metadata, json, serde_json};

fn read(json: &str) -> Metadata {
    serde_json::from_str(json).expect("JSON")
}

#[test]
fn metadata_is_sent_verbatim() {
    let text = r#"{ "zuerst":1, "aB":{"c_d":[1.0,1e400,-0]}, "n":123456789012345678901234567890.5, "aB":2 }"#;
    let metadata = read(text);
    assert_eq!(metadata.as_json(), text);
    assert_eq!(serde_json::to_string(&metadata).ok().as_deref(), Some(text));
}

#[test]
fn it_is_built_in_three_ways() {
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(crate = "clerk_invite::serde")]
    struct Plan {
        plan: String,
        #[serde(rename = "seatCount")]
        seat_count: u64,
    }
    let plan = Plan { plan: "pro".to_owned(), seat_count: u64::MAX };
    let from_struct = Metadata::from_serialize(&plan).expect("an object");
    let from_json = Metadata::from(json!({ "plan": "pro", "seatCount": u64::MAX }));
    let by_key = Metadata::new().with("plan", "free").with("seatCount", u64::MAX);
    let by_key = by_key.with("plan", "pro");
    assert_eq!(from_struct, from_json);
    assert_eq!(from_struct, by_key);
    assert_eq!(by_key.as_json(), r#"{"plan":"pro","seatCount":18446744073709551615}"#);
    assert_eq!(by_key.parse::<Plan>().ok(), Some(plan));
    assert_eq!(by_key.get("plan"), Some(json!("pro")));
    assert_eq!(by_key.get("none"), None);
}

#[test]
fn adding_a_key_leaves_the_others_alone() {
    let metadata = read(r#"{"z":1e400,"a":"\u0041"}"#).with("quote\"d", json!([null]));
    assert_eq!(metadata.as_json(), r#"{"z":1e400,"a":"\u0041","quote\"d":[null]}"#);
}

#[test]
fn a_key_that_came_twice_is_set_once() {
    let metadata = read(r#"{"b":0,"a":1,"c":2,"a":3}"#).with("a", 4);
    assert_eq!(metadata.as_json(), r#"{"b":0,"a":4,"c":2}"#);
    assert_eq!(metadata.get("a"), Some(json!(4)));
}

#[test]
fn only_an_object_serialises_to_metadata() {
    assert!(Metadata::from_serialize(&[1]).is_err());
    assert!(Metadata::from_serialize("text").is_err());
    let map = BTreeMap::from([("a", 1)]);
    assert_eq!(Metadata::from_serialize(&map).ok(), Some(Metadata::new().with("a", 1)));
    assert_eq!(Metadata::default().as_json(), "{}");
}

#[test]
fn equal_means_the_same_and_not_the_same_text() {
    assert_eq!(read(r#"{"a":1,"b":[{"c":"x"}]}"#), read(r#"{ "b": [ {"c":"\u0078"} ], "a": 1 }"#));
    assert_ne!(read(r#"{"a":1}"#), read(r#"{"a":1.0}"#));
    assert_ne!(read(r#"{"a":12345678901234567890123}"#), read(r#"{"a":12345678901234567890124}"#));
    assert_ne!(read(r#"{"a":1}"#), read(r#"{"a":1,"b":null}"#));
    assert_ne!(read(r#"{"a":[1,2]}"#), read(r#"{"a":[2,1]}"#));
}

#[test]
fn nesting_beyond_any_stack_is_compared_as_text() {
    let deep = |n: &str| format!("{{\"a\":{}{n}{}}}", "[".repeat(40_000), "]".repeat(40_000));
    assert_eq!(read(&deep("1")), read(&deep("1")));
    assert_ne!(read(&deep("1")), read(&deep("2")));
}

#[test]
fn it_survives_an_untagged_enum_around_it() {
    #[derive(Debug, Deserialize)]
    #[serde(crate = "clerk_invite::serde", untagged)]
    enum OneOf {
        With { metadata: Metadata },
        Without(#[allow(dead_code)] String),
    }
    let read: OneOf = serde_json::from_str(r#"{"metadata":{"aB":[1,"x"]}}"#).expect("an object");
    let OneOf::With { metadata } = read else { panic!("{read:?}") };
    assert_eq!(metadata.as_json(), r#"{"aB":[1,"x"]}"#);
}
