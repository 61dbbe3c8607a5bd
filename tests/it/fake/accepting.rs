//! Invitations that a test accepts.

use super::*;

#[tokio::test(start_paused = true)]
async fn whoever_accepts_is_a_user() {
    let clerk = FakeClerk::start().await.unwrap();
    let body = json!({ "email_address": "a@example.com" });
    let mut expected = create(&clerk, SINGLE, body.clone()).await;
    clerk.advance(Duration::from_secs(1));
    assert!(clerk.accept(expected["id"].as_str().unwrap()));
    assert_eq!(clerk.invitations()[0].status, "accepted");

    expected["status"] = json!("accepted");
    expected["updated_at"] = json!(clerk.now().as_millis());
    assert_eq!(get(&clerk, SINGLE).await, (200, json!([expected])));
    let exists = ["form_identifier_exists email_address"];
    refused(&clerk, SINGLE, body, 422, &exists).await;

    // Accepted in time, so that time does not change it.
    clerk.advance(Duration::from_secs(40 * 86_400));
    assert_eq!(clerk.invitations()[0].status, "accepted");
}

#[tokio::test]
async fn whoever_accepts_an_organizations_invitation_is_a_member_and_a_user() {
    let clerk = FakeClerk::start().await.unwrap();
    clerk.add_organization("org_2");
    let body = json!({ "email_address": "a@example.com", "role": "org:member" });
    let id = create(&clerk, OF_ORGANIZATION, body.clone()).await["id"].clone();
    assert!(clerk.accept(id.as_str().unwrap()));
    let (_, accepted) = get(&clerk, &format!("{OF_ORGANIZATION}/{}", id.as_str().unwrap())).await;
    assert_eq!(accepted["status"], "accepted");

    let already = ["already_a_member_in_organization"];
    refused(&clerk, OF_ORGANIZATION, body.clone(), 400, &already).await;
    create(&clerk, &OF_ORGANIZATION.replace("123", "2"), body).await;
    let exists = ["form_identifier_exists email_address"];
    refused(&clerk, SINGLE, json!({ "email_address": "a@example.com" }), 422, &exists).await;
}

#[tokio::test(start_paused = true)]
async fn only_a_pending_invitation_can_be_accepted() {
    let clerk = FakeClerk::start().await.unwrap();
    let created = create(&clerk, BULK, items(3)).await;
    let id = |n: usize| created[n]["id"].as_str().unwrap();
    assert!(!clerk.accept("inv_x"));
    assert!(clerk.accept(id(0)));
    assert!(!clerk.accept(id(0)), "accepted already");
    let path = format!("/invitations/{}/revoke", id(1));
    assert_eq!(call(&clerk, Method::POST, &path).await.0, 200);
    assert!(!clerk.accept(id(1)), "revoked");
    clerk.advance(Duration::from_secs(30 * 86_400));
    assert!(!clerk.accept(id(2)), "expired");

    let statuses: Vec<_> = clerk.invitations().into_iter().map(|created| created.status).collect();
    assert_eq!(statuses, ["accepted", "revoked", "expired"]);
    create(&clerk, SINGLE, json!({ "email_address": "1@example.com" })).await;
    create(&clerk, SINGLE, json!({ "email_address": "2@example.com" })).await;
}

#[tokio::test]
async fn an_accepted_invitation_is_in_nobodys_way() {
    let clerk = FakeClerk::start().await.unwrap();
    let created = create(&clerk, SINGLE, json!({ "email_address": "a@example.com" })).await;
    assert!(clerk.accept(created["id"].as_str().unwrap()));
    let forced = json!({ "email_address": "a@example.com", "ignore_existing": true });
    create(&clerk, SINGLE, forced.clone()).await;
    // Two forced invitations to one address in a list are not duplicates either.
    create(&clerk, BULK, json!([forced, forced])).await;
}
