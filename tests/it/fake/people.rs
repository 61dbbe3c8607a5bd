//! Users, members and the instance: a look before inviting.

use clerk_invite::Metadata;

use super::*;

const USERS: &str = "/users";
const MEMBERS: &str = "/organizations/org_123/memberships";

fn addresses(users: &Value) -> Vec<&str> {
    let address = |user: &'_ Value| user["email_addresses"][0]["email_address"].as_str().is_some();
    assert!(users.as_array().unwrap().iter().all(address));
    let users = users.as_array().unwrap().iter();
    users.map(|user| user["email_addresses"][0]["email_address"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn users_are_looked_up_by_many_addresses_and_unknown_ones_are_ignored() {
    let clerk = FakeClerk::start().await.unwrap();
    for address in ["a@example.com", "B@example.com", "c@example.com"] {
        clerk.add_user(address);
        clerk.advance(Duration::from_secs(1));
    }
    let (status, all) = get(&clerk, USERS).await;
    assert_eq!(
        (status, addresses(&all)),
        (200, vec!["c@example.com", "B@example.com", "a@example.com"])
    );
    let query = "/users?email_address=b%40EXAMPLE.com&email_address=a%40example.com&email_address=x%40example.com";
    assert_eq!(addresses(&get(&clerk, query).await.1), ["B@example.com", "a@example.com"]);
    let count = get(&clerk, &query.replace("/users", "/users/count")).await;
    assert_eq!(count, (200, json!({ "object": "total_count", "total_count": 2 })));
    assert_eq!(addresses(&get(&clerk, "/users?email_address=x%40example.com").await.1).len(), 0);

    let id = all[1]["id"].as_str().unwrap();
    assert_eq!(addresses(&get(&clerk, &format!("/users?user_id={id}")).await.1), ["B@example.com"]);
    assert_eq!(get(&clerk, &format!("/users/{id}")).await, (200, all[1].clone()));
    assert_eq!(get(&clerk, "/users/user_x").await.0, 404);
}

#[tokio::test]
async fn a_look_up_takes_a_hundred_addresses() {
    let clerk = FakeClerk::start().await.unwrap();
    clerk.add_user("99@example.com");
    let parameter = |n| format!("email_address={n}%40example.com");
    let hundred: Vec<_> = (0..100).map(parameter).collect();
    let (status, found) = get(&clerk, &format!("{USERS}?{}", hundred.join("&"))).await;
    assert_eq!((status, addresses(&found)), (200, vec!["99@example.com"]));
    let (status, body) =
        get(&clerk, &format!("{USERS}?{}&{}", hundred.join("&"), parameter(100))).await;
    let expected = vec!["form_param_array_size_exceeded email_address".to_owned()];
    assert_eq!((status, codes(&body)), (422, expected));
}

#[tokio::test]
async fn members_are_listed_for_their_organization_only() {
    let clerk = FakeClerk::start().await.unwrap();
    clerk.add_member("org_123", "a@example.com");
    clerk.add_member("org_2", "b@example.com");
    clerk.add_member("org_2", "a@example.com");
    let (status, body) = get(&clerk, MEMBERS).await;
    assert_eq!((status, &body["total_count"]), (200, &json!(1)));
    let member = &body["data"][0];
    assert_eq!(member["public_user_data"]["identifier"], "a@example.com");
    assert_eq!(
        member["public_user_data"]["user_id"],
        clerk.user("A@example.com").unwrap().id.as_str()
    );
    assert_eq!((&member["role"], &member["role_name"]), (&json!("org:member"), &json!("Member")));
    assert_eq!(member["organization"]["id"], "org_123");

    let of_two = "/organizations/org_2/memberships?email_address=a%40example.com&email_address=x%40example.com";
    assert_eq!(get(&clerk, of_two).await.1["total_count"], 1);
    assert_eq!(
        get(&clerk, &format!("{MEMBERS}?email_address=b%40example.com")).await.1["total_count"],
        0
    );
    assert_eq!(get(&clerk, "/organizations/org_9/memberships").await.0, 404);
}

#[tokio::test]
async fn whoever_accepts_has_the_metadata_of_the_invitation() {
    let clerk = FakeClerk::start().await.unwrap();
    let body =
        json!({ "email_address": "A@example.com", "public_metadata": { "plan": "pro", "n": 1 } });
    let id = create(&clerk, SINGLE, body).await["id"].clone();
    assert_eq!(clerk.user("a@example.com"), None, "not before it is accepted");
    assert!(clerk.accept(id.as_str().unwrap()));
    let user = clerk.user("a@example.com").unwrap();
    assert_eq!(user.email_address, "A@example.com");
    assert_eq!(user.public_metadata, Metadata::from(json!({ "plan": "pro", "n": 1 })));
    let (_, users) = get(&clerk, "/users?email_address=a%40example.com").await;
    assert_eq!(users[0]["public_metadata"], json!({ "plan": "pro", "n": 1 }));

    // A second invitation adds to it.
    let again = json!({
        "email_address": "a@example.com", "public_metadata": { "n": 2 }, "ignore_existing": true,
    });
    let id = create(&clerk, SINGLE, again).await["id"].clone();
    assert!(clerk.accept(id.as_str().unwrap()));
    assert_eq!(clerk.users().len(), 1);
    let merged = Metadata::from(json!({ "plan": "pro", "n": 2 }));
    assert_eq!(clerk.user("a@example.com").unwrap().public_metadata, merged);
}

#[tokio::test]
async fn whoever_accepts_an_organizations_invitation_is_a_member_with_its_role_and_metadata() {
    let clerk = FakeClerk::start().await.unwrap();
    let body = json!({
        "email_address": "a@example.com",
        "role": "org:admin",
        "public_metadata": { "team": "x" },
        "private_metadata": { "cost": 1 },
    });
    let id = create(&clerk, OF_ORGANIZATION, body).await["id"].clone();
    assert_eq!(clerk.members("org_123"), []);
    assert!(clerk.accept(id.as_str().unwrap()));
    let members = clerk.members("org_123");
    let [member] = &members[..] else { panic!("{members:?}") };
    assert_eq!(
        (member.role.as_str(), member.email_address.as_str()),
        ("org:admin", "a@example.com")
    );
    assert_eq!(member.public_metadata, Metadata::from(json!({ "team": "x" })));
    assert_eq!(member.private_metadata, Metadata::from(json!({ "cost": 1 })));
    assert_eq!(clerk.user("a@example.com").unwrap().public_metadata, Metadata::new());
    let (_, body) = get(&clerk, MEMBERS).await;
    assert_eq!(body["data"][0]["private_metadata"], json!({ "cost": 1 }));
    assert_eq!(clerk.members("org_9"), []);
}

#[tokio::test]
async fn the_instance_has_an_id_that_a_test_can_set() {
    let clerk = FakeClerk::start().await.unwrap();
    assert_eq!(get(&clerk, "/instance").await.1["id"], "ins_fake_clerk");
    clerk.set_instance_id("ins_other");
    assert_eq!(
        get(&clerk, "/instance").await,
        (
            200,
            json!({
                "object": "instance",
                "id": "ins_other",
                "environment_type": "development",
                "allowed_origins": null,
                "workspace_id": null,
            })
        )
    );
}
