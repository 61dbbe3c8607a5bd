//! Responses are read in every shape that the API may use.

use clerk_invite::{
    CreateInvitation, Invitation, InvitationStatus, NewOrganizationInvitation,
    OrganizationInvitation, Timestamp,
};

use crate::server::Server;

async fn invitation(body: &str) -> Invitation {
    let server = Server::json("200 OK", body).await;
    let call = CreateInvitation::new("a@example.com");
    server.client().create_invitation(call).await.expect("an invitation")
}

async fn organization_invitations(body: &str) -> Vec<OrganizationInvitation> {
    let server = Server::json("200 OK", body).await;
    let client = server.client();
    let person = NewOrganizationInvitation::new("a@example.com", "org:admin");
    client
        .create_organization_invitation_bulk("org_123", [person])
        .await
        .expect("organization invitations")
}

#[tokio::test]
async fn an_invitation_with_every_field() {
    let invitation = invitation(
        r#"{"object":"invitation","id":"inv_1","email_address":"a@example.com","public_metadata":{"nested":{"A":1e400}},"revoked":false,"status":"pending","url":"https://a.example/?ticket=t","expires_at":1719475200000,"created_at":1716883200000,"updated_at":1716883200001}"#,
    )
    .await;
    assert_eq!(invitation.object, "invitation");
    assert_eq!(invitation.id, "inv_1");
    assert_eq!(invitation.email_address, "a@example.com");
    let metadata = invitation.public_metadata.expect("metadata");
    assert_eq!(metadata.as_json(), r#"{"nested":{"A":1e400}}"#);
    assert_eq!(invitation.revoked, Some(false));
    assert_eq!(invitation.status, InvitationStatus::Pending);
    assert_eq!(invitation.url.expect("a link"), "https://a.example/?ticket=t");
    assert_eq!(invitation.expires_at.map(Timestamp::as_millis), Some(1_719_475_200_000));
    assert_eq!(invitation.created_at.to_string(), "2024-05-28T08:00:00Z");
    assert_eq!(invitation.updated_at.to_string(), "2024-05-28T08:00:00.001Z");
}

#[tokio::test]
async fn missing_null_and_unknown_fields_are_not_errors() {
    for body in [
        r#"{"id":"inv_1","email_address":"a@b.c","status":"brand_new","created_at":1,"updated_at":2}"#,
        r#"{"id":"inv_1","email_address":"a@b.c","status":"brand_new","created_at":1,"updated_at":2,"object":"other","public_metadata":null,"revoked":null,"url":null,"expires_at":null,"from_the_future":{"a":[{}]}}"#,
    ] {
        let invitation = invitation(body).await;
        assert_eq!(invitation.status, InvitationStatus::Other("brand_new".to_owned()));
        assert_eq!(invitation.status.as_str(), "brand_new");
        assert_eq!((invitation.public_metadata, invitation.url), (None, None));
        assert_eq!((invitation.revoked, invitation.expires_at), (None, None));
    }
}

const ORGANIZATION_INVITATION: &str = r#"{"object":"organization_invitation","id":"orginv_1","email_address":"a@example.com","role":"org:admin","role_name":"Admin","organization_id":"org_123","inviter_id":"user_1","public_inviter_data":{"user_id":"user_1","first_name":"A","last_name":null,"image_url":"https://i","has_image":true,"identifier":"boss@example.com"},"status":"pending","public_metadata":{},"private_metadata":{"x":1},"url":"https://u","expires_at":3,"created_at":1,"updated_at":2}"#;

#[tokio::test]
async fn an_organization_invitation_with_every_field() {
    let all = organization_invitations(&format!("[{ORGANIZATION_INVITATION}]")).await;
    let [one] = all.as_slice() else { panic!("one invitation") };
    assert_eq!(one.object, "organization_invitation");
    assert_eq!((one.id.as_str(), one.email_address.as_str()), ("orginv_1", "a@example.com"));
    assert_eq!((one.role.as_str(), one.role_name.as_deref()), ("org:admin", Some("Admin")));
    assert_eq!(one.organization_id.as_deref(), Some("org_123"));
    assert_eq!(one.inviter_id.as_deref(), Some("user_1"));
    let inviter = one.public_inviter_data.as_ref().expect("the inviter");
    assert_eq!(inviter.user_id, "user_1");
    assert_eq!(inviter.first_name.as_deref(), Some("A"));
    assert_eq!(inviter.last_name, None);
    assert_eq!(inviter.image_url.as_deref(), Some("https://i"));
    assert_eq!(inviter.has_image, Some(true));
    assert_eq!(inviter.identifier.as_deref(), Some("boss@example.com"));
    assert_eq!(one.status, Some(InvitationStatus::Pending));
    assert_eq!(one.public_metadata.as_ref().map(clerk_invite::Metadata::as_json), Some("{}"));
    assert_eq!(
        one.private_metadata.as_ref().map(clerk_invite::Metadata::as_json),
        Some(r#"{"x":1}"#)
    );
    assert_eq!(one.url.as_deref(), Some("https://u"));
    assert_eq!(one.expires_at, Some(Timestamp::from_millis(3)));
    assert_eq!((one.created_at.as_millis(), one.updated_at.as_millis()), (1, 2));
}

#[tokio::test]
async fn a_text_that_is_null_or_missing_is_empty() {
    for more in [r#","object":null,"status":null"#, ""] {
        let invitation = invitation(&format!(
            r#"{{"id":"inv_1","email_address":"a@b.c","created_at":1,"updated_at":2{more}}}"#
        ))
        .await;
        assert_eq!((invitation.object.as_str(), invitation.status.as_str()), ("", ""));
    }
    let all = organization_invitations(
        r#"[{"object":null,"id":"orginv_1","email_address":"a@b.c","role":null,"status":null,"created_at":1,"updated_at":2}]"#,
    )
    .await;
    assert_eq!((all[0].object.as_str(), all[0].role.as_str(), &all[0].status), ("", "", &None));
}

#[tokio::test]
async fn a_list_comes_bare_or_counted() {
    let bare = organization_invitations(&format!("[{ORGANIZATION_INVITATION}]")).await;
    let body = format!(r#"{{"data":[{ORGANIZATION_INVITATION}],"total_count":1}}"#);
    assert_eq!(organization_invitations(&body).await, bare);
    let least = r#"[{"id":"orginv_1","email_address":"a@b.c","role":"r","created_at":1,"updated_at":2,"inviter_id":null,"public_inviter_data":null}]"#;
    assert_eq!(organization_invitations(least).await.len(), 1);
}

#[tokio::test]
async fn a_result_is_written_as_it_came() {
    let all = organization_invitations(&format!("[{ORGANIZATION_INVITATION}]")).await;
    let written = clerk_invite::serde_json::to_value(&all[0]).expect("JSON");
    let came: clerk_invite::serde_json::Value = clerk_invite::serde_json::from_str(
        &ORGANIZATION_INVITATION.replace(r#""last_name":null,"#, ""),
    )
    .expect("JSON");
    assert_eq!(written, came);
}

#[tokio::test]
async fn any_2xx_and_any_content_type_will_do() {
    let body = r#"{"id":"inv_1","email_address":"a@b.c","status":"pending","created_at":1,"updated_at":2}"#;
    for (status, headers) in [
        ("201 Created", "Content-Type: application/json; charset=utf-8\r\n"),
        ("200 OK", "Content-Type: text/plain\r\n"),
        ("202 Accepted", ""),
    ] {
        let server = Server::with_headers(status, headers, body).await;
        let call = CreateInvitation::new("a@example.com");
        assert!(server.client().create_invitation(call).await.is_ok(), "{status}");
    }
}
