//! Endpoints that the fake does not know, with a test's own responses.

use std::sync::Arc;

use clerk_invite::fake::Fault;
use clerk_invite::{Delivery, GetOrganizationInvitation, ListInvitations, endpoint};

use super::*;

/// Gets a thing.
#[endpoint(GET, "/things/{thing_id}")]
#[returns(Value)]
struct GetThing {
    /// The thing.
    thing_id: String,
}

/// Makes a thing.
#[endpoint(POST, "/things")]
#[returns(Value)]
struct MakeThing {
    /// Its name.
    name: String,
}

/// Lists the newest things.
#[endpoint(GET, "/things/newest")]
#[returns(Value)]
struct NewestThings {}

/// Deletes a thing.
#[endpoint(DELETE, "/things/{id}")]
#[returns(())]
struct DeleteThing {
    /// The thing.
    id: String,
}

/// Erases a thing.
#[endpoint(DELETE, "/things/{thing_id}")]
#[returns(())]
struct EraseThing {
    /// The thing.
    thing_id: String,
}

#[tokio::test]
async fn a_new_endpoint_has_the_response_that_a_test_gives_it() {
    let clerk = FakeClerk::start().await.unwrap();
    let client = clerk.client();
    clerk.respond_to::<GetThing>(200, json!({ "id": "t_1" }));
    clerk.respond_to::<DeleteThing>(204, json!(null));
    assert_eq!(client.send(GetThing::new("t_1")).await.unwrap(), json!({ "id": "t_1" }));
    client.send(DeleteThing::new("t_1")).await.unwrap();
    let received = clerk.received();
    assert_eq!((received[0].operation, received[0].status.unwrap().as_u16()), (None, 200));

    // The last one counts, whatever its placeholder is called, and a word goes before an id.
    clerk.respond_to::<DeleteThing>(200, json!({ "old": true }));
    clerk.respond_to::<EraseThing>(200, json!({ "new": true }));
    assert_eq!(call(&clerk, Method::DELETE, "/things/1").await, (200, json!({ "new": true })));
    clerk.respond_to::<NewestThings>(200, json!(["t_2"]));
    clerk.respond_to::<GetThing>(200, json!({ "id": "t_2" }));
    assert_eq!(client.send(GetThing::new("t_1")).await.unwrap(), json!({ "id": "t_2" }));
    assert_eq!(client.send(NewestThings::new()).await.unwrap(), json!(["t_2"]));
}

#[tokio::test]
async fn a_response_can_be_a_function_that_sees_the_request_and_uses_the_fake() {
    let clerk = Arc::new(FakeClerk::start().await.unwrap());
    let asked = Arc::clone(&clerk);
    clerk.respond_to_with::<MakeThing>(move |request| {
        asked.advance(Duration::from_secs(1));
        assert_eq!(request.uri().path(), "/v1/things");
        let body: Value = serde_json::from_slice(request.body()).unwrap();
        match body["name"].as_str() {
            Some("bad") => (422, json!({ "errors": [{ "message": "m", "code": "bad_name" }] })),
            _ => (201, json!({ "name": body["name"], "users": asked.users().len() })),
        }
    });
    clerk.add_user("a@example.com");
    let made = clerk.client().send(MakeThing::new("good")).await.unwrap();
    assert_eq!(made, json!({ "name": "good", "users": 1 }));
    let error = clerk.client().send(MakeThing::new("bad")).await.unwrap_err();
    assert_eq!((error.code(), error.delivery()), (Some("bad_name"), Delivery::Rejected));
}

#[tokio::test]
async fn a_response_goes_before_the_operation_of_the_same_path() {
    let clerk = FakeClerk::start().await.unwrap();
    clerk.respond_to::<ListInvitations>(503, json!({ "errors": [] }));
    assert_eq!(get(&clerk, SINGLE).await.0, 503);
    create(&clerk, SINGLE, json!({ "email_address": "a@example.com" })).await;
    clerk.respond_to::<GetOrganizationInvitation>(200, json!({ "id": "x" }));
    assert_eq!(get(&clerk, &format!("{OF_ORGANIZATION}/y")).await, (200, json!({ "id": "x" })));
}

#[tokio::test]
async fn the_key_and_the_faults_are_as_for_any_other_endpoint() {
    let clerk = FakeClerk::start().await.unwrap();
    clerk.respond_to::<GetThing>(200, json!({}));
    let url = format!("{}/things/1", clerk.base_url());
    assert_eq!(client().get(url).send().await.unwrap().status(), 401);
    clerk.inject(Fault::LoseResponse);
    let error = clerk.client().send(MakeThing::new("x")).await.unwrap_err();
    assert_eq!(error.delivery(), Delivery::Unknown);
    clerk.inject(Fault::DeliverLate(Duration::from_secs(1)));
    assert!(request(&clerk, Method::GET, "/things/1").send().await.is_err());
    clerk.advance(Duration::from_secs(1));
    assert_eq!(clerk.received().len(), 3);
}

#[tokio::test]
async fn an_unknown_path_says_how_to_make_it_known() {
    let clerk = FakeClerk::start().await.unwrap();
    let error = clerk.client().send(GetThing::new("t_1")).await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.code()), (404, Some("resource_not_found")));
    assert!(error.to_string().contains("respond_to::<"), "{error}");
    // Another method of a path that a test has made known.
    clerk.respond_to::<GetThing>(200, json!({}));
    let (status, body) = call(&clerk, Method::PUT, "/things/1").await;
    assert_eq!((status, codes(&body)), (405, vec!["method_not_allowed".to_owned()]));
}

#[tokio::test]
async fn a_status_that_http_does_not_have_is_said_to_be_the_tests() {
    let clerk = FakeClerk::start().await.unwrap();
    for status in [0, 99, 100, 1000] {
        clerk.respond_to::<GetThing>(status, json!({}));
        let (got, body) = get(&clerk, "/things/1").await;
        assert_eq!(got, 500);
        assert!(body["errors"][0]["long_message"].as_str().unwrap().contains(&status.to_string()));
    }
}
