//! No `Retry-After` or `Date` leads to a wait of more than a day.
#![no_main]

use std::time::Duration;

use bytes::Bytes;
use clerk_invite::{Codec, CreateInvitation};
use http::Response;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (&[u8], &[u8])| {
    let (retry_after, date) = input;
    let response = Response::builder()
        .status(429)
        .header("Retry-After", retry_after)
        .header("Date", date)
        .body(Bytes::new());
    let Ok(response) = response else { return };
    let codec = Codec::new("sk_test_123").unwrap();
    let error = codec.decode(&CreateInvitation::new("a@b.c"), &response).unwrap_err();
    if let Some(wait) = error.retry_after() {
        assert!(wait <= Duration::from_secs(86_400));
    }
});
