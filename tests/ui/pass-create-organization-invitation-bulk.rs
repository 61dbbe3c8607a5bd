//! `CreateOrganizationInvitationBulk` as it is called and as it is sent.

use clerk_invite::serde_json::{Value, from_slice, json};
use clerk_invite::{
    Client, Codec, CreateOrganizationInvitationBulk, NewOrganizationInvitation,
    OrganizationId,
};

fn main() {
    let codec = Codec::new("sk_test_1").unwrap();

    let admin = NewOrganizationInvitation::new("a@example.com", "org:admin")
        .inviter_user_id("user_1")
        .public_metadata(json!({ "team": "a" }))
        .private_metadata(json!({ "cost": 7 }))
        .redirect_url("/join")
        .expires_in_days(1)
        .notify(true);
    let member = NewOrganizationInvitation::new("b@example.com", "org:member");
    let request = CreateOrganizationInvitationBulk::new("org_123", [admin.clone(), member]);
    let encoded = codec.encode(&request).unwrap();
    assert_eq!(encoded.method(), "POST");
    assert_eq!(
        encoded.uri(),
        "https://api.clerk.com/v1/organizations/org_123/invitations/bulk"
    );
    assert_eq!(
        from_slice::<Value>(encoded.body()).unwrap(),
        json!([
            {
                "email_address": "a@example.com",
                "role": "org:admin",
                "inviter_user_id": "user_1",
                "public_metadata": { "team": "a" },
                "private_metadata": { "cost": 7 },
                "redirect_url": "/join",
                "expires_in_days": 1,
                "notify": true,
            },
            { "email_address": "b@example.com", "role": "org:member" },
        ])
    );

    // An id is one segment, or no request at all.
    let with_id = |id: &str| CreateOrganizationInvitationBulk::new(id, [admin.clone()]);
    let encoded = codec.encode(&with_id("a/b?c")).unwrap();
    assert_eq!(encoded.uri().path(), "/v1/organizations/a%2Fb%3Fc/invitations/bulk");
    for id in ["", ".", "..", "a\n"] {
        assert!(codec.encode(&with_id(id)).is_err(), "{id:?} was taken");
    }

    let batches = CreateOrganizationInvitationBulk::batches("org_123", vec![admin.clone(); 11]);
    assert_eq!(batches.map(|request| request.invitations.len()).collect::<Vec<_>>(), [10, 1]);

    let client = Client::new("sk_test_1").unwrap();
    let _ = client.create_organization_invitation_bulk("org_123", [admin.clone()]);
    let _ = client.create_organization_invitation_bulk(OrganizationId::from("org_123"), vec![admin]);
}
