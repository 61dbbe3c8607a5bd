//! Requests that the fake rejects, with Clerk's codes and messages.

use super::*;

#[tokio::test]
async fn the_secret_key_is_required() {
    let clerk = FakeClerk::start().await.unwrap();
    assert!(clerk.secret_key().starts_with("sk_test_"));
    let url = format!("{}/nowhere", clerk.base_url());
    let malformed = "authorization_header_format_invalid";
    for (header, code) in [
        (None, malformed),
        (Some(clerk.secret_key()), malformed),
        (Some("Bearer "), malformed),
        (Some("Basic dTpw"), malformed),
        (Some("Bearer sk_test_other"), "clerk_key_invalid"),
    ] {
        let mut request = client().post(&url);
        if let Some(header) = header {
            request = request.header("Authorization", header);
        }
        let (status, body) = read(request.send().await.unwrap()).await;
        assert_eq!((status, codes(&body)), (401, vec![code.to_owned()]), "{header:?}");
        assert!(body["errors"][0].get("meta").is_none());
    }
}

#[tokio::test]
async fn an_unknown_path_is_not_found() {
    let clerk = FakeClerk::start().await.unwrap();
    for path in [
        "",
        "/",
        "/invitations/",
        "/invitations//revoke",
        "/invitations/bulk/x",
        "/organizations//invitations/bulk",
        "/organizations/org_123/invitations/orginv_1/revoke/",
        "/waitlist_entries/wle_1/accept",
    ] {
        refused(&clerk, path, json!([]), 404, &["resource_not_found"]).await;
    }
    let outside = client().post(clerk.base_url().replace("/v1", "/v2/invitations"));
    let (status, _) = read(outside.bearer_auth(clerk.secret_key()).send().await.unwrap()).await;
    assert_eq!(status, 404);
}

#[tokio::test]
async fn another_method_is_not_allowed() {
    let clerk = FakeClerk::start().await.unwrap();
    for (path, allowed) in [
        (SINGLE, "GET, POST"),
        (BULK, "POST"),
        ("/invitations/inv_1", "DELETE"),
        ("/invitations/inv_1/revoke", "POST"),
        ("/organization_invitations", "GET"),
        ("/organizations/org_123/invitations", "GET, POST"),
        // A word before it is an id.
        (ORGANIZATION, "POST"),
        ("/organizations/org_123/invitations/orginv_1", "GET"),
        ("/organizations/org_123/invitations/orginv_1/revoke", "POST"),
        ("/users/user_1/organization_invitations", "GET"),
        ("/waitlist_entries", "GET, POST"),
        ("/waitlist_entries/bulk", "POST"),
        ("/waitlist_entries/wle_1", "DELETE"),
        ("/waitlist_entries/wle_1/invite", "POST"),
        ("/waitlist_entries/wle_1/reject", "POST"),
    ] {
        for method in [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
            if allowed.split(", ").any(|allowed| allowed == method.as_str()) {
                continue;
            }
            let response = request(&clerk, method, path).send().await.unwrap();
            assert_eq!(response.headers()["allow"], allowed, "{path}");
            let (status, body) = read(response).await;
            assert_eq!((status, codes(&body)), (405, vec!["method_not_allowed".to_owned()]));
        }
    }
}

#[tokio::test]
async fn the_content_type_must_be_json_and_may_have_parameters() {
    let clerk = FakeClerk::start().await.unwrap();
    let body = |n| json!({ "email_address": format!("{n}@example.com") }).to_string();
    for (n, (content_type, status)) in [
        ("application/json", 200),
        ("Application/JSON ; charset=utf-8", 200),
        ("text/plain", 415),
        ("application/jsonp", 415),
    ]
    .into_iter()
    .enumerate()
    {
        let request = request(&clerk, Method::POST, SINGLE).header("Content-Type", content_type);
        let response = request.body(body(n)).send().await.unwrap();
        assert_eq!(response.status(), status, "{content_type}");
    }
    let without = request(&clerk, Method::POST, SINGLE).body(body(9));
    let (status, body) = read(without.send().await.unwrap()).await;
    assert_eq!((status, codes(&body)), (415, vec!["unsupported_content_type".to_owned()]));
}

#[tokio::test]
async fn a_body_over_1_mib_is_refused_and_the_connection_lives_on() {
    let clerk = FakeClerk::start().await.unwrap();
    let padded = |size: usize| {
        let body = r#"{"email_address":"a@example.com"}"#;
        format!("{body}{}", " ".repeat(size - body.len()))
    };
    let (status, body) = read(send(&clerk, SINGLE, padded((1 << 20) + 1)).await).await;
    assert_eq!((status, codes(&body)), (413, vec!["request_body_too_large".to_owned()]));
    assert!(clerk.received()[0].body.is_empty());
    assert_eq!(send(&clerk, SINGLE, padded(1 << 20)).await.status(), 200);

    // The whole of a much larger one is written before the response is read.
    let head = "POST /v1/nowhere HTTP/1.1\r\nHost: h\r\nContent-Length: 8388608\r\n\r\n";
    let next = "GET /v1/second HTTP/1.1\r\nHost: h\r\n\r\n";
    let text = raw(&clerk, format!("{head}{}{next}", "x".repeat(8 << 20)).as_bytes()).await;
    assert_eq!(text.matches("HTTP/1.1 401").count(), 2, "{text}");
}

#[tokio::test]
async fn a_body_of_another_shape_is_invalid() {
    let clerk = FakeClerk::start().await.unwrap();
    let object = r#"{"email_address":"new@example.com","role":"org:r"}"#;
    let list = format!("[{object}]");
    for (path, bodies) in [
        (SINGLE, ["", "{", "null", &list]),
        (BULK, ["", "[{}", "[1]", object]),
        (ORGANIZATION, ["", "[]x", "[null]", object]),
    ] {
        for body in bodies {
            let (status, response) = read(send(&clerk, path, body).await).await;
            let expected = (400, vec!["request_body_invalid".to_owned()]);
            assert_eq!((status, codes(&response)), expected, "{path} {body}");
        }
    }
    let deep = "[".repeat(500_000);
    assert_eq!(send(&clerk, BULK, deep).await.status(), 400);
    assert_eq!(clerk.invitations_to("new@example.com"), 0);
}

#[tokio::test]
async fn a_list_holds_1_to_10_items() {
    let clerk = FakeClerk::start().await.unwrap();
    for (path, list) in [(BULK, items as fn(usize) -> Value), (ORGANIZATION, members)] {
        refused(&clerk, path, list(0), 400, &["bulk_size_exceeded"]).await;
        refused(&clerk, path, list(11), 400, &["bulk_size_exceeded"]).await;
        assert_eq!(post(&clerk, path, list(10)).await.0, 200);
    }
}

#[tokio::test]
async fn each_field_of_an_invitation_is_checked() {
    let clerk = FakeClerk::start().await.unwrap();
    for (field, value, code) in [
        ("email_address", json!(null), "form_param_nil"),
        ("email_address", json!(1), "form_param_type_invalid"),
        ("email_address", json!("new"), "form_param_format_invalid"),
        ("public_metadata", json!([]), "form_param_type_invalid"),
        ("redirect_url", json!(1), "form_param_type_invalid"),
        ("notify", json!("yes"), "form_param_type_invalid"),
        ("ignore_existing", json!(1), "form_param_type_invalid"),
        ("expires_in_days", json!("7"), "form_param_type_invalid"),
        ("expires_in_days", json!(1.5), "form_param_type_invalid"),
        ("expires_in_days", json!(0), "form_param_value_invalid"),
        ("expires_in_days", json!(366), "form_param_value_invalid"),
        ("expires_in_days", json!(-1), "form_param_value_invalid"),
        ("template_slug", json!("welcome"), "form_param_value_invalid"),
        ("template_slug", json!(null), "form_param_nil"),
        ("template_slug", json!(true), "form_param_type_invalid"),
        ("emailAddress", json!("new@example.com"), "form_param_unknown"),
        ("role", json!("org:member"), "form_param_unknown"),
    ] {
        let mut item = json!({ "email_address": "new@example.com" });
        item[field] = value;
        let expected = format!("{code} {field}");
        refused(&clerk, SINGLE, item.clone(), 422, &[&expected]).await;
        refused(&clerk, BULK, json!([item]), 422, &[&expected]).await;
    }
    refused(&clerk, SINGLE, json!({}), 422, &["form_param_missing email_address"]).await;
}

#[tokio::test]
async fn each_field_of_an_organization_invitation_is_checked() {
    let clerk = FakeClerk::start().await.unwrap();
    for (field, value, code) in [
        ("email_address", json!(null), "form_param_nil"),
        ("email_address", json!("new@"), "form_param_format_invalid"),
        ("role", json!(null), "form_param_nil"),
        ("role", json!(1), "form_param_type_invalid"),
        ("role", json!(""), "form_param_value_invalid"),
        ("inviter_user_id", json!(1), "form_param_type_invalid"),
        ("public_metadata", json!("{}"), "form_param_type_invalid"),
        ("private_metadata", json!(1), "form_param_type_invalid"),
        ("redirect_url", json!({}), "form_param_type_invalid"),
        ("notify", json!(0), "form_param_type_invalid"),
        ("expires_in_days", json!(0), "form_param_value_invalid"),
    ] {
        let mut item = json!({ "email_address": "new@example.com", "role": "org:member" });
        item[field] = value;
        refused(&clerk, ORGANIZATION, json!([item]), 422, &[&format!("{code} {field}")]).await;
    }
    let missing = ["form_param_missing email_address", "form_param_missing role"];
    refused(&clerk, ORGANIZATION, json!([{}]), 422, &missing).await;
}

#[tokio::test]
async fn null_counts_as_absent_where_clerk_says_so() {
    let clerk = FakeClerk::start().await.unwrap();
    let mut item = json!({
        "email_address": "a@example.com",
        "notify": null,
        "ignore_existing": null,
        "expires_in_days": null,
    });
    assert_eq!(post(&clerk, SINGLE, item.clone()).await.0, 200);

    item["email_address"] = json!("b@example.com");
    item["public_metadata"] = json!(null);
    item["redirect_url"] = json!(null);
    let expected = ["form_param_nil public_metadata", "form_param_nil redirect_url"];
    refused(&clerk, SINGLE, item.clone(), 422, &expected).await;
    let (status, created) = post(&clerk, BULK, json!([item])).await;
    assert_eq!((status, &created[0]["public_metadata"]), (200, &json!({})));

    let item = json!({
        "email_address": "a@example.com",
        "role": "org:member",
        "inviter_user_id": null,
        "public_metadata": null,
        "private_metadata": null,
        "redirect_url": null,
        "notify": null,
        "expires_in_days": null,
    });
    assert_eq!(post(&clerk, ORGANIZATION, json!([item])).await.0, 200);
}

#[tokio::test]
async fn every_documented_field_is_taken() {
    let clerk = FakeClerk::start().await.unwrap();
    let mut item = json!({
        "email_address": "a@example.com",
        "public_metadata": { "a": 1 },
        "redirect_url": "/welcome",
        "notify": false,
        "ignore_existing": false,
        "expires_in_days": 365,
        "template_slug": "waitlist_invitation",
    });
    assert_eq!(post(&clerk, SINGLE, item.clone()).await.0, 200);
    item["email_address"] = json!("b@example.com");
    item["template_slug"] = json!("invitation");
    assert_eq!(post(&clerk, BULK, json!([item])).await.0, 200);
}

#[tokio::test]
async fn an_organization_item_may_hold_unknown_keys() {
    let clerk = FakeClerk::start().await.unwrap();
    let item = json!({ "email_address": "a@example.com", "role": "org:r", "template_slug": null });
    assert_eq!(post(&clerk, ORGANIZATION, json!([item])).await.0, 200);
}

#[tokio::test]
async fn all_problems_of_a_request_are_reported_together() {
    let clerk = FakeClerk::start().await.unwrap();
    let list = json!([
        { "email_address": "new@example.com" },
        { "email_address": "nobody", "notify": 1, "b": 1, "a": 1 },
        { "expires_in_days": 400 },
    ]);
    let expected = [
        "form_param_format_invalid email_address",
        "form_param_type_invalid notify",
        "form_param_unknown a",
        "form_param_unknown b",
        "form_param_missing email_address",
        "form_param_value_invalid expires_in_days",
    ];
    refused(&clerk, BULK, list, 422, &expected).await;
}

#[tokio::test]
async fn an_address_has_a_local_part_and_a_domain() {
    let clerk = FakeClerk::start().await.unwrap();
    for address in ["", "@", "@example.com", "a@", "a@example", "a b@example.com", "a@b@c.org"] {
        let body = json!({ "email_address": address });
        refused(&clerk, SINGLE, body, 422, &["form_param_format_invalid email_address"]).await;
    }
    for address in ["a.b+c@example.com", "jörg@bücher.example", "o'hara@a-b.c.example"] {
        assert_eq!(post(&clerk, SINGLE, json!({ "email_address": address })).await.0, 200);
    }
}
