//! Refusals of what Clerk refuses, or is inferred to refuse, and the switches of the latter.

use clerk_invite::fake::Rule;

use super::*;

const INVISIBLE: [&str; 8] =
    ["\u{200b}", "\u{feff}", "\u{ad}", "\u{202e}", "\u{2060}", "\u{3164}", "\u{fe0f}", "\u{e0041}"];

#[tokio::test]
async fn an_address_with_an_invisible_character_is_refused_once_for_each_item() {
    let clerk = FakeClerk::start().await.unwrap();
    for invisible in INVISIBLE {
        let item = |address: String| json!({ "email_address": address });
        let list = json!([
            item(format!("{invisible}a@example.com")),
            item("new@example.com".into()),
            item(format!("c@exam{invisible}ple.com")),
            item(format!("d{invisible}@example.com")),
            item(format!("e@example.com{invisible}")),
        ]);
        let expected = ["form_param_format_invalid email_address"; 4];
        refused(&clerk, BULK, list, 422, &expected).await;
    }
    assert_eq!(clerk.invitations().len(), 0);
    let visible = json!({ "email_address": "jörg+x@bücher.example" });
    create(&clerk, SINGLE, visible).await;
}

#[tokio::test]
async fn a_role_begins_with_org_unless_the_rule_is_off() {
    let clerk = FakeClerk::start().await.unwrap();
    let item = |role: &str| json!({ "email_address": "new@example.com", "role": role });
    let expected = ["form_param_value_invalid role"];
    for role in ["member", "admin", "org", "org:", "Org:member", " org:member", "basic_member"] {
        refused(&clerk, OF_ORGANIZATION, item(role), 422, &expected).await;
    }
    refused(
        &clerk,
        ORGANIZATION,
        json!([item("a"), item("org:b"), item("c")]),
        422,
        &[expected[0], expected[0]],
    )
    .await;
    clerk.set_rule(Rule::RolePrefix, false);
    create(&clerk, OF_ORGANIZATION, item("member")).await;
    refused(&clerk, OF_ORGANIZATION, item(""), 422, &expected).await;
    clerk.set_rule(Rule::RolePrefix, true);
    refused(&clerk, OF_ORGANIZATION, item("member"), 422, &expected).await;
}

#[tokio::test]
async fn metadata_has_8_kb_unless_the_rule_is_off() {
    let clerk = FakeClerk::start().await.unwrap();
    // `{"k":""}` has 8 bytes, so that this has 8,192 and one more.
    let metadata = |bytes: usize| json!({ "k": "x".repeat(bytes - 8) });
    let (fits, over) = (metadata(8_192), metadata(8_193));
    let item = |metadata: &Value| json!({ "email_address": "new@example.com", "public_metadata": metadata });
    let expected = ["form_param_exceeds_allowed_size public_metadata"];
    refused(&clerk, SINGLE, item(&over), 422, &expected).await;
    refused(&clerk, BULK, json!([item(&over), item(&fits), item(&over)]), 422, &[expected[0]; 2])
        .await;
    let both = json!({
        "email_address": "new@example.com",
        "role": "org:member",
        "public_metadata": over,
        "private_metadata": over,
    });
    let of_both = [expected[0], "form_param_exceeds_allowed_size private_metadata"];
    refused(&clerk, OF_ORGANIZATION, both.clone(), 422, &of_both).await;

    create(&clerk, SINGLE, item(&fits)).await;
    // White space between the tokens is not kept, and does not count; inside of strings it does.
    let spaced = serde_json::to_string_pretty(&json!({
        "email_address": "a@example.com",
        "public_metadata": { "k": " \\\"".repeat(1_637), "l": { "m": [1, 2, 3, 4, 5] } },
    }));
    let spaced = spaced.unwrap();
    let status = send(&clerk, SINGLE, spaced).await.status().as_u16();
    assert_eq!(status, 422, "8,220 bytes");
    clerk.set_rule(Rule::MetadataSize, false);
    create(&clerk, OF_ORGANIZATION, both).await;
}

#[tokio::test]
async fn white_space_around_metadata_does_not_count() {
    let clerk = FakeClerk::start().await.unwrap();
    let spaces = " ".repeat(9_000);
    let body = format!(
        r#"{{"email_address":"a@example.com","public_metadata":{{{spaces}"k":{spaces}"\\"{spaces}}}}}"#
    );
    assert_eq!(send(&clerk, SINGLE, body).await.status(), 200);
    let body =
        format!(r#"{{"email_address":"b@example.com","public_metadata":{{"k":"\"{spaces}"}}}}"#);
    assert_eq!(send(&clerk, SINGLE, body).await.status(), 422);
}

#[tokio::test]
async fn a_redirect_url_is_a_url_or_a_path() {
    let clerk = FakeClerk::start().await.unwrap();
    clerk.set_rule(Rule::Duplicates, false);
    let item = |url: &str| json!({ "email_address": "new@example.com", "role": "org:member", "redirect_url": url });
    let expected = ["form_param_format_invalid redirect_url"];
    for url in [
        "",
        "sign-up",
        "www.example.com/sign-up",
        "example.com:8080/x",
        "https://",
        "https:///x",
        "http:/example.com",
        "//example.com/x",
        "https://exa mple.com/",
        "/a path",
        "javascript:alert(1)",
        "?x=1",
        "#x",
        "https:",
        "mailto:a@example.com",
        "\u{7}/x",
    ] {
        refused(&clerk, OF_ORGANIZATION, item(url), 422, &expected).await;
        let single = json!({ "email_address": "new@example.com", "redirect_url": url });
        refused(&clerk, SINGLE, single.clone(), 422, &expected).await;
        refused(&clerk, BULK, json!([single]), 422, &expected).await;
    }
    for url in [
        "https://www.example.com/my-sign-up",
        "http://localhost:3000/sign-up?x=1#y",
        "https://bücher.example",
        "myapp://invited/x",
        "myapp:/invited",
        "myapp:///invited",
        "/sign-up",
        "/",
        "/sign-up?x=%20",
    ] {
        create(&clerk, OF_ORGANIZATION, item(url)).await;
    }
}

#[tokio::test]
async fn an_organizations_duplicates_are_one_error_for_each_address_named_in_the_long_message() {
    let clerk = FakeClerk::start().await.unwrap();
    let item = |address: &str| json!({ "email_address": address, "role": "org:member" });
    create(&clerk, ORGANIZATION, json!([item("a@example.com"), item("b@example.com")])).await;
    let list = json!([item("new@example.com"), item("B@example.com"), item("a@example.com")]);
    let (status, body) = post(&clerk, ORGANIZATION, list).await;
    let expected = vec!["organization_invitation_not_unique".to_owned(); 2];
    assert_eq!((status, codes(&body)), (400, expected));
    for (error, address) in body["errors"].as_array().unwrap().iter().zip(["B@", "a@"]) {
        assert!(error["long_message"].as_str().unwrap().contains(address), "{error}");
        assert!(error.get("meta").is_none());
    }
}
