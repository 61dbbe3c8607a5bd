//! Addresses that cannot be invited again.

use super::*;

#[tokio::test]
async fn a_duplicate_names_every_address_and_creates_nothing() {
    let clerk = FakeClerk::start().await.unwrap();
    post(&clerk, SINGLE, json!({ "email_address": "Pending@example.com" })).await;
    let list = json!([
        { "email_address": "new@example.com" },
        { "email_address": "twice@example.com" },
        { "email_address": "TWICE@example.com" },
        { "email_address": "pending@Example.com" },
        { "email_address": "twice@example.com" },
    ]);
    let (status, body) = post(&clerk, BULK, list).await;

    assert_eq!((status, codes(&body)), (400, vec!["duplicate_record".to_owned()]));
    let meta = json!({ "email_addresses": ["TWICE@example.com", "pending@Example.com"] });
    assert_eq!(body["errors"][0]["meta"], meta);
    assert_eq!(clerk.invitations_to("new@example.com"), 0);
    assert_eq!(clerk.invitations_to("twice@example.com"), 0);

    let again = json!({ "email_address": "pending@example.com" });
    refused(&clerk, SINGLE, again, 400, &["duplicate_record"]).await;
}

#[tokio::test]
async fn ignore_existing_counts_for_its_item_only() {
    let clerk = FakeClerk::start().await.unwrap();
    clerk.add_user("user@example.com");
    let forced = |address: &str| json!({ "email_address": address, "ignore_existing": true });
    post(&clerk, SINGLE, forced("a@example.com")).await;
    assert_eq!(post(&clerk, SINGLE, forced("A@example.com")).await.0, 200);
    assert_eq!(post(&clerk, SINGLE, forced("user@example.com")).await.0, 200);
    let list = json!([forced("a@example.com"), { "email_address": "a@example.com" }]);
    refused(&clerk, BULK, list, 400, &["duplicate_record"]).await;
    assert_eq!(clerk.invitations_to("a@example.com"), 2);
}

#[tokio::test]
async fn an_existing_user_is_an_existing_identifier() {
    let clerk = FakeClerk::start().await.unwrap();
    clerk.add_user("User@example.com");
    let list = json!([
        { "email_address": "new@example.com" },
        { "email_address": "user@EXAMPLE.com" },
    ]);
    refused(&clerk, BULK, list, 422, &["form_identifier_exists email_address"]).await;
}

#[tokio::test]
async fn an_organization_has_to_exist() {
    let clerk = FakeClerk::start().await.unwrap();
    assert_eq!(FakeClerk::ORGANIZATION_ID, "org_123");
    let path = "/organizations/org%20%2F%C3%A9/invitations/bulk";
    refused(&clerk, path, members(1), 404, &["resource_not_found"]).await;
    refused(&clerk, &path.replace("%C3", "%FF"), members(1), 404, &["resource_not_found"]).await;

    clerk.add_organization("org /é");
    let (status, response) = post(&clerk, path, members(1)).await;
    assert_eq!((status, &response["data"][0]["organization_id"]), (200, &json!("org /é")));
}

#[tokio::test]
async fn an_organization_invitation_is_unique_within_its_organization() {
    let clerk = FakeClerk::start().await.unwrap();
    clerk.add_organization("org_2");
    let item = |address: &str| json!({ "email_address": address, "role": "org:member" });
    let not_unique = ["organization_invitation_not_unique"];
    post(&clerk, SINGLE, json!({ "email_address": "a@example.com" })).await;
    assert_eq!(post(&clerk, ORGANIZATION, json!([item("a@example.com")])).await.0, 200);

    let pending = json!([item("new@example.com"), item("A@example.com")]);
    refused(&clerk, ORGANIZATION, pending, 400, &not_unique).await;
    let twice = json!([item("new@example.com"), item("New@example.com")]);
    refused(&clerk, ORGANIZATION, twice, 400, &not_unique).await;
    let elsewhere = ORGANIZATION.replace("org_123", "org_2");
    assert_eq!(post(&clerk, &elsewhere, json!([item("a@example.com")])).await.0, 200);
    assert_eq!(clerk.invitations_to("A@example.com"), 3);
}

#[tokio::test]
async fn a_member_is_named_in_the_long_message_only() {
    let clerk = FakeClerk::start().await.unwrap();
    clerk.add_member("org_2", "Ada@example.com");
    let list = json!([
        { "email_address": "new@example.com", "role": "org:member" },
        { "email_address": "ada@example.com", "role": "org:member" },
    ]);
    let (status, body) = post(&clerk, &ORGANIZATION.replace("123", "2"), list.clone()).await;
    let expected = vec!["already_a_member_in_organization".to_owned()];
    assert_eq!((status, codes(&body)), (400, expected));
    assert!(body["errors"][0]["long_message"].as_str().unwrap().contains("ada@example.com"));
    assert!(body["errors"][0].get("meta").is_none());
    assert_eq!(clerk.invitations_to("new@example.com"), 0);
    assert_eq!(post(&clerk, ORGANIZATION, list).await.0, 200, "a member elsewhere");
}

#[tokio::test]
async fn spellings_of_one_domain_are_one_address() {
    let clerk = FakeClerk::start().await.unwrap();
    post(&clerk, SINGLE, json!({ "email_address": "ann@b\u{fc}cher.example" })).await;
    let again = json!({ "email_address": "Ann@xn--bcher-kva.example" });
    refused(&clerk, SINGLE, again, 400, &["duplicate_record"]).await;
    assert_eq!(clerk.invitations_to("ann@B\u{dc}CHER.example"), 1);

    let client = clerk.client();
    let request = clerk_invite::ListInvitations::new().query("ann@b\u{fc}cher.example");
    let found = client.list_invitations(request).await.unwrap();
    assert_eq!(found.items.len(), 1);
}
