//! `CreateInvitationBulk` as it is called and as it is sent.

use clerk_invite::{Client, Codec, CreateInvitation, CreateInvitationBulk, Endpoint, RateLimit};

fn main() {
    let codec = Codec::new("sk_test_1").unwrap();
    let invite = |name: &str| CreateInvitation::new(format!("{name}@example.com"));

    let request = CreateInvitationBulk::new([invite("a"), invite("b").notify(false)]);
    let encoded = codec.encode(&request).unwrap();
    assert_eq!(encoded.method(), "POST");
    assert_eq!(encoded.uri(), "https://api.clerk.com/v1/invitations/bulk");
    assert_eq!(
        encoded.body(),
        r#"[{"email_address":"a@example.com"},{"email_address":"b@example.com","notify":false}]"#
    );

    assert_eq!(CreateInvitationBulk::MAX_ITEMS, Some(10));
    let hour = std::time::Duration::from_secs(3600);
    assert_eq!(CreateInvitationBulk::RATE_LIMIT, Some(RateLimit::new(25, hour)));

    // A `Vec` of any length compiles, and is refused before anything is sent.
    for (length, has) in [(0, "no items"), (11, "11 items")] {
        let error = codec.encode(&CreateInvitationBulk::new(vec![invite("a"); length])).unwrap_err();
        assert!(error.to_string().contains(has), "{error}");
    }

    // A mistake inside of an item is found, and named.
    let wrong = CreateInvitationBulk::new([invite("a"), invite("b").expires_in_days(0)]);
    let error = codec.encode(&wrong).unwrap_err();
    assert!(error.to_string().contains("invitations[1].expires_in_days"), "{error}");

    let lengths = CreateInvitationBulk::batches((0..25).map(|n| invite(&n.to_string())))
        .map(|request| request.invitations.len());
    assert_eq!(lengths.collect::<Vec<_>>(), [10, 10, 5]);
    assert_eq!(CreateInvitationBulk::batches([]).count(), 0);

    let client = Client::new("sk_test_1").unwrap();
    let _ = client.create_invitation_bulk([invite("a"), invite("b")]);
    let _ = client.create_invitation_bulk(vec![invite("a")]);
    let _ = client.send(request);
}
