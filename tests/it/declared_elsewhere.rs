//! Endpoints that other crates declare, sent through `Client::send`.

use clerk_invite::serde::Deserialize;
use clerk_invite::{Delivery, Endpoint, Nullable, RateLimit, UserId, endpoint, params};

use crate::server::Server;

#[derive(Debug, PartialEq, Deserialize)]
#[serde(crate = "clerk_invite::serde")]
struct User {
    id: UserId,
}

/// Finds users.
#[endpoint(GET, "/users", rate_limit = "1000/10s")]
#[returns(Vec<User>)]
struct ListUsers {
    limit: Option<u32>,
    #[rename = "email_address[]"]
    email_address: Vec<String>,
    query: Option<String>,
    paginated: bool,
}

/// Changes a user.
#[endpoint(PATCH, "/users/{user_id}")]
#[returns(User)]
struct UpdateUser {
    user_id: UserId,
    first_name: Nullable<String>,
    last_name: Nullable<String>,
    username: Nullable<String>,
    limits: Option<Limits>,
}

/// Some nested limits.
#[params]
struct Limits {
    #[range(min = 1, max = 5)]
    #[rename = "maxSessions"]
    max_sessions: Option<u8>,
}

/// Deletes a user.
#[endpoint(DELETE, "/users/{user_id}")]
#[returns(())]
struct DeleteUser {
    user_id: UserId,
}

/// Replaces the metadata.
#[endpoint(PUT, "/users/{user_id}/metadata")]
#[returns(Option<User>)]
struct ReplaceMetadata {
    user_id: UserId,
    #[body]
    metadata: Option<clerk_invite::Metadata>,
}

/// Bans a user.
#[endpoint(POST, "/users/{user_id}/ban")]
#[returns(User)]
struct BanUser {
    user_id: UserId,
}

#[tokio::test]
async fn a_query_has_every_parameter() {
    let server = Server::json("200 OK", r#"[{"id":"user_1"}]"#).await;
    let request = ListUsers::new(["a+b@c.d".to_owned(), "e@f.g".to_owned()], true);
    let users = server.client().send(request.limit(10).query("x & y")).await.expect("users");
    assert_eq!(users, [User { id: "user_1".into() }]);
    let request = server.only_request();
    assert_eq!(
        request.request_line,
        "GET /v1/users?limit=10&email_address%5B%5D=a%2Bb%40c.d&email_address%5B%5D=e%40f.g\
         &query=x%20%26%20y&paginated=true HTTP/1.1"
    );
    assert_eq!((request.header("content-type"), request.body.as_str()), (None, ""));
    assert_eq!(
        ListUsers::RATE_LIMIT,
        Some(RateLimit::new(1000, std::time::Duration::from_secs(10)))
    );
    assert_eq!((ListUsers::NAME, ListUsers::PATH), ("ListUsers", "/users"));
    assert_eq!(ListUsers::MAX_ITEMS, None);
}

#[tokio::test]
async fn null_clears_and_absent_keeps() {
    let server = Server::json("200 OK", r#"{"id":"user_1"}"#).await;
    let request = UpdateUser::new("user_1").first_name("A").last_name(None);
    server.client().send(request).await.expect("a user");
    let request = server.only_request();
    assert_eq!(request.request_line, "PATCH /v1/users/user_1 HTTP/1.1");
    assert_eq!(request.body, r#"{"first_name":"A","last_name":null}"#);
}

#[tokio::test]
async fn an_object_without_a_property_is_an_object() {
    let server = Server::json("200 OK", r#"{"id":"user_1"}"#).await;
    server.client().send(UpdateUser::new("user_1")).await.expect("a user");
    assert_eq!(server.only_request().body, "{}");
}

#[tokio::test]
async fn ranges_of_nested_objects_are_checked() {
    let server = Server::json("200 OK", r#"{"id":"user_1"}"#).await;
    let client = server.client();
    let request = UpdateUser::new("user_1").limits(Limits::new().max_sessions(6));
    let error = client.send(request).await.expect_err("out of range");
    assert_eq!(error.delivery(), Delivery::NotSent);
    let field = error.invalid_request().map(|invalid| invalid.field().to_owned());
    assert_eq!(field.as_deref(), Some("limits.max_sessions"));
    client.send(UpdateUser::new("user_1").limits(Limits::new().max_sessions(5))).await.expect("ok");
    assert_eq!(server.only_request().body, r#"{"limits":{"maxSessions":5}}"#);
}

#[tokio::test]
async fn an_answer_may_be_empty() {
    let empty = "HTTP/1.1 204 No Content\r\n\r\n";
    let server = Server::answering(empty).await;
    server.client().send(DeleteUser::new("user_1")).await.expect("nothing");
    assert_eq!(server.only_request().request_line, "DELETE /v1/users/user_1 HTTP/1.1");
    let none = server.client().send(ReplaceMetadata::new("user_1")).await.expect("nothing");
    assert_eq!(none, None);
}

#[tokio::test]
async fn a_body_may_be_left_out() {
    let server = Server::json("200 OK", r#"{"id":"user_1"}"#).await;
    let client = server.client();
    client.send(BanUser::new("user_1")).await.expect("a user");
    let request = server.only_request();
    assert_eq!((request.header("content-type"), request.body.as_str()), (None, ""));

    client.send(ReplaceMetadata::new("user_1")).await.expect("a user");
    let metadata = clerk_invite::Metadata::new().with("a", 1);
    client.send(ReplaceMetadata::new("user_1").metadata(metadata)).await.expect("a user");
    let bodies: Vec<_> = server.received().into_iter().map(|request| request.body).collect();
    assert_eq!(bodies, ["", "", r#"{"a":1}"#]);
}
