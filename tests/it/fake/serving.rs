//! The server itself: its log, its connections, its shutdown.

use super::*;

#[tokio::test]
async fn received_holds_every_request_as_it_came() {
    let clerk = FakeClerk::start().await.unwrap();
    let body = r#"{ "email_address": "a@example.com" }"#;
    send(&clerk, "/invitations?x=%41", body).await;
    request(&clerk, Method::GET, "/organizations/%6Frg_123/invitations/bulk").send().await.unwrap();

    let [first, second]: [ReceivedRequest; 2] = clerk.received().try_into().unwrap();
    assert_eq!((first.method, first.path.as_str()), (Method::POST, "/v1/invitations?x=%41"));
    assert_eq!((&first.body[..], first.status.unwrap().as_u16()), (body.as_bytes(), 200));
    assert_eq!(first.headers["authorization"], format!("Bearer {}", clerk.secret_key()));
    assert_eq!((first.carried_out, second.carried_out), (true, false));
    assert_eq!((first.fault, second.fault.as_ref()), (None, None));
    assert_eq!((second.method, second.status.unwrap().as_u16()), (Method::GET, 405));
    assert_eq!(second.path, "/v1/organizations/%6Frg_123/invitations/bulk");
    assert_eq!(second.body.len(), 0);
}

#[tokio::test]
async fn a_received_body_reads_as_json_or_not_at_all() {
    let clerk = FakeClerk::start().await.unwrap();
    send(&clerk, SINGLE, r#"{"email_address":1}"#).await;
    send(&clerk, SINGLE, "{").await;
    let received = clerk.received();
    assert_eq!(received[0].json(), Some(json!({ "email_address": 1 })));
    assert_eq!(received[1].json(), None);
}

#[tokio::test]
async fn debug_shows_no_address_no_body_and_no_key() {
    let clerk = FakeClerk::start().await.unwrap();
    clerk.add_user("ada@example.com");
    clerk.add_member("org_123", "ada@example.com");
    send(&clerk, "/invitations?query=ada@example.com", r#"{"email_address":"bob@example.com"}"#)
        .await;

    let shown = format!("{clerk:?} {clerk:#?} {:?} {:#?}", clerk.received(), clerk.received());
    for secret in ["ada", "bob", "email_address", "sk_test", "Bearer"] {
        assert!(!shown.contains(secret), "{shown}");
    }
    assert!(shown.contains("/v1/invitations") && shown.contains("200"), "{shown}");
}

#[tokio::test]
async fn one_connection_serves_many_requests() {
    let clerk = FakeClerk::start().await.unwrap();
    let request = "GET /v1/invitations HTTP/1.1\r\nHost: h\r\n\r\n";
    let text = raw(&clerk, request.repeat(3).as_bytes()).await;
    assert_eq!(text.matches("HTTP/1.1 401 Unauthorized\r\n").count(), 3, "{text}");
    assert_eq!(clerk.received().len(), 3);
}

#[tokio::test]
async fn requests_run_side_by_side() {
    let clerk = FakeClerk::start().await.unwrap();
    let mut held = connect(&clerk).await.unwrap();
    held.write_all(b"POST /v1/invitations HTTP/1.1\r\nContent-Length: 9\r\n\r\n{").await.unwrap();
    assert_eq!(post(&clerk, BULK, items(1)).await.0, 200);
}

#[tokio::test]
async fn nothing_that_is_sent_stops_it() {
    let clerk = FakeClerk::start().await.unwrap();
    let key = clerk.secret_key();
    let with_key = |request: &str| {
        format!("{request} HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer {key}\r\n\r\n").into_bytes()
    };
    for bytes in [
        b"\r\n\r\n".to_vec(),
        b"\x16\x03\x01\x00\xff nonsense".to_vec(),
        b"POST /v1/invitations HTTP/1.1\r\nContent-Length: 5\r\n\r\n{".to_vec(),
        b"POST /v1/invitations HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n".to_vec(),
        b"POST /v1/invitations HTTP/1.1\r\nAuthorization: \xff\r\nContent-Length: 0\r\n\r\n"
            .to_vec(),
        with_key("POST *"),
        with_key("OPTIONS *"),
        with_key("CONNECT example.com:443"),
        with_key("BREW http://example.com/v1/invitations"),
        with_key("POST /v1/organizations/%/invitations/bulk"),
        with_key("POST /v1/organizations/../invitations/bulk"),
    ] {
        let text = raw(&clerk, &bytes).await;
        assert!(!text.contains("HTTP/1.1 200") && !text.contains("HTTP/1.1 5"), "{text}");
    }
    assert_eq!(post(&clerk, BULK, items(1)).await.0, 200);
}

#[tokio::test]
async fn dropping_it_ends_its_tasks_its_connections_and_its_port() {
    let tasks = || tokio::runtime::Handle::current().metrics().num_alive_tasks();
    let before = tasks();
    let clerk = FakeClerk::start().await.unwrap();
    let mut stream = connect(&clerk).await.unwrap();
    stream.write_all(b"GET / HTTP/1.1\r\nHost: h\r\n\r\n").await.unwrap();
    assert_ne!(stream.read(&mut [0; 4096]).await.unwrap(), 0, "no response while it lives");
    assert_eq!(tasks(), before + 2);

    let authority = clerk.base_url()["http://".len()..].replace("/v1", "");
    drop(clerk);
    assert!(matches!(stream.read(&mut [0; 4096]).await, Ok(0) | Err(_)), "still open");
    assert_eq!(tasks(), before);
    assert!(TcpStream::connect(authority).await.is_err(), "still listening");
}

#[tokio::test]
async fn two_of_them_share_nothing() {
    let (one, two) = (FakeClerk::start().await.unwrap(), FakeClerk::start().await.unwrap());
    post(&one, SINGLE, json!({ "email_address": "a@example.com" })).await;
    assert_ne!(one.base_url(), two.base_url());
    assert_eq!((two.received().len(), two.invitations_to("a@example.com")), (0, 0));
}

#[tokio::test]
async fn it_serves_a_given_port_that_nobody_else_has() {
    let clerk = FakeClerk::start().await.unwrap();
    let port = clerk.base_url()["http://127.0.0.1:".len()..].replace("/v1", "").parse().unwrap();
    let error = FakeClerk::start_on(port).await.unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::AddrInUse);
    drop(clerk);
    // The task that has the socket is gone at the latest when this one has let it run.
    tokio::task::yield_now().await;
    let again = FakeClerk::start_on(port).await.unwrap();
    assert_eq!(again.base_url(), format!("http://127.0.0.1:{port}/v1"));
    assert_eq!(post(&again, BULK, items(1)).await.0, 200);
}

#[tokio::test]
async fn it_serves_all_addresses_when_it_is_asked_to() {
    let clerk = FakeClerk::start_at(([0, 0, 0, 0], 0).into()).await.unwrap();
    assert!(clerk.base_url().starts_with("http://127.0.0.1:"), "{}", clerk.base_url());
    let port = clerk.base_url()["http://127.0.0.1:".len()..].replace("/v1", "");
    // Another address of this machine, which a fake on `127.0.0.1` does not have.
    let other = format!("127.0.0.2:{port}");
    assert!(TcpStream::connect(&other).await.is_ok());
    clerk.client().create_invitation(CreateInvitation::new("a@example.com")).await.unwrap();
    let only_here = FakeClerk::start().await.unwrap();
    let port = only_here.base_url()["http://127.0.0.1:".len()..].replace("/v1", "");
    assert!(TcpStream::connect(format!("127.0.0.2:{port}")).await.is_err());
}

#[tokio::test]
async fn only_the_newest_requests_are_kept_if_a_test_says_so() {
    let clerk = FakeClerk::start().await.unwrap();
    for page in 1..=5 {
        get(&clerk, &format!("/invitations?limit={page}")).await;
    }
    let paths = |clerk: &FakeClerk| {
        let paths = clerk.received().into_iter().map(|request| request.path);
        paths.map(|path| path.replace("/v1/invitations?limit=", "")).collect::<String>()
    };
    assert_eq!(paths(&clerk), "12345");
    clerk.keep_received(2);
    assert_eq!(paths(&clerk), "45");
    get(&clerk, "/invitations?limit=6").await;
    assert_eq!(paths(&clerk), "56");
    // Counted from the first one that ever arrived.
    assert!(clerk.nth_received(5).await.path.ends_with("=6"));
    assert!(clerk.nth_received(0).await.path.ends_with("=5"), "the oldest that is there");
    clerk.keep_received(0);
    assert_eq!(paths(&clerk), "");
}
