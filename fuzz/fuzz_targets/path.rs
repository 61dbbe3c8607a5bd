//! An id that is accepted arrives as that one id.
#![no_main]

use clerk_invite::__private::PathBuilder;
use libfuzzer_sys::fuzz_target;
use percent_encoding::percent_decode_str;

fuzz_target!(|id: &str| {
    let mut path = PathBuilder::new();
    path.literal("/organizations/");
    if path.parameter("organization_id", &id).is_err() {
        return;
    }
    path.literal("/invitations");
    let path = path.finish();
    let segments: Vec<_> = path.split('/').collect();
    let ["", "organizations", segment, "invitations"] = segments[..] else {
        panic!("{path}");
    };
    assert_eq!(percent_decode_str(segment).decode_utf8().unwrap(), id);
    assert!(segment != "." && segment != ".." && !segment.is_empty());
});
