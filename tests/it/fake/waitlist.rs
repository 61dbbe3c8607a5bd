//! The waitlist, from an address to a user.

use super::*;

const ALREADY: [(&str, &str); 3] = [
    ("invited", "waitlist_entry_already_invited"),
    ("completed", "waitlist_entry_already_completed"),
    ("rejected", "waitlist_entry_already_rejected"),
];

async fn wait(clerk: &FakeClerk, address: &str) -> String {
    let entry = create(clerk, WAITLIST, json!({ "email_address": address })).await;
    entry["id"].as_str().unwrap().to_owned()
}

/// Invites or rejects, without a body and without a content type.
async fn act(clerk: &FakeClerk, id: &str, action: &str) -> (u16, Value) {
    call(clerk, Method::POST, &format!("{WAITLIST}/{id}/{action}")).await
}

async fn delete(clerk: &FakeClerk, id: &str) -> (u16, Value) {
    call(clerk, Method::DELETE, &format!("{WAITLIST}/{id}")).await
}

/// An entry in the state of this name.
async fn entry_that_is(clerk: &FakeClerk, status: &str) -> String {
    let id = wait(clerk, &format!("{status}@example.com")).await;
    match status {
        "pending" => {}
        "rejected" => assert_eq!(act(clerk, &id, "reject").await.0, 200),
        _ => {
            let (_, entry) = act(clerk, &id, "invite").await;
            let invitation = entry["invitation"]["id"].as_str().unwrap();
            assert!(status == "invited" || clerk.accept(invitation));
        }
    }
    id
}

#[tokio::test]
async fn an_entry_has_clerks_shape() {
    let clerk = FakeClerk::start().await.unwrap();
    let body = json!({ "email_address": "Ada@example.com", "notify": null, "unknown": 1 });
    let entry = create(&clerk, WAITLIST, body).await;
    let now = entry["created_at"].as_i64().unwrap();
    let expected = json!({
        "object": "waitlist_entry",
        "id": "wle_000000000000000000000000001",
        "email_address": "Ada@example.com",
        "status": "pending",
        "is_locked": false,
        "created_at": now,
        "updated_at": now,
        "invitation": null,
    });
    assert_eq!(entry, expected);
    assert!(clerk.received()[0].carried_out);
    assert_eq!(get(&clerk, WAITLIST).await, (200, json!({ "data": [entry], "total_count": 1 })));
}

#[tokio::test]
async fn an_address_is_listed_once() {
    let clerk = FakeClerk::start().await.unwrap();
    let id = wait(&clerk, "a@example.com").await;
    assert_eq!(wait(&clerk, "A@example.com").await, id);
    assert!(!clerk.received()[1].carried_out, "it was there");
    assert_eq!(act(&clerk, &id, "reject").await.0, 200);
    let again = json!([{ "email_address": "b@example.com" }, { "email_address": "a@example.com" }]);
    let list = create(&clerk, "/waitlist_entries/bulk", again).await;
    assert_eq!((&list[0]["status"], &list[1]["status"]), (&json!("pending"), &json!("rejected")));
    assert_eq!(list[1]["id"], id);
    assert_eq!(list.as_array().unwrap().len(), 2);
    assert!(clerk.received().pop().unwrap().carried_out, "one of them");
    assert_eq!(clerk.waitlist_entries().len(), 2);
}

#[tokio::test]
async fn an_entry_is_checked() {
    let clerk = FakeClerk::start().await.unwrap();
    for (body, codes) in [
        (json!({}), &["form_param_missing email_address"][..]),
        (json!({ "email_address": null }), &["form_param_nil email_address"]),
        (json!({ "email_address": "ada" }), &["form_param_format_invalid email_address"]),
        (
            json!({ "email_address": 1, "notify": 1 }),
            &["form_param_type_invalid email_address", "form_param_type_invalid notify"],
        ),
    ] {
        refused(&clerk, WAITLIST, body.clone(), 422, codes).await;
        refused(&clerk, "/waitlist_entries/bulk", json!([body]), 422, codes).await;
    }
    refused(&clerk, WAITLIST, json!([]), 400, &["request_body_invalid"]).await;
    assert_eq!(call(&clerk, Method::POST, WAITLIST).await.0, 415);
    let unknown = json!([{ "email_address": "a@example.com", "unknown": 1 }]);
    refused(&clerk, "/waitlist_entries/bulk", unknown, 422, &["form_param_unknown unknown"]).await;
    assert!(clerk.waitlist_entries().is_empty());
}

#[tokio::test]
async fn a_list_holds_1_to_50_entries_and_no_address_twice() {
    let clerk = FakeClerk::start().await.unwrap();
    let bulk = "/waitlist_entries/bulk";
    refused(&clerk, bulk, json!([]), 400, &["bulk_size_exceeded"]).await;
    refused(&clerk, bulk, items(51), 400, &["bulk_size_exceeded"]).await;
    let address = |address: &str| json!({ "email_address": address });
    let twice =
        json!([address("a@example.com"), address("b@example.com"), address("A@example.com")]);
    refused(&clerk, bulk, twice, 422, &["form_param_duplicate email_address"]).await;
    assert!(clerk.waitlist_entries().is_empty());
    let list = create(&clerk, bulk, items(50)).await;
    assert_eq!(list.as_array().map(Vec::len), Some(50));
    assert_eq!(list[49]["email_address"], "49@example.com");
}

#[tokio::test(start_paused = true)]
async fn whoever_is_invited_has_an_invitation_like_any_other() {
    let clerk = FakeClerk::start().await.unwrap();
    let id = wait(&clerk, "Ada@example.com").await;
    clerk.advance(Duration::from_secs(1));
    let (status, entry) = act(&clerk, &id, "invite").await;
    let now = clerk.now().as_millis();
    assert_eq!((status, &entry["status"]), (200, &json!("invited")));
    assert_eq!((&entry["created_at"], &entry["updated_at"]), (&json!(now - 1000), &json!(now)));
    let invitation = &entry["invitation"];
    assert_eq!(
        (&invitation["object"], &invitation["status"]),
        (&json!("invitation"), &json!("pending"))
    );
    assert_eq!(invitation["email_address"], "Ada@example.com");
    assert_eq!(invitation["expires_at"], now + 30 * DAY);
    assert!(clerk.received().pop().unwrap().carried_out);
    assert_eq!(get(&clerk, SINGLE).await.1, json!([invitation]));
    assert_eq!(get(&clerk, WAITLIST).await.1["data"], json!([entry]));

    let again = json!({ "email_address": "ada@example.com" });
    refused(&clerk, SINGLE, again, 400, &["duplicate_record"]).await;
    let shown = &clerk.waitlist_entries()[0];
    assert_eq!(shown.invitation_id.as_deref(), invitation["id"].as_str());
}

#[tokio::test]
async fn an_entry_is_completed_by_accepting_and_not_by_revoking() {
    let clerk = FakeClerk::start().await.unwrap();
    let entry = entry_that_is(&clerk, "completed").await;
    let (_, list) = get(&clerk, WAITLIST).await;
    assert_eq!(
        (&list["data"][0]["id"], &list["data"][0]["status"]),
        (&json!(entry), &json!("completed"))
    );
    assert_eq!(list["data"][0]["invitation"]["status"], "accepted");

    entry_that_is(&clerk, "invited").await;
    let invitation = clerk.invitations().pop().unwrap().id;
    assert_eq!(
        call(&clerk, Method::POST, &format!("/invitations/{invitation}/revoke")).await.0,
        200
    );
    let (_, list) = get(&clerk, WAITLIST).await;
    assert_eq!(list["data"][0]["status"], "invited");
    assert_eq!(list["data"][0]["invitation"]["status"], "revoked");
}

#[tokio::test]
async fn an_entry_that_cannot_be_invited_stays_on_the_list_unless_that_is_ignored() {
    let clerk = FakeClerk::start().await.unwrap();
    clerk.add_user("user@example.com");
    create(&clerk, SINGLE, json!({ "email_address": "pending@example.com" })).await;
    for (address, status, code) in [
        ("user@example.com", 422, "form_identifier_exists email_address"),
        ("pending@example.com", 400, "duplicate_record"),
    ] {
        let id = wait(&clerk, address).await;
        let path = format!("{WAITLIST}/{id}/invite");
        let (got, body) = act(&clerk, &id, "invite").await;
        assert_eq!((got, codes(&body)), (status, vec![code.to_owned()]));
        refused(&clerk, &path, json!({ "ignore_existing": null }), status, &[code]).await;
        assert_eq!(clerk.waitlist_entries().pop().unwrap().status, "pending");
        let entry = create(&clerk, &path, json!({ "ignore_existing": true })).await;
        assert_eq!(entry["status"], "invited");
    }
    assert_eq!(clerk.invitations().len(), 3);
}

#[tokio::test]
async fn the_body_of_an_invite_is_checked_if_there_is_one() {
    let clerk = FakeClerk::start().await.unwrap();
    let path = format!("{WAITLIST}/{}/invite", wait(&clerk, "a@example.com").await);
    let wrong = json!({ "ignore_existing": "yes" });
    refused(&clerk, &path, wrong, 422, &["form_param_type_invalid ignore_existing"]).await;
    refused(&clerk, &path, json!([]), 400, &["request_body_invalid"]).await;
    let untyped = request(&clerk, Method::POST, &path).body("{}").send().await.unwrap();
    assert_eq!((untyped.status().as_u16(), clerk.invitations().len()), (415, 0));
    create(&clerk, &path, json!({ "unknown": 1 })).await;
}

#[tokio::test(start_paused = true)]
async fn an_entry_can_be_rejected() {
    let clerk = FakeClerk::start().await.unwrap();
    let id = wait(&clerk, "a@example.com").await;
    clerk.advance(Duration::from_secs(1));
    let (status, entry) = act(&clerk, &id, "reject").await;
    assert_eq!((status, &entry["status"], &entry["id"]), (200, &json!("rejected"), &json!(id)));
    assert_eq!(entry["updated_at"], clerk.now().as_millis());
    assert!(clerk.received().pop().unwrap().carried_out);
    assert_eq!(get(&clerk, WAITLIST).await.1["data"], json!([entry]));
    assert!(clerk.invitations().is_empty());
}

#[tokio::test]
async fn a_deleted_entry_is_gone_and_its_id_too() {
    let clerk = FakeClerk::start().await.unwrap();
    let (first, second) =
        (wait(&clerk, "a@example.com").await, wait(&clerk, "b@example.com").await);
    let deleted = json!({ "object": "waitlist_entry", "id": second, "deleted": true });
    assert_eq!(delete(&clerk, &second).await, (200, deleted));
    assert!(clerk.received().pop().unwrap().carried_out);
    let (_, list) = get(&clerk, WAITLIST).await;
    assert_eq!((&list["total_count"], &list["data"][0]["id"]), (&json!(1), &json!(first)));

    assert_eq!(delete(&clerk, &second).await.0, 404);
    let again = wait(&clerk, "b@example.com").await;
    assert!(again != first && again != second, "{again}");
}

#[tokio::test]
async fn nothing_can_be_done_with_an_entry_that_is_not_pending_or_not_there() {
    let clerk = FakeClerk::start().await.unwrap();
    for (status, code) in ALREADY {
        let id = entry_that_is(&clerk, status).await;
        let (entries, invitations) = (clerk.waitlist_entries(), clerk.invitations());
        for (got, body) in [
            act(&clerk, &id, "invite").await,
            act(&clerk, &id, "reject").await,
            delete(&clerk, &id).await,
        ] {
            assert_eq!((got, codes(&body)), (409, vec![code.to_owned()]));
            assert!(!clerk.received().pop().unwrap().carried_out);
        }
        assert_eq!((clerk.waitlist_entries(), clerk.invitations()), (entries, invitations));
    }
    for (got, body) in [
        act(&clerk, "wle_x", "invite").await,
        act(&clerk, "wle_x", "reject").await,
        delete(&clerk, "wle_x").await,
    ] {
        assert_eq!((got, codes(&body)), (404, vec!["resource_not_found".to_owned()]));
    }
}

#[tokio::test]
async fn entries_are_listed_by_status() {
    let clerk = FakeClerk::start().await.unwrap();
    for status in ["pending", "invited", "completed", "rejected"] {
        entry_that_is(&clerk, status).await;
    }
    for status in ["pending", "invited", "completed", "rejected"] {
        let (_, list) = get(&clerk, &format!("{WAITLIST}?status={status}")).await;
        assert_eq!((&list["total_count"], &list["data"][0]["status"]), (&json!(1), &json!(status)));
    }
    assert_eq!(get(&clerk, WAITLIST).await.1["total_count"], 4);
    let (status, body) = get(&clerk, &format!("{WAITLIST}?status=accepted")).await;
    assert_eq!((status, codes(&body)), (422, vec!["form_param_value_invalid status".to_owned()]));
}

#[tokio::test]
async fn entries_can_be_ordered_by_when_they_were_invited() {
    let clerk = FakeClerk::start().await.unwrap();
    let mut ids = Vec::new();
    for address in ["a@example.com", "b@example.com", "c@example.com", "d@example.com"] {
        ids.push(wait(&clerk, address).await);
    }
    for id in [&ids[2], &ids[1]] {
        clerk.advance(Duration::from_secs(1));
        assert_eq!(act(&clerk, id, "invite").await.0, 200);
    }
    for (order_by, expected) in [("invited_at", [0, 3, 2, 1]), ("-invited_at", [1, 2, 3, 0])] {
        let (_, list) = get(&clerk, &format!("{WAITLIST}?order_by={order_by}")).await;
        let listed: Vec<_> =
            list["data"].as_array().unwrap().iter().map(|entry| &entry["id"]).collect();
        assert_eq!(listed, expected.map(|n: usize| &ids[n]), "{order_by}");
    }
}

#[tokio::test]
async fn debug_of_an_entry_shows_no_address() {
    let clerk = FakeClerk::start().await.unwrap();
    wait(&clerk, "ada@example.com").await;
    let shown = format!("{:?} {:#?}", clerk.waitlist_entries(), clerk.waitlist_entries());
    assert!(shown.contains("wle_") && shown.contains("Pending"), "{shown}");
    assert!(!shown.contains("ada"), "{shown}");
    assert_eq!(clerk.waitlist_entries()[0].email_address, "ada@example.com");
}
