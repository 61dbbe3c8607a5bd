//! Attributes and docs on a declaration, under the strictest lints.

#![deny(missing_docs, unused, clippy::pedantic)]
#![forbid(unsafe_code)]

use clerk_invite::{Codec, endpoint, params};

/// Old.
///
/// ```
/// let fenced = 1;
/// ```
#[endpoint(POST, "/old/{id}")]
#[returns(Option<String>)]
#[deprecated = "use the new one"]
#[allow(non_snake_case)]
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Old {
    /// The id.
    pub id: String,
    /// A flag.
    ///
    /// ```text
    /// fenced
    /// ```
    #[deprecated]
    pub oldFlag: Option<bool>,
    /// Not compiled.
    #[cfg(any())]
    pub never: Nowhere,
    /// Compiled.
    #[cfg(not(any()))]
    pub always: Option<String>,
    /// Only one of the two is there.
    #[cfg(any())]
    pub either: u8,
    /// Only one of the two is there.
    #[cfg(not(any()))]
    pub either: String,
    /// Under two names, of which one is there.
    #[rename = "one"]
    #[cfg_attr(all(), doc = "More docs.")]
    pub two: Option<u8>,
    /// Expected.
    #[expect(clippy::struct_field_names, reason = "a name is a name")]
    #[allow(clippy::option_option)]
    pub old: Option<u8>,
}

/// Not compiled at all.
#[cfg(any())]
#[endpoint(GET, "/never")]
#[returns(Nowhere)]
pub struct Never {
    pub nothing: Nowhere,
}

#[cfg_attr(all(), endpoint(GET, "/sometimes"))]
#[cfg_attr(all(), returns(()))]
/// Docs below the attribute.
#[must_use = "or not"]
#[non_exhaustive]
#[derive(Default)]
pub struct Sometimes {
    /// A name.
    pub name: Option<String>,
}

/// Not compiled, and below the attribute.
#[endpoint(POST, "/never", max_items = 3)]
#[returns(Nowhere)]
#[cfg(any())]
pub struct NeverBelow {
    /// Nothing.
    #[body]
    pub nothing: Vec<Nowhere>,
}

/// Private to this file, and with the fields that are private to it.
#[endpoint(PUT, "/private")]
#[returns(())]
struct Private {
    name: Option<String>,
}

/// Eight required fields are more than clippy likes as arguments.
#[params]
pub struct Eight {
    /// One.
    pub a: u8,
    /// Two.
    pub b: u8,
    /// Three.
    pub c: u8,
    /// Four.
    pub d: u8,
    /// Five.
    pub e: u8,
    /// Six.
    pub f: u8,
    /// Seven.
    pub g: u8,
    /// Eight.
    pub h: bool,
}

fn main() {
    let codec = Codec::new("sk_test_1").unwrap();

    #[allow(deprecated)]
    let old = Old::new("a", "b").oldFlag(true).always("c").two(3).old(4);
    let encoded = codec.encode(&old).unwrap();
    let body = r#"{"oldFlag":true,"always":"c","either":"b","one":3,"old":4}"#;
    assert_eq!(encoded.body(), body);
    assert!(std::collections::HashSet::from([old.clone()]).contains(&old));

    assert_eq!(codec.encode(&Sometimes::default().name("a")).unwrap().uri().query(), Some("name=a"));
    assert_eq!(codec.encode(&Private::new().name("a")).unwrap().body(), r#"{"name":"a"}"#);
    let _ = Eight::new(1, 2, 3, 4, 5, 6, 7, true);
}
