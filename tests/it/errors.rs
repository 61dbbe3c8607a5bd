//! The facts that an error holds, and its text.

use std::time::Duration;

use clerk_invite::{Client, CreateInvitation, Delivery, Error};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::server::Server;

async fn error_of(server: Server) -> Error {
    let call = CreateInvitation::new("a@example.com");
    server.client().create_invitation(call).await.expect_err("a failure")
}

const DUPLICATE: &str = r#"{"errors":[{"message":"duplicate invitation","long_message":"There are already pending invitations for the following email addresses: a@example.com","code":"duplicate_record","meta":{"email_addresses":["a@example.com"],"big":123456789012345678901234567890}}],"clerk_trace_id":"b0d5"}"#;

#[tokio::test]
async fn clerks_errors_are_all_there() {
    let error = error_of(Server::json("400 Bad Request", DUPLICATE).await).await;
    assert_eq!(error.status().map(|status| status.as_u16()), Some(400));
    assert_eq!(error.delivery(), Delivery::Rejected);
    assert_eq!(error.code(), Some("duplicate_record"));
    assert!(error.is_duplicate() && !error.is_rate_limited() && !error.is_timeout());
    assert_eq!(error.trace_id(), Some("b0d5"));
    assert_eq!(error.addresses(), ["a@example.com"]);
    let [first] = error.errors() else { panic!("one error") };
    assert_eq!(first.code(), "duplicate_record");
    assert_eq!(first.message(), "duplicate invitation");
    assert!(first.long_message().is_some_and(|message| message.ends_with("a@example.com")));
    let meta = first.meta().expect("meta").as_json();
    assert!(meta.contains("123456789012345678901234567890"), "{meta}");
}

#[tokio::test]
async fn it_reads_well_and_names_nobody() {
    let error = error_of(Server::json("400 Bad Request", DUPLICATE).await).await;
    assert_eq!(
        error.to_string(),
        "CreateInvitation was refused: Clerk answered 400 Bad Request: There are already pending \
         invitations for the following email addresses: [address] (duplicate_record) [trace b0d5]"
    );
}

#[tokio::test]
async fn another_server_than_clerk_is_suspected() {
    for (status, says) in [
        (
            "404 Not Found",
            "was refused: the server answered 404 Not Found, without an error of Clerk's; is the base URL right?",
        ),
        (
            "301 Moved Permanently",
            "the server answered 301 Moved Permanently, a redirect, which is never followed; is the base URL right?",
        ),
        ("502 Bad Gateway", "the server answered 502 Bad Gateway"),
        ("304 Not Modified", "the server answered 304 Not Modified"),
    ] {
        let text = error_of(Server::json(status, "<html>").await).await.to_string();
        assert!(text.ends_with(says), "{text}");
    }
}

/// Nobody who reads it is told to send again what may be out.
#[tokio::test]
async fn an_unknown_says_nothing_of_sending_again() {
    let error = error_of(Server::with_headers("503 X", "Retry-After: 9\r\n", "").await).await;
    assert_eq!((error.delivery(), error.retry_after_seconds()), (Delivery::Unknown, Some(9)));
    assert!(!error.to_string().contains("retry"), "{error}");
}

#[tokio::test]
async fn a_server_without_tls_is_named_as_such() {
    let server = Server::doing(|mut stream, _| async move {
        let _ = stream.read(&mut [0; 4096]).await;
        let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
        let _ = stream.read_to_end(&mut Vec::new()).await;
    });
    let server = server.await;
    let url = server.base_url().replace("http:", "https:");
    let client = Client::builder("sk_test_123").base_url(url).build().expect("a client");
    let error = client.create_invitation(CreateInvitation::new("a@example.com")).await;
    let error = error.expect_err("no TLS");
    assert_eq!(error.delivery(), Delivery::NotSent);
    assert!(error.to_string().ends_with("does the server of the base URL speak TLS?"), "{error}");
}

#[tokio::test]
async fn every_code_for_somebody_who_is_there_already() {
    for code in [
        "duplicate_record",
        "organization_invitation_not_unique",
        "already_a_member_in_organization",
        "form_identifier_exists",
    ] {
        let body = format!(r#"{{"errors":[{{"code":"other"}},{{"code":"{code}"}}]}}"#);
        let error = error_of(Server::json("422 Unprocessable Entity", &body).await).await;
        assert!(error.is_duplicate(), "{code}");
        assert_eq!(error.code(), Some("other"));
    }
}

#[tokio::test]
async fn the_trace_id_comes_from_the_body_or_a_header() {
    let both = "Clerk-Trace-Id: header\r\nCF-Ray: ray\r\n";
    let body = r#"{"errors":[],"clerk_trace_id":"body"}"#;
    let trace = |error: Error| error.trace_id().map(ToOwned::to_owned);
    let error = error_of(Server::with_headers("404 X", both, body).await).await;
    assert_eq!(trace(error).as_deref(), Some("body"));
    let error = error_of(Server::with_headers("404 X", both, "").await).await;
    assert_eq!(trace(error).as_deref(), Some("header"));
    let error = error_of(Server::with_headers("404 X", "CF-Ray: ray\r\n", "{}").await).await;
    assert_eq!(trace(error).as_deref(), Some("ray"));
    let error = error_of(Server::with_headers("200 OK", "CF-Ray: ray\r\n", "{}").await).await;
    assert_eq!(trace(error).as_deref(), Some("ray"));
    let error = error_of(Server::with_headers("404 X", "", "").await).await;
    assert_eq!(trace(error), None);
}

#[tokio::test]
async fn a_rate_limit_says_when() {
    let server = Server::with_headers(
        "429 Too Many Requests",
        "Retry-After: 12\r\n",
        r#"{"errors":[{"code":"too_many_requests","message":"Too many requests, retry later"}]}"#,
    );
    let error = error_of(server.await).await;
    assert!(error.is_rate_limited());
    assert_eq!(error.delivery(), Delivery::Rejected);
    assert_eq!(error.retry_after(), Some(Duration::from_secs(12)));
    assert_eq!(
        error.to_string(),
        "CreateInvitation was refused: Clerk answered 429 Too Many Requests: Too many requests, \
         retry later (too_many_requests), retry after 12 s"
    );
}

#[tokio::test]
async fn a_wait_is_rounded_up_for_a_header() {
    for (header, seconds) in [("12", 12), ("11.2", 12), ("0", 0), ("0.001", 1), ("-1", 0)] {
        let header = format!("Retry-After: {header}\r\n");
        let error = error_of(Server::with_headers("429 X", &header, "").await).await;
        assert_eq!(error.retry_after_seconds(), Some(seconds), "{header}");
    }
    let error = error_of(Server::json("429 X", "").await).await;
    assert_eq!(error.retry_after_seconds(), None);
}

#[tokio::test]
async fn errors_in_other_shapes_are_errors_all_the_same() {
    for body in [
        "",
        "<html>Bad Gateway</html>",
        "null",
        "[]",
        r#"{"errors":{}}"#,
        r#"{"errors":[{}]}"#,
        r#"{"errors":[{"code":null,"message":null,"long_message":null,"meta":null}]}"#,
        r#"{"errors":[1]}"#,
        r#"{"errors":[{"code":"x","meta":[1]}]}"#,
        "\u{0}",
    ] {
        let error = error_of(Server::json("403 Forbidden", body).await).await;
        assert_eq!(error.delivery(), Delivery::Rejected, "{body}");
        assert!(error.to_string().contains("403 Forbidden"), "{error}");
    }
}

#[tokio::test]
async fn an_odd_part_takes_no_other_part_with_it() {
    for body in [
        r#"{"errors":[{"code":"duplicate_record","message":["x"],"long_message":5}],"clerk_trace_id":"t1"}"#,
        r#"{"errors":[{"code":5},{"code":"duplicate_record"}],"clerk_trace_id":"t1","meta":[]}"#,
        r#"{"errors":[{"code":"x","code":"duplicate_record"}],"clerk_trace_id":"t1"}"#,
    ] {
        let error = error_of(Server::json("400 X", body).await).await;
        assert!(error.is_duplicate(), "{body}");
        assert_eq!(error.trace_id(), Some("t1"), "{body}");
    }
    let body = r#"{"errors":null,"clerk_trace_id":"t1"}"#;
    let error = error_of(Server::json("400 X", body).await).await;
    assert_eq!((error.errors(), error.trace_id()), ([].as_slice(), Some("t1")));
}
