//! A response that is not a success is an error that shows its status and no address.
#![no_main]

use bytes::Bytes;
use clerk_invite::{Codec, CreateInvitation, Delivery};
use http::Response;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u16, &[u8])| {
    let (status, body) = input;
    let Ok(response) = Response::builder().status(status).body(Bytes::copy_from_slice(body)) else {
        return;
    };
    if response.status().is_success() {
        return;
    }
    let codec = Codec::new("sk_test_123").unwrap();
    let error = codec.decode(&CreateInvitation::new("a@b.c"), &response).unwrap_err();
    let rejected = response.status().is_client_error() && status != 408;
    let expected = if rejected { Delivery::Rejected } else { Delivery::Unknown };
    assert_eq!(error.delivery(), expected);
    assert_eq!(error.status(), Some(response.status()));
    let _ = (error.is_duplicate(), error.addresses(), error.rejected_items(), error.retry_after(), error.trace_id());
    for api_error in error.errors() {
        let shown = format!("{api_error} {api_error:?}");
        for address in api_error.long_message().unwrap_or_default().split(' ') {
            let is_address = address.starts_with("a@") && address.len() > 4;
            assert!(!is_address || !shown.contains(address) || !address.is_ascii());
        }
    }
    let _ = format!("{error} {error:?}");
});
