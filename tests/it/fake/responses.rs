//! The bodies of successful responses.

use super::*;

#[tokio::test]
async fn an_invitation_has_clerks_shape() {
    let clerk = FakeClerk::start().await.unwrap();
    let body = json!({ "email_address": "Ada@example.com", "expires_in_days": 7 });
    let (status, invitation) = post(&clerk, SINGLE, body).await;

    let created_at = invitation["created_at"].as_i64().unwrap();
    assert_eq!(status, 200);
    assert_eq!(
        invitation,
        json!({
            "object": "invitation",
            "id": "inv_000000000000000000000000001",
            "email_address": "Ada@example.com",
            "public_metadata": {},
            "revoked": false,
            "status": "pending",
            "url": "https://fake.clerk.accounts.example/v1/tickets/accept?ticket=inv_000000000000000000000000001",
            "expires_at": created_at + 7 * DAY,
            "created_at": created_at,
            "updated_at": created_at,
        })
    );
    // After 2020 and before 2100 only if it counts milliseconds.
    assert!((1_577_836_800_000..4_102_444_800_000).contains(&created_at), "{created_at}");
}

#[tokio::test]
async fn a_bulk_call_returns_a_bare_array_in_the_order_of_the_request() {
    let clerk = FakeClerk::start().await.unwrap();
    let list = json!([{ "email_address": "b@example.com" }, { "email_address": "a@example.com" }]);
    let (status, created) = post(&clerk, BULK, list).await;

    assert_eq!(status, 200);
    assert_eq!(created.as_array().map(Vec::len), Some(2));
    assert_eq!(created[0]["email_address"], "b@example.com");
    assert_eq!(created[1]["email_address"], "a@example.com");
    assert_ne!(created[0]["id"], created[1]["id"]);
    let created_at = created[0]["created_at"].as_i64().unwrap();
    assert_eq!(created[0]["expires_at"], created_at + 30 * DAY);
}

#[tokio::test]
async fn an_organization_bulk_call_returns_an_envelope() {
    let clerk = FakeClerk::start().await.unwrap();
    let list = json!([
        {
            "email_address": "ada@example.com",
            "role": "org:admin",
            "inviter_user_id": "user_1",
            "private_metadata": { "a": 1 },
            "expires_in_days": 1,
        },
        { "email_address": "bob@example.com", "role": "org:billing_manager" },
    ]);
    let (status, response) = post(&clerk, ORGANIZATION, list).await;

    let (ada, bob) = (&response["data"][0], &response["data"][1]);
    let created_at = ada["created_at"].as_i64().unwrap();
    assert_eq!((status, &response["total_count"]), (200, &json!(2)));
    assert_eq!(
        *ada,
        json!({
            "object": "organization_invitation",
            "id": "orginv_000000000000000000000000001",
            "email_address": "ada@example.com",
            "role": "org:admin",
            "role_name": "Admin",
            "organization_id": "org_123",
            "inviter_id": "user_1",
            "public_inviter_data": {
                "user_id": "user_1",
                "first_name": "Fake",
                "last_name": null,
                "image_url": "https://img.clerk.example/user_1",
                "has_image": false,
                "identifier": "user_1@clerk.example",
            },
            "status": "pending",
            "public_metadata": {},
            "private_metadata": { "a": 1 },
            "url": "https://fake.clerk.accounts.example/v1/tickets/accept?ticket=orginv_000000000000000000000000001",
            "expires_at": created_at + DAY,
            "created_at": created_at,
            "updated_at": created_at,
        })
    );
    assert_eq!(bob["role_name"], "Billing Manager");
    assert!(bob["inviter_id"].is_null() && bob["public_inviter_data"].is_null());
    assert!(bob.as_object().unwrap().contains_key("public_inviter_data"));
}

#[tokio::test]
async fn metadata_comes_back_as_it_was_written() {
    let clerk = FakeClerk::start().await.unwrap();
    let written =
        r#"{"z":1.50,"a":12345678901234567890123,"camelCase":{"É":1e2,"b":[ ]},"z":"\u00e9"}"#;

    let body = format!(r#"{{"email_address":"a@example.com","public_metadata":{written}}}"#);
    let response = send(&clerk, SINGLE, body).await.text().await.unwrap();
    assert!(response.contains(&format!(r#""public_metadata":{written},"#)), "{response}");

    let body = format!(
        r#"[{{"email_address":"a@example.com","role":"org:r","public_metadata":{written},"private_metadata":{written}}}]"#
    );
    let response = send(&clerk, ORGANIZATION, body).await.text().await.unwrap();
    assert!(response.contains(&format!(r#""public_metadata":{written},"#)), "{response}");
    assert!(response.contains(&format!(r#""private_metadata":{written},"#)), "{response}");
}

#[tokio::test]
async fn every_response_has_its_own_trace_id_and_the_exact_content_type() {
    let clerk = FakeClerk::start().await.unwrap();
    let created = send(&clerk, SINGLE, r#"{"email_address":"a@example.com"}"#).await;
    let refused = send(&clerk, SINGLE, "{}").await;
    let traces = [&created, &refused].map(|response| {
        assert_eq!(response.headers()["content-type"], "application/json");
        response.headers()["clerk-trace-id"].to_str().unwrap().to_owned()
    });
    for trace in &traces {
        assert!(trace.len() == 32 && trace.bytes().all(|b| b.is_ascii_hexdigit()), "{trace}");
    }
    assert_ne!(traces[0], traces[1]);
    assert_eq!(refused.json::<Value>().await.unwrap()["clerk_trace_id"], traces[1].as_str());
}
