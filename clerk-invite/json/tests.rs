//! Whatever `serde_json` writes, this writes too, and what it refuses is refused.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde::Serialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};

use super::to_vec;

fn is_the_same<T: Serialize + ?Sized>(value: &T) {
    let text = |json: serde_json::Result<Vec<u8>>| {
        let json = json.map_err(|error| error.to_string())?;
        Ok::<_, String>(String::from_utf8(json).expect("JSON is text"))
    };
    assert_eq!(text(to_vec(value, 0)), text(serde_json::to_vec(value)));
}

#[derive(Serialize)]
enum Kind {
    Unit,
    Newtype(u8),
    Tuple(u8, &'static str),
    Struct { a: Option<u8>, b: () },
}

#[derive(Serialize)]
struct Everything {
    kinds: Vec<Kind>,
    tuple: (i8, i16, i32, i64, i128),
    unsigned: (u8, u16, u32, u64, u128),
    floats: [f64; 6],
    small: f32,
    text: (char, String, bool),
    none: Option<u8>,
    unit: UnitStruct,
    pair: Pair,
    bytes: Bytes,
    raw: Box<RawValue>,
    #[serde(flatten)]
    more: BTreeMap<String, Value>,
}

#[derive(Serialize)]
struct UnitStruct;

#[derive(Serialize)]
struct Pair(u8, &'static str);

struct Bytes;

impl Serialize for Bytes {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(b"a\"")
    }
}

#[test]
fn every_shape() {
    is_the_same(&Everything {
        kinds: vec![
            Kind::Unit,
            Kind::Newtype(1),
            Kind::Tuple(1, "a\n"),
            Kind::Struct { a: None, b: () },
        ],
        tuple: (i8::MIN, i16::MIN, i32::MIN, i64::MIN, i128::MIN),
        unsigned: (u8::MAX, u16::MAX, u32::MAX, u64::MAX, u128::MAX),
        floats: [0.1, -0.0, f64::NAN, f64::INFINITY, 1e300, 3.0],
        small: 0.1,
        text: ('"', "\u{0}\u{1f}\u{7f}é".to_owned(), true),
        none: None,
        unit: UnitStruct,
        pair: Pair(1, "b"),
        bytes: Bytes,
        raw: RawValue::from_string(r#"{ "a" : "\u0041", "b": 1e400 }"#.to_owned()).expect("JSON"),
        more: BTreeMap::from([("flat".to_owned(), json!({ "x": [1, null, "y"] }))]),
    });
    is_the_same::<[u8]>(&[]);
    is_the_same(&BTreeMap::<u8, u8>::new());
    // A raw string is one string only.
    is_the_same(&(RawValue::from_string("1".to_owned()).expect("JSON"), "a\"b"));
}

#[test]
fn every_kind_of_key() {
    #[derive(Serialize, PartialEq, Eq, PartialOrd, Ord)]
    enum Named {
        A,
        B(u8),
    }
    #[derive(Serialize, PartialEq, PartialOrd)]
    struct Newtype<T>(T);
    struct Map<K>(Vec<K>);
    impl<K: Serialize> Serialize for Map<K> {
        fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.collect_map(self.0.iter().map(|key| (key, 1)))
        }
    }
    is_the_same(&Map(vec!["a", "b\"c"]));
    is_the_same(&Map(vec!['\n', 'é']));
    is_the_same(&Map(vec![true, false]));
    is_the_same(&Map(vec![Newtype(i128::MIN)]));
    is_the_same(&Map(vec![Some(1_u64)]));
    is_the_same(&Map(vec![0.5, 1e300]));
    is_the_same(&Map(vec![0.5_f32]));
    is_the_same(&Map(vec![f64::NAN]));
    is_the_same(&Map(vec![f32::INFINITY]));
    is_the_same(&Map(vec![Named::A]));
    is_the_same(&Map(vec![Named::B(1)]));
    is_the_same(&Map(vec![()]));
    is_the_same(&Map(vec![None::<u8>]));
    is_the_same(&Map(vec![(1, 2)]));
    is_the_same(&Map(vec![json!({})]));
    is_the_same(&Map(vec![UnitStruct]));
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".*".prop_map(Value::from),
        "[a-z\"\\\\\u{0}-\u{20}]{0,20}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 32, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map(".*", inner, 0..6)
                .prop_map(|map| map.into_iter().collect()),
        ]
    })
}

proptest! {
    #[test]
    fn any_value(value in any_json()) {
        is_the_same(&value);
    }
}
