//! Requests on the wire, byte for byte as Clerk's own SDK sends them.

use clerk_invite::{
    CreateInvitation, CreateInvitationBulk, NewOrganizationInvitation, TemplateSlug, json,
};

use crate::server::{Received, Server};

const INVITATION: &str = r#"{"object":"invitation","id":"inv_1","email_address":"a@example.com","public_metadata":{},"status":"pending","created_at":1,"updated_at":1}"#;

fn assert_headers(request: &Received) {
    assert_eq!(request.header("authorization"), Some("Bearer sk_test_0123456789"));
    assert_eq!(request.header("content-type"), Some("application/json"));
    assert_eq!(request.header("clerk-api-version"), Some("2026-05-12"));
    let agent = concat!("clerk-invite/", env!("CARGO_PKG_VERSION"));
    assert_eq!(request.header("user-agent"), Some(agent));
    assert_eq!(request.header("referer"), None);
    assert_eq!(request.header("accept-encoding"), None);
}

#[tokio::test]
async fn create_invitation_with_every_field() {
    let server = Server::json("200 OK", INVITATION).await;
    let request = CreateInvitation::new("invite@example.com")
        .public_metadata(json!({ "camelCase": { "snake_case": [1, null] } }))
        .redirect_url("https://www.example.com/my-sign-up")
        .notify(false)
        .ignore_existing(true)
        .expires_in_days(7)
        .template_slug(TemplateSlug::WaitlistInvitation);
    let invitation = server.client().create_invitation(request).await.expect("an invitation");
    assert_eq!(invitation.id, "inv_1");
    let request = server.only_request();
    assert_eq!(request.request_line, "POST /v1/invitations HTTP/1.1");
    assert_headers(&request);
    assert_eq!(
        request.body,
        r#"{"email_address":"invite@example.com","public_metadata":{"camelCase":{"snake_case":[1,null]}},"redirect_url":"https://www.example.com/my-sign-up","notify":false,"ignore_existing":true,"expires_in_days":7,"template_slug":"waitlist_invitation"}"#
    );
}

#[tokio::test]
async fn unset_fields_are_not_sent() {
    let server = Server::json("200 OK", INVITATION).await;
    let request = CreateInvitation::new("ümläut@exämple.com");
    server.client().create_invitation(request).await.expect("an invitation");
    assert_eq!(server.only_request().body, r#"{"email_address":"ümläut@exämple.com"}"#);
}

#[tokio::test]
async fn create_invitation_bulk_sends_a_bare_list() {
    let server = Server::json("200 OK", &format!("[{INVITATION},{INVITATION}]")).await;
    let invitations = server
        .client()
        .create_invitation_bulk([
            CreateInvitation::new("a@example.com"),
            CreateInvitation::new("b@example.com").notify(false),
        ])
        .await
        .expect("two invitations");
    assert_eq!(invitations.len(), 2);
    let request = server.only_request();
    assert_eq!(request.request_line, "POST /v1/invitations/bulk HTTP/1.1");
    assert_headers(&request);
    assert_eq!(
        request.body,
        r#"[{"email_address":"a@example.com"},{"email_address":"b@example.com","notify":false}]"#
    );
}

#[tokio::test]
async fn create_organization_invitation_bulk_with_every_field() {
    let server = Server::json("200 OK", r#"{"data":[],"total_count":0}"#).await;
    let invitation = NewOrganizationInvitation::new("testclerk1@clerk.dev", "org:admin")
        .inviter_user_id("user_1")
        .public_metadata(json!({ "a": 1 }))
        .private_metadata(json!({ "B": 2 }))
        .redirect_url("/welcome")
        .expires_in_days(365)
        .notify(true);
    let client = server.client();
    client
        .create_organization_invitation_bulk("org_123", vec![invitation])
        .await
        .expect_err("no results");
    let request = server.only_request();
    assert_eq!(request.request_line, "POST /v1/organizations/org_123/invitations/bulk HTTP/1.1");
    assert_headers(&request);
    assert_eq!(
        request.body,
        r#"[{"email_address":"testclerk1@clerk.dev","role":"org:admin","inviter_user_id":"user_1","public_metadata":{"a":1},"private_metadata":{"B":2},"redirect_url":"/welcome","expires_in_days":365,"notify":true}]"#
    );
}

#[tokio::test]
async fn a_reference_is_sent_as_well_and_stays() {
    let server = Server::json("200 OK", &format!("[{INVITATION}]")).await;
    let request = CreateInvitationBulk::new([CreateInvitation::new("a@example.com")]);
    let client = server.client();
    client.send(&request).await.expect("an invitation");
    client.send(request).await.expect("another");
    let bodies: Vec<_> = server.received().into_iter().map(|request| request.body).collect();
    assert_eq!(bodies, [r#"[{"email_address":"a@example.com"}]"#; 2]);
}

#[tokio::test]
async fn batches_cut_a_long_list_in_order() {
    let people = (0..23).map(|n| CreateInvitation::new(format!("{n}@example.com")));
    let lengths: Vec<_> =
        CreateInvitationBulk::batches(people).map(|batch| batch.invitations.len()).collect();
    assert_eq!(lengths, [10, 10, 3]);
    assert_eq!(CreateInvitationBulk::batches([]).count(), 0);
}

#[test]
fn batches_read_no_further_than_the_next_request() {
    let read = std::cell::Cell::new(0);
    let endless = std::iter::repeat_with(|| {
        read.set(read.get() + 1);
        CreateInvitation::new("a@example.com")
    });
    let mut batches = CreateInvitationBulk::batches(endless);
    assert_eq!(read.get(), 0);
    batches.next();
    assert_eq!(read.get(), 10);
}
