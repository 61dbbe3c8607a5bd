//! `CreateInvitation` as it is called and as it is sent.

use clerk_invite::serde_json::{Value, from_slice, json};
use clerk_invite::{Client, Codec, CreateInvitation, TemplateSlug};

fn main() {
    let codec = Codec::new("sk_test_1").unwrap();

    let least = codec.encode(&CreateInvitation::new("invite@example.com")).unwrap();
    assert_eq!(least.method(), "POST");
    assert_eq!(least.uri(), "https://api.clerk.com/v1/invitations");
    assert_eq!(least.body(), r#"{"email_address":"invite@example.com"}"#);

    let request = CreateInvitation::new("invite@example.com")
        .public_metadata(json!({ "plan": { "seats": 3 } }))
        .redirect_url("https://www.example.com/my-sign-up")
        .notify(false)
        .ignore_existing(true)
        .expires_in_days(365)
        .template_slug(TemplateSlug::Invitation);
    let body: Value = from_slice(codec.encode(&request).unwrap().body()).unwrap();
    assert_eq!(
        body,
        json!({
            "email_address": "invite@example.com",
            "public_metadata": { "plan": { "seats": 3 } },
            "redirect_url": "https://www.example.com/my-sign-up",
            "notify": false,
            "ignore_existing": true,
            "expires_in_days": 365,
            "template_slug": "invitation",
        })
    );

    let error = codec.encode(&request.clone().expires_in_days(366)).unwrap_err();
    assert!(error.to_string().contains("1 to 365"), "{error}");

    // Both ways to send it are futures that nobody has polled.
    let client = Client::new("sk_test_1").unwrap();
    let _ = client.create_invitation(request.clone());
    let _ = client.send(&request);
}
