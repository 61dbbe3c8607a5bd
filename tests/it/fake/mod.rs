//! `FakeClerk` over its real socket, one test per behaviour.

mod accepting;
mod clock;
mod duplicates;
mod faults;
mod inspector;
mod lag;
mod limits;
mod listing;
mod organizations;
mod people;
mod refusals;
mod responding;
mod responses;
mod revoking;
mod rules;
mod script;
mod serving;
mod waitlist;

use std::sync::Arc;
use std::time::Duration;

use clerk_invite::fake::{FakeClerk, Operation, RateWindow, ReceivedRequest};
use clerk_invite::{CreateInvitation, RateLimit};
use reqwest::{Method, RequestBuilder, Response};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

const SINGLE: &str = "/invitations";
const BULK: &str = "/invitations/bulk";
const ORGANIZATION: &str = "/organizations/org_123/invitations/bulk";
const OF_ORGANIZATION: &str = "/organizations/org_123/invitations";
const WAITLIST: &str = "/waitlist_entries";
const DAY: i64 = 86_400_000;

fn client() -> reqwest::Client {
    // reqwest asks for some TLS although nothing here uses any.
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth();
    let builder = reqwest::Client::builder().no_proxy().tls_backend_preconfigured(tls);
    // No timers: while a test has paused the time, it jumps to the next one whenever all wait.
    builder.pool_max_idle_per_host(0).build().unwrap()
}

/// A request without a body, authorized as it should be.
fn request(clerk: &FakeClerk, method: Method, path: &str) -> RequestBuilder {
    let url = format!("{}{path}", clerk.base_url());
    client().request(method, url).bearer_auth(clerk.secret_key())
}

async fn send(clerk: &FakeClerk, path: &str, body: impl Into<String>) -> Response {
    let request = request(clerk, Method::POST, path).header("Content-Type", "application/json");
    request.body(body.into()).send().await.unwrap()
}

async fn read(response: Response) -> (u16, Value) {
    (response.status().as_u16(), response.json().await.unwrap())
}

async fn post(clerk: &FakeClerk, path: &str, body: Value) -> (u16, Value) {
    read(send(clerk, path, body.to_string()).await).await
}

/// A request without a body.
async fn call(clerk: &FakeClerk, method: Method, path: &str) -> (u16, Value) {
    read(request(clerk, method, path).send().await.unwrap()).await
}

async fn get(clerk: &FakeClerk, path: &str) -> (u16, Value) {
    call(clerk, Method::GET, path).await
}

/// Posts the body, which must be taken.
async fn create(clerk: &FakeClerk, path: &str, body: Value) -> Value {
    let (status, response) = post(clerk, path, body).await;
    assert_eq!(status, 200, "{response}");
    response
}

/// Each error as `code` or `code param_name`.
fn codes(body: &Value) -> Vec<String> {
    let code = |error: &Value| {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        assert!(text(&error["message"]).is_some_and(|message| !message.is_empty()), "{error}");
        assert!(text(&error["long_message"]).is_some_and(|message| !message.is_empty()), "{error}");
        let words = [text(&error["code"]), text(&error["meta"]["param_name"])];
        words.into_iter().flatten().collect::<Vec<_>>().join(" ")
    };
    body["errors"].as_array().unwrap().iter().map(code).collect()
}

/// Posts the body and expects this status with exactly these errors, and nothing created.
async fn refused(clerk: &FakeClerk, path: &str, body: Value, status: u16, expected: &[&str]) {
    let before = clerk.invitations_to("new@example.com");
    let (got, response) = post(clerk, path, body.clone()).await;
    assert_eq!(
        (got, codes(&response)),
        (status, expected.iter().map(ToString::to_string).collect())
    );
    assert_eq!(clerk.invitations_to("new@example.com"), before, "{body} left something behind");
}

fn items(count: usize) -> Value {
    (0..count).map(|n| json!({ "email_address": format!("{n}@example.com") })).collect()
}

fn members(count: usize) -> Value {
    let item = |n| json!({ "email_address": format!("{n}@example.com"), "role": "org:member" });
    (0..count).map(item).collect()
}

/// Writes the bytes on a connection of its own and reads until the server closes it.
async fn raw(clerk: &FakeClerk, bytes: &[u8]) -> String {
    let mut stream = connect(clerk).await.unwrap();
    stream.write_all(bytes).await.unwrap();
    stream.shutdown().await.unwrap();
    let mut text = Vec::new();
    stream.read_to_end(&mut text).await.unwrap();
    String::from_utf8(text).unwrap()
}

async fn connect(clerk: &FakeClerk) -> std::io::Result<TcpStream> {
    let authority = clerk.base_url().strip_prefix("http://").unwrap();
    TcpStream::connect(authority.strip_suffix("/v1").unwrap()).await
}
