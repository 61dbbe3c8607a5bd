//! Invitations to organizations, beyond those that are created in bulk.

use super::*;

const NOWHERE: &str = "/organizations/org_x/invitations";

fn member(address: &str) -> Value {
    json!({ "email_address": address, "role": "org:member" })
}

/// The addresses that are listed.
async fn listed(clerk: &FakeClerk, path: &str) -> Vec<String> {
    let (status, body) = get(clerk, path).await;
    assert_eq!(status, 200, "{path} {body}");
    let address = |item: &Value| item["email_address"].as_str().unwrap().to_owned();
    body["data"].as_array().unwrap().iter().map(address).collect()
}

#[tokio::test]
async fn one_is_created_as_in_a_list_and_can_be_fetched() {
    let clerk = FakeClerk::start().await.unwrap();
    let body = json!({
        "email_address": "Ada@example.com",
        "role": "org:admin",
        "inviter_user_id": "user_1",
        "public_metadata": { "a": 1.50 },
        "private_metadata": null,
        "redirect_url": null,
        "notify": null,
        "expires_in_days": 1,
        "unknown": 1,
    });
    let created = create(&clerk, OF_ORGANIZATION, body.clone()).await;
    assert!(clerk.received()[0].carried_out);
    let id = created["id"].as_str().unwrap();
    assert_eq!(id, "orginv_000000000000000000000000001");
    assert_eq!(get(&clerk, &format!("{OF_ORGANIZATION}/{id}")).await, (200, created.clone()));

    let other = FakeClerk::start().await.unwrap();
    let mut in_list = create(&other, ORGANIZATION, json!([body])).await["data"][0].take();
    for time in ["created_at", "updated_at", "expires_at"] {
        in_list[time] = created[time].clone();
    }
    assert_eq!(created, in_list);
}

#[tokio::test]
async fn one_is_refused_as_in_a_list() {
    let clerk = FakeClerk::start().await.unwrap();
    clerk.add_member("org_123", "member@example.com");
    create(&clerk, OF_ORGANIZATION, member("pending@example.com")).await;
    for (path, body, status, codes) in [
        (OF_ORGANIZATION, json!([]), 400, &["request_body_invalid"][..]),
        (
            OF_ORGANIZATION,
            json!({ "notify": 1 }),
            422,
            &[
                "form_param_missing email_address",
                "form_param_missing role",
                "form_param_type_invalid notify",
            ],
        ),
        (NOWHERE, member("new@example.com"), 404, &["resource_not_found"]),
        (OF_ORGANIZATION, member("MEMBER@example.com"), 400, &["already_a_member_in_organization"]),
        (
            OF_ORGANIZATION,
            member("PENDING@example.com"),
            400,
            &["organization_invitation_not_unique"],
        ),
    ] {
        refused(&clerk, path, body, status, codes).await;
    }
    let untyped = request(&clerk, Method::POST, OF_ORGANIZATION).body("{}").send().await.unwrap();
    assert_eq!(untyped.status(), 415);
    assert_eq!(clerk.invitations().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn one_at_a_time_there_can_be_250_an_hour() {
    let clerk = FakeClerk::start().await.unwrap();
    let limit = RateLimit::new(250, Duration::from_secs(3600));
    assert_eq!(Operation::CreateOrganizationInvitation.rate_limit(), Some(limit));
    for n in 0..250 {
        create(&clerk, OF_ORGANIZATION, member(&format!("{n}@example.com"))).await;
    }
    let new = member("new@example.com");
    refused(&clerk, OF_ORGANIZATION, new.clone(), 429, &["too_many_requests"]).await;
    assert_eq!(get(&clerk, OF_ORGANIZATION).await.0, 200, "another operation");
    clerk.advance(Duration::from_secs(3600));
    create(&clerk, OF_ORGANIZATION, new).await;
}

#[tokio::test]
async fn only_its_own_organization_has_an_invitation() {
    let clerk = FakeClerk::start().await.unwrap();
    clerk.add_organization("org_2");
    let there = OF_ORGANIZATION.replace("123", "2");
    let id = create(&clerk, OF_ORGANIZATION, member("a@example.com")).await["id"].clone();
    let id = id.as_str().unwrap();
    create(&clerk, &there, member("b@example.com")).await;
    let application = create(&clerk, SINGLE, json!({ "email_address": "c@example.com" })).await;
    for path in [
        format!("{there}/{id}"),
        format!("{NOWHERE}/{id}"),
        format!("{OF_ORGANIZATION}/orginv_x"),
        format!("{OF_ORGANIZATION}/{}", application["id"].as_str().unwrap()),
        NOWHERE.to_owned(),
    ] {
        let (status, body) = get(&clerk, &path).await;
        assert_eq!((status, codes(&body)), (404, vec!["resource_not_found".to_owned()]), "{path}");
    }
    assert_eq!(listed(&clerk, OF_ORGANIZATION).await, ["a@example.com"]);
    assert_eq!(listed(&clerk, &there).await, ["b@example.com"]);
    let everywhere = "/organization_invitations?order_by=created_at";
    assert_eq!(listed(&clerk, everywhere).await, ["a@example.com", "b@example.com"]);
    let (_, body) = get(&clerk, SINGLE).await;
    assert_eq!(body.as_array().map(Vec::len), Some(1), "none of them");
}

#[tokio::test]
async fn the_lists_that_are_not_an_organizations_own_tell_about_it() {
    let clerk = FakeClerk::start().await.unwrap();
    let user = clerk.add_user("a@example.com");
    let mut created = create(&clerk, OF_ORGANIZATION, member("A@example.com")).await;
    let (_, own) = get(&clerk, OF_ORGANIZATION).await;
    assert_eq!(own, json!({ "data": [created], "total_count": 1 }));

    created["public_organization_data"] = json!({
        "id": "org_123",
        "name": "Organization org_123",
        "slug": "org-123",
        "image_url": "https://img.clerk.example/org_123",
        "has_image": false,
    });
    let expected = (200, json!({ "data": [created], "total_count": 1 }));
    assert_eq!(get(&clerk, "/organization_invitations").await, expected);
    assert_eq!(get(&clerk, &format!("/users/{user}/organization_invitations")).await, expected);
}

#[tokio::test]
async fn a_user_has_the_organization_invitations_to_their_address() {
    let clerk = FakeClerk::start().await.unwrap();
    let (ada, bob) = (clerk.add_user("ada@example.com"), clerk.add_user("bob@example.com"));
    assert_eq!(ada, "user_000000000000000000000000001");
    assert_eq!(bob, "user_000000000000000000000000002");
    assert_eq!(clerk.add_user("ADA@example.com"), ada, "the same user");
    clerk.add_organization("org_2");
    let there = OF_ORGANIZATION.replace("123", "2");
    create(&clerk, OF_ORGANIZATION, member("bob@example.com")).await;
    create(&clerk, OF_ORGANIZATION, member("Ada@example.com")).await;
    let id = create(&clerk, &there, member("ada@example.com")).await["id"].clone();
    let forced = json!({ "email_address": "ada@example.com", "ignore_existing": true });
    create(&clerk, SINGLE, forced).await;
    assert!(clerk.accept(id.as_str().unwrap()));

    let path = format!("/users/{ada}/organization_invitations");
    assert_eq!(listed(&clerk, &path).await, ["ada@example.com", "Ada@example.com"]);
    assert_eq!(listed(&clerk, &format!("{path}?status=pending")).await, ["Ada@example.com"]);
    let both = format!("{path}?status=pending&status=accepted&limit=1&offset=1");
    let (_, body) = get(&clerk, &both).await;
    assert_eq!(body["total_count"], 2);
    assert_eq!(body["data"][0]["organization_id"], "org_123");

    for nobody in ["user_x", "ada@example.com"] {
        let (status, body) = get(&clerk, &path.replace(ada.as_str(), nobody)).await;
        assert_eq!((status, codes(&body)), (404, vec!["resource_not_found".to_owned()]));
    }
}
