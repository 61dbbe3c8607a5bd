//! No error, `Debug` output or span shows a key or an address.

use clerk_invite::{Client, Codec, CreateInvitation, CreateInvitationBulk, json};

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
