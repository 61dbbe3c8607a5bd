//! Revoked invitations, and the statuses that each list shows.

use super::*;

async fn invite(clerk: &FakeClerk, path: &str, address: &str, days: u32) -> String {
    let mut body = json!({ "email_address": address, "expires_in_days": days });
    if path == OF_ORGANIZATION {
        body["role"] = json!("org:member");
    }
    create(clerk, path, body).await["id"].as_str().unwrap().to_owned()
}

/// Without a body and without a content type.
async fn revoke(clerk: &FakeClerk, path: &str, id: &str) -> (u16, Value) {
    call(clerk, Method::POST, &format!("{path}/{id}/revoke")).await
}

async fn not_revoked(clerk: &FakeClerk, path: &str, id: &str, status: u16, code: &str) {
    let before = clerk.invitations();
    let (got, body) = revoke(clerk, path, id).await;
    assert_eq!((got, codes(&body)), (status, vec![code.to_owned()]), "{id}");
    assert!(!clerk.received().pop().unwrap().carried_out);
    assert_eq!(clerk.invitations(), before);
}

#[tokio::test(start_paused = true)]
async fn an_invitation_is_revoked_once() {
    let clerk = FakeClerk::start().await.unwrap();
    let mut expected = create(&clerk, SINGLE, json!({ "email_address": "a@example.com" })).await;
    let id = expected["id"].as_str().unwrap().to_owned();
    clerk.advance(Duration::from_secs(1));

    let revoked = revoke(&clerk, SINGLE, &id).await;
    expected["revoked"] = json!(true);
    expected["status"] = json!("revoked");
    expected["updated_at"] = json!(clerk.now().as_millis());
    assert_eq!(revoked, (200, expected));
    assert!(clerk.received().pop().unwrap().carried_out);
    assert_eq!(clerk.invitations()[0].status, "revoked");

    not_revoked(&clerk, SINGLE, &id, 400, "invitation_already_revoked").await;
}

#[tokio::test]
async fn an_accepted_or_unknown_invitation_cannot_be_revoked() {
    let clerk = FakeClerk::start().await.unwrap();
    let id = invite(&clerk, SINGLE, "a@example.com", 1).await;
    let to_organization = invite(&clerk, OF_ORGANIZATION, "a@example.com", 1).await;
    assert!(clerk.accept(&id));
    not_revoked(&clerk, SINGLE, &id, 400, "invitation_already_accepted").await;
    not_revoked(&clerk, SINGLE, "inv_x", 404, "resource_not_found").await;
    not_revoked(&clerk, SINGLE, "%FF", 404, "resource_not_found").await;
    not_revoked(&clerk, SINGLE, &to_organization, 404, "resource_not_found").await;
}

#[tokio::test(start_paused = true)]
async fn an_expired_invitation_can_be_revoked() {
    let clerk = FakeClerk::start().await.unwrap();
    let id = invite(&clerk, SINGLE, "a@example.com", 1).await;
    clerk.advance(Duration::from_secs(86_400));
    assert_eq!(revoke(&clerk, SINGLE, &id).await.1["status"], "revoked");
}

#[tokio::test]
async fn an_organization_invitation_is_revoked_with_and_without_a_body() {
    let clerk = FakeClerk::start().await.unwrap();
    let id = invite(&clerk, OF_ORGANIZATION, "0@example.com", 1).await;
    let (status, revoked) = revoke(&clerk, OF_ORGANIZATION, &id).await;
    assert_eq!((status, &revoked["status"]), (200, &json!("revoked")));
    assert_eq!((&revoked["id"], revoked.get("revoked")), (&json!(id), None));
    assert!(clerk.received().pop().unwrap().carried_out);
    assert_eq!(clerk.invitations()[0].status, "revoked");

    for (n, body) in [
        "{}",
        r#"{"requesting_user_id":"user_1"}"#,
        r#"{"requesting_user_id":null}"#,
        r#"{"unknown":1}"#,
        "",
    ]
    .into_iter()
    .enumerate()
    {
        let id = invite(&clerk, OF_ORGANIZATION, &format!("{n}b@example.com"), 1).await;
        let path = format!("{OF_ORGANIZATION}/{id}/revoke");
        let (status, revoked) = read(send(&clerk, &path, body).await).await;
        assert_eq!((status, &revoked["status"]), (200, &json!("revoked")), "{body}");
    }
}

#[tokio::test]
async fn the_body_of_a_revocation_is_checked_if_there_is_one() {
    let clerk = FakeClerk::start().await.unwrap();
    let id = invite(&clerk, OF_ORGANIZATION, "a@example.com", 1).await;
    let path = format!("{OF_ORGANIZATION}/{id}/revoke");
    for (body, status, code) in [
        (r#"{"requesting_user_id":1}"#, 422, "form_param_type_invalid requesting_user_id"),
        ("[]", 400, "request_body_invalid"),
        ("null", 400, "request_body_invalid"),
    ] {
        let (got, response) = read(send(&clerk, &path, body).await).await;
        assert_eq!((got, codes(&response)), (status, vec![code.to_owned()]), "{body}");
    }
    let untyped = request(&clerk, Method::POST, &path).body("{}").send().await.unwrap();
    assert_eq!(untyped.status(), 415);
    assert_eq!(send(&clerk, &path, " ".repeat((1 << 20) + 1)).await.status(), 413);
    assert_eq!(clerk.invitations()[0].status, "pending");
}

#[tokio::test(start_paused = true)]
async fn only_a_pending_organization_invitation_can_be_revoked() {
    let clerk = FakeClerk::start().await.unwrap();
    clerk.add_organization("org_2");
    let application = invite(&clerk, SINGLE, "a@example.com", 1).await;
    let [revoked, accepted, expired] = [
        invite(&clerk, OF_ORGANIZATION, "a@example.com", 9).await,
        invite(&clerk, OF_ORGANIZATION, "b@example.com", 9).await,
        invite(&clerk, OF_ORGANIZATION, "c@example.com", 1).await,
    ];
    assert_eq!(revoke(&clerk, OF_ORGANIZATION, &revoked).await.0, 200);
    assert!(clerk.accept(&accepted));
    clerk.advance(Duration::from_secs(86_400));
    for id in [&revoked, &accepted, &expired] {
        let code = "organization_invitation_not_pending";
        not_revoked(&clerk, OF_ORGANIZATION, id, 404, code).await;
    }
    for id in ["orginv_x", &application] {
        not_revoked(&clerk, OF_ORGANIZATION, id, 404, "resource_not_found").await;
    }
    let elsewhere = OF_ORGANIZATION.replace("123", "2");
    not_revoked(&clerk, &elsewhere, &revoked, 404, "resource_not_found").await;
    let nowhere = OF_ORGANIZATION.replace("123", "x");
    not_revoked(&clerk, &nowhere, &revoked, 404, "resource_not_found").await;
}

#[tokio::test]
async fn whoever_was_revoked_can_be_invited_again() {
    for (path, code) in
        [(SINGLE, "duplicate_record"), (OF_ORGANIZATION, "organization_invitation_not_unique")]
    {
        let clerk = FakeClerk::start().await.unwrap();
        let again = json!({ "email_address": "A@example.com", "role": "org:member" });
        let again =
            if path == SINGLE { json!({ "email_address": "A@example.com" }) } else { again };
        let first = invite(&clerk, path, "a@example.com", 1).await;
        refused(&clerk, path, again.clone(), 400, &[code]).await;
        assert_eq!(revoke(&clerk, path, &first).await.0, 200);
        let second = create(&clerk, path, again.clone()).await;
        assert_ne!(second["id"], first);
        refused(&clerk, path, again, 400, &[code]).await;
    }
}

#[tokio::test]
async fn revoking_one_of_two_leaves_the_other_in_the_way() {
    let clerk = FakeClerk::start().await.unwrap();
    let body = json!({ "email_address": "a@example.com" });
    let forced = json!({ "email_address": "a@example.com", "ignore_existing": true });
    let first = invite(&clerk, SINGLE, "a@example.com", 1).await;
    let second = create(&clerk, SINGLE, forced).await["id"].as_str().unwrap().to_owned();
    assert_eq!(revoke(&clerk, SINGLE, &second).await.0, 200);
    refused(&clerk, SINGLE, body.clone(), 400, &["duplicate_record"]).await;
    assert_eq!(revoke(&clerk, SINGLE, &first).await.0, 200);
    create(&clerk, SINGLE, body).await;
}

/// The statuses of one list, in order.
async fn statuses(clerk: &FakeClerk, path: &str) -> String {
    let (status, body) = get(clerk, path).await;
    assert_eq!(status, 200, "{path} {body}");
    let list = body.as_array().or(body["data"].as_array()).unwrap();
    let statuses = list.iter().map(|item| item["status"].as_str().unwrap());
    statuses.collect::<Vec<_>>().join(" ")
}

/// One of each, in alphabetical order of their states.
async fn one_of_each(clerk: &FakeClerk, path: &str) {
    let accepted = invite(clerk, path, "accepted@example.com", 9).await;
    invite(clerk, path, "expired@example.com", 1).await;
    invite(clerk, path, "pending@example.com", 9).await;
    let revoked = invite(clerk, path, "revoked@example.com", 1).await;
    assert!(clerk.accept(&accepted));
    assert_eq!(revoke(clerk, path, &revoked).await.0, 200);
    clerk.advance(Duration::from_secs(86_400));
}

#[tokio::test(start_paused = true)]
async fn invitations_are_listed_by_status_and_without_one_the_revoked_are_left_out() {
    let clerk = FakeClerk::start().await.unwrap();
    one_of_each(&clerk, SINGLE).await;
    let list = |parameters: &str| format!("/invitations?order_by=created_at{parameters}");
    assert_eq!(statuses(&clerk, &list("")).await, "accepted expired pending");
    for status in ["accepted", "expired", "pending", "revoked"] {
        assert_eq!(statuses(&clerk, &list(&format!("&status={status}"))).await, status);
    }
    let (_, body) = get(&clerk, "/invitations?paginated=true&status=revoked").await;
    assert_eq!((&body["total_count"], &body["data"][0]["revoked"]), (&json!(1), &json!(true)));
}

#[tokio::test(start_paused = true)]
async fn organization_invitations_are_listed_by_one_or_more_statuses() {
    let clerk = FakeClerk::start().await.unwrap();
    one_of_each(&clerk, OF_ORGANIZATION).await;
    for list in ["/organization_invitations", OF_ORGANIZATION] {
        let list = |parameters: &str| format!("{list}?order_by=created_at{parameters}");
        assert_eq!(statuses(&clerk, &list("")).await, "accepted expired pending revoked");
        assert_eq!(statuses(&clerk, &list("&status=expired")).await, "expired");
        let two = list("&status=revoked&status=pending");
        assert_eq!(statuses(&clerk, &two).await, "pending revoked");
    }
}

#[tokio::test]
async fn an_unknown_status_is_refused() {
    let clerk = FakeClerk::start().await.unwrap();
    let user = clerk.add_user("a@example.com");
    for list in [
        SINGLE,
        "/organization_invitations",
        OF_ORGANIZATION,
        &format!("/users/{user}/organization_invitations"),
    ] {
        for status in ["invited", "", "PENDING"] {
            let path = format!("{list}?status=pending&status={status}");
            let (status, body) = get(&clerk, &path).await;
            let expected = (422, vec!["form_param_value_invalid status".to_owned()]);
            assert_eq!((status, codes(&body)), expected, "{path}");
        }
    }
}
