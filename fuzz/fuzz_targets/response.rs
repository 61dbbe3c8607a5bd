//! The body of a success is a result or an error, which is `Accepted` or `Unknown`.
#![no_main]

use bytes::Bytes;
use clerk_invite::{
    Codec, CreateInvitation, CreateOrganizationInvitationBulk, Delivery, Endpoint,
    NewOrganizationInvitation, endpoint,
};
use http::Response;
use libfuzzer_sys::fuzz_target;

/// A response that may be empty.
#[endpoint(GET, "/maybe")]
#[returns(Option<clerk_invite::Metadata>)]
struct Maybe;

/// An answer that does not matter.
#[endpoint(DELETE, "/nothing")]
#[returns(())]
struct Nothing;

fn decode<E: Endpoint>(
    codec: &Codec,
    request: &E,
    response: &Response<Bytes>,
) -> Option<E::Response> {
    let result = codec.decode(request, response);
    if let Err(error) = &result {
        assert!(matches!(error.delivery(), Delivery::Accepted | Delivery::Unknown));
        let _ = format!("{error} {error:?}");
    }
    result.ok()
}

fuzz_target!(|body: &[u8]| {
    let codec = Codec::new("sk_test_123").unwrap();
    let response = Response::new(Bytes::copy_from_slice(body));
    if let Some(invitation) = decode(&codec, &CreateInvitation::new("a@b.c"), &response) {
        let _ = format!("{invitation:?} {} {}", invitation.created_at, invitation.status);
    }
    let person = NewOrganizationInvitation::new("a@b.c", "org:member");
    let bulk = CreateOrganizationInvitationBulk::new("org_1", [person]);
    if let Some(list) = decode(&codec, &bulk, &response) {
        let _ = format!("{list:?}");
    }
    if let Some(Some(metadata)) = decode(&codec, &Maybe::new(), &response) {
        assert_eq!(metadata, metadata.clone());
        let _ = metadata.get("a");
        let _ = metadata.with("a", 1);
    }
    let _ = decode(&codec, &Nothing::new(), &response);
});
