//! No error, `Debug` output or span shows a key or an address.

use clerk_invite::{
    Client, Codec, CreateInvitation, CreateInvitationBulk, CreateOrganizationInvitation,
    ListInvitations, json,
};

use crate::server::Server;

const KEY: &str = "sk_test_0123456789";
const ADDRESS: &str = "somebody@example.com";

fn assert_clean(shown: &str) {
    for secret in [KEY, "0123456789", ADDRESS, "somebody"] {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
}

#[tokio::test]
async fn errors_are_clean() {
    let long = format!("{ADDRESS} has been invited, and {KEY} is wrong, says user_2abC");
    let refusal = format!(
        r#"{{"errors":[{{"code":"x","message":"{ADDRESS}","long_message":"{long}","meta":{{"email_addresses":["{ADDRESS}"]}}}}]}}"#
    );
    let mistyped =
        format!(r#"{{"id":"inv_1","email_address":"a","status":"x","created_at":"{ADDRESS}"}}"#);
    for (status, body) in [
        ("422 X", refusal.as_str()),
        (
            "422 X",
            r#"{"errors":[{"code":"x somebody@example.com"}],"clerk_trace_id":"somebody@example.com"}"#,
        ),
        ("200 OK", &mistyped),
        ("200 OK", ADDRESS),
        ("500 X", ADDRESS),
    ] {
        let server = Server::json(status, body).await;
        let client = server.client();
        let error = client.create_invitation(CreateInvitation::new(ADDRESS)).await;
        let error = error.expect_err("a failure");
        assert_clean(&error.to_string());
        assert_clean(&format!("{error:?} {error:#?}"));
        let mut cause: Option<&dyn std::error::Error> = Some(&error);
        while let Some(error) = cause {
            assert_clean(&format!("{error} {error:?}"));
            cause = error.source();
        }
    }
}

/// A code is letters and underscores, and so can a key be.
#[test]
fn a_code_that_is_the_key_is_not_shown() {
    let key = "sk_test_abcdefghijklmnop";
    let codec = Codec::new(key).expect("a codec");
    let body = format!(r#"{{"errors":[{{"code":"{key}","message":"no"}}]}}"#);
    let response = clerk_invite::http::Response::builder().status(401).body(body.into());
    let request = CreateInvitation::new(ADDRESS);
    let error = codec.decode(&request, &response.expect("a response")).expect_err("a refusal");
    assert!(!format!("{error} {error:?}").contains(key), "{error:?}");
    assert_eq!(error.code(), None);
}

#[test]
fn clients_and_requests_are_clean() {
    let builder = Client::builder(KEY);
    assert_clean(&format!("{builder:?}"));
    let client = builder.build().expect("a client");
    assert_clean(&format!("{client:?} {client:#?}"));
    let codec = Codec::new(KEY).expect("a codec");
    let request = CreateInvitation::new(ADDRESS);
    let encoded = codec.encode(&request).expect("a request");
    assert_clean(&format!("{codec:?} {request:?} {:?} {:?}", encoded.headers(), encoded.uri()));
    assert_clean(&format!("{:?}", CreateInvitationBulk::new([request])));
}

#[test]
fn a_wrong_key_is_not_repeated() {
    let error = Client::new(format!("pk_{KEY}")).expect_err("a publishable key");
    assert_clean(&format!("{error} {error:?}"));
    let error = Client::new(format!("{KEY} {KEY}")).expect_err("two keys");
    assert_clean(&format!("{error} {error:?}"));
}

#[tokio::test]
async fn an_invalid_request_is_clean() {
    let server = Server::json("200 OK", "[]").await;
    let client = server.client();
    let request = CreateInvitation::new(ADDRESS).public_metadata(json!([ADDRESS]));
    let error = client.create_invitation(request).await.expect_err("a list");
    assert_clean(&format!("{error} {error:?}"));
}

#[test]
fn who_has_invited_is_not_shown() {
    let inviter =
        r#"{"user_id":"user_1","first_name":"Ann","last_name":"Lee","image_url":"https://i"}"#;
    let inviter: clerk_invite::PublicInviterData =
        serde_json::from_str(inviter).expect("an inviter");
    let shown = format!("{inviter:?}");
    assert!(["Ann", "Lee", "https"].iter().all(|text| !shown.contains(text)), "{shown}");
}

#[tokio::test]
async fn results_are_clean() {
    let body = format!(
        r#"{{"id":"inv_1","email_address":"{ADDRESS}","status":"pending","url":"https://a/?ticket={KEY}","created_at":1,"updated_at":1}}"#
    );
    let server = Server::json("200 OK", &body).await;
    let call = CreateInvitation::new(ADDRESS);
    let invitation = server.client().create_invitation(call).await.expect("an invitation");
    assert_eq!(invitation.email_address, ADDRESS);
    assert_clean(&format!("{invitation:?}"));
}

/// Keeps whatever the `log` crate is given on the thread of a test.
struct KeptLog;

thread_local! {
    static KEPT: std::cell::RefCell<Vec<String>> = const { std::cell::RefCell::new(Vec::new()) };
}

impl log::Log for KeptLog {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        KEPT.with_borrow_mut(|kept| kept.push(format!("{} {}", record.target(), record.args())));
    }

    fn flush(&self) {}
}

#[tokio::test]
async fn logs_of_the_connection_are_clean() {
    log::set_logger(&KeptLog).expect("the only logger");
    log::set_max_level(log::LevelFilter::Trace);
    let server = Server::json("500 X", "").await;
    let builder = Client::builder(KEY).base_url(server.base_url());
    let client = builder.http_client(|http| http.connection_verbose(true)).build();
    let client = client.expect("a client");
    let error = client.create_invitation(CreateInvitation::new(ADDRESS)).await;
    assert!(error.is_err());
    let kept = KEPT.take();
    assert!(
        kept.iter().any(|line| line.contains("127.0.0.1")),
        "reqwest logs connections: {kept:?}"
    );
    for line in &kept {
        assert_clean(line);
    }
}

/// Every value of a request, as a message might quote it.
#[tokio::test]
async fn whatever_the_request_says_is_shown_nowhere() {
    for address in [
        "o'brien&sons@corp.example",
        "a=b@corp.example",
        "slash/dept@corp.example",
        "\"john.doe\"@corp.example",
        "\"a,b\\\"c\"@corp.example",
        "J\u{d6}RG@b\u{fc}cher.example",
    ] {
        let secrets = [
            address,
            "acme corp",
            "https://www.example.com/welcome?code=x1",
            "two words",
            "15551234567",
            "deep value",
            "boss",
        ];
        let message = format!(
            "{} and {} and {} and {} and `{}` and {} and {}",
            secrets[0], secrets[1], secrets[2], secrets[3], secrets[4], secrets[5], secrets[6],
        );
        let errors =
            json!({ "errors": [{ "code": "x", "message": "no", "long_message": message }] });
        for status in ["400 X", "500 X"] {
            let server = Server::json(status, &errors.to_string()).await;
            let request = CreateOrganizationInvitation::new("acme corp", address, "org:admin")
                .inviter_user_id("boss")
                .redirect_url(secrets[2])
                .public_metadata(json!({ "note": "two words", "phone": 15_551_234_567_u64 }))
                .private_metadata(json!({ "nested": [{ "x": "deep value" }] }));
            let shown = format!("{request:?}");
            for secret in [address, secrets[2], "two words", "15551234567"] {
                assert!(!shown.contains(secret), "{secret} in {shown}");
            }
            let error = server.client().send(request).await.expect_err("a failure");
            let shown = format!("{error} {error:?} {:?} {}", error.errors(), error.errors()[0]);
            for secret in secrets.iter().copied().chain(["brien", "sons", "dept", "corp", "john"]) {
                assert!(!shown.contains(secret), "{secret} in {shown}");
            }
            assert!(
                shown.contains(
                    "[address] and [id] and [url] and [value] and `[value]` and [value] and [id]"
                ),
                "{shown}"
            );
            assert_eq!(error.errors()[0].long_message(), Some(message.as_str()));
        }
    }
}

#[tokio::test]
async fn a_query_and_a_key_are_shown_nowhere() {
    let message =
        "nothing for jane roe or o'neil&co@corp.example with topsecretkey, role org:admin";
    let errors = json!({ "errors": [{ "code": "x", "long_message": message }] });
    let server = Server::json("422 X", &errors.to_string()).await;
    let client = Client::builder("topsecretkey").base_url(server.base_url()).build();
    let client = client.expect("a client");
    let error = client.send(ListInvitations::new().query("jane roe")).await.expect_err("a failure");
    assert!(
        error.to_string().contains("nothing for [value] or [address] with [key], role org:admin"),
        "{error}"
    );
}
