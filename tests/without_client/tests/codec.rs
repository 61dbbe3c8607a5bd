//! Values to `http::Request` and `http::Response` to values, with no HTTP client in the tree.

use std::time::Duration;

use clerk_invite::bytes::Bytes;
use clerk_invite::http::{Method, Response, StatusCode};
use clerk_invite::{
    Codec, CreateInvitation, CreateInvitationBulk, Delivery, Endpoint, InvitationStatus, RateLimit,
};
use without_client::{AddNotes, LockUser, Note, User, send};

const INVITATION: &str = r#"{
    "object": "invitation",
    "id": "inv_1",
    "email_address": "a@example.com",
    "status": "pending",
    "created_at": 1700000000000,
    "updated_at": 1700000000000
}"#;

fn codec() -> Codec {
    Codec::new("sk_test_1").expect("a key")
}

fn response(status: u16, body: &str) -> Response<Bytes> {
    Response::builder()
        .status(status)
        .header("content-type", "application/json")
        .body(Bytes::from(body.to_owned()))
        .expect("a response")
}

#[test]
fn a_declaration_is_encoded_and_its_response_decoded() {
    let request = LockUser::new("user_1").reason(None).minutes(5_u16);
    assert_eq!(LockUser::RATE_LIMIT, Some(RateLimit::new(10, Duration::from_secs(10))));

    let user = send(&codec(), &request, |request| {
        assert_eq!(request.method(), Method::POST);
        assert_eq!(request.uri(), "https://api.clerk.com/v1/users/user_1/lock");
        assert_eq!(request.headers()["authorization"], "Bearer sk_test_1");
        assert_eq!(request.headers()["content-type"], "application/json");
        assert_eq!(request.body(), r#"{"reason":null,"minutes":5}"#);
        response(200, r#"{"id":"user_1","unknown":true}"#)
    });
    assert_eq!(user.expect("a user"), User { id: "user_1".into() });
}

#[test]
fn what_is_wrong_is_refused_before_it_is_sent() {
    let unsent = |error: clerk_invite::Error, text: &str| {
        assert_eq!(error.delivery(), Delivery::NotSent);
        assert!(error.invalid_request().is_some());
        assert!(error.to_string().contains(text), "{error}");
    };
    let too_long = LockUser::new("user_1").minutes(1441_u16);
    unsent(codec().encode(&too_long).expect_err("too long"), "1 to 1440");
    unsent(codec().encode(&LockUser::new("..")).expect_err("a dot segment"), "user_id");
    let notes = vec![Note::new("a"); 4];
    unsent(codec().encode(&AddNotes::new("user_1", notes)).expect_err("four"), "4 items");
}

#[test]
fn clerks_own_operations_are_there() {
    let invitation = send(&codec(), &CreateInvitation::new("a@example.com"), |request| {
        assert_eq!(request.uri(), "https://api.clerk.com/v1/invitations");
        assert_eq!(request.body(), r#"{"email_address":"a@example.com"}"#);
        response(200, INVITATION)
    })
    .expect("an invitation");
    assert_eq!(invitation.email_address, "a@example.com");
    assert_eq!(invitation.status, InvitationStatus::Pending);

    let bulk = CreateInvitationBulk::new([CreateInvitation::new("a@example.com")]);
    let invitations = send(&codec(), &bulk, |_| response(200, &format!("[{INVITATION}]")));
    assert_eq!(invitations.expect("a list"), [invitation]);
}

#[test]
fn an_error_says_what_became_of_the_request() {
    let request = CreateInvitation::new("a@example.com");
    let error = |status: u16, body: &str| {
        send(&codec(), &request, |_| response(status, body)).expect_err("an error")
    };
    let duplicate = r#"{"errors":[{"code":"duplicate_record","message":"is taken"}]}"#;
    let rejected = error(422, duplicate);
    assert_eq!(rejected.delivery(), Delivery::Rejected);
    assert_eq!(rejected.status(), Some(StatusCode::UNPROCESSABLE_ENTITY));
    assert_eq!(rejected.code(), Some("duplicate_record"));

    assert_eq!(error(500, "").delivery(), Delivery::Unknown);
    assert_eq!(error(200, r#"{"id":"inv_1""#).delivery(), Delivery::Accepted);
}

#[test]
fn a_rate_limit_says_for_how_long() {
    let mut limited = response(429, r#"{"errors":[]}"#);
    limited.headers_mut().insert("retry-after", "7".parse().expect("a value"));
    let error =
        send(&codec(), &LockUser::new("user_1"), |_| limited).expect_err("too many requests");
    assert!(error.is_rate_limited());
    assert_eq!(error.retry_after(), Some(Duration::from_secs(7)));
}
