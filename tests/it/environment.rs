//! `Client::from_env`. Setting a variable of a running process is unsafe, so that each case runs in
//! a process of its own: this test again.

use std::process::Command;

use clerk_invite::{Client, CreateInvitation};

use crate::server::Server;

const CASE: &str = "CLERK_INVITE_TEST_CASE";

fn child(test: &str) -> Command {
    let mut child = Command::new(std::env::current_exe().expect("a test binary"));
    child.args(["--exact", test, "--nocapture"]).env(CASE, "child");
    child
}

fn run(variables: &[(&str, &str)]) -> String {
    let mut child = child("environment::from_env");
    child.env_remove("CLERK_SECRET_KEY").env_remove("CLERK_API_URL");
    let output = child.envs(variables.iter().copied()).output().expect("a child process");
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn from_env() {
    if std::env::var_os(CASE).is_some() {
        match Client::from_env() {
            Ok(client) => println!("{client:?}"),
            Err(error) => println!("{error}"),
        }
        return;
    }
    let key = ("CLERK_SECRET_KEY", "sk_test_123");
    assert!(run(&[]).contains("`CLERK_SECRET_KEY` is not set"));
    assert!(run(&[("CLERK_SECRET_KEY", " ")]).contains("`CLERK_SECRET_KEY` is empty"));
    assert!(run(&[("CLERK_SECRET_KEY", "pk_test_1")]).contains("publishable key"));
    assert!(run(&[key]).contains("\"https://api.clerk.com/v1\""));
    for url in ["http://127.0.0.1:1", "http://127.0.0.1:1/", "http://127.0.0.1:1/v1"] {
        assert!(run(&[key, ("CLERK_API_URL", url)]).contains("\"http://127.0.0.1:1/v1\""), "{url}");
    }
    assert!(run(&[key, ("CLERK_API_URL", "nonsense")]).contains("the base URL is not a URL"));
}

/// The key would be readable by the proxy: there is no TLS around it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn plain_http_goes_around_every_proxy() {
    if let Some(url) = std::env::var_os(CASE) {
        let url = url.into_string().expect("UTF-8");
        let client = Client::builder("sk_test_123").base_url(url).build().expect("a client");
        let call = CreateInvitation::new("a@example.com");
        client.create_invitation(call).await.expect_err("a refusal");
        return;
    }
    let (server, proxy) = (Server::json("422 X", "").await, Server::json("422 X", "").await);
    let mut child = child("environment::plain_http_goes_around_every_proxy");
    child.env(CASE, server.base_url()).env_remove("NO_PROXY").env_remove("no_proxy");
    for name in ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]
    {
        child.env(name, format!("http://{}", proxy.address));
    }
    let output = tokio::task::spawn_blocking(move || child.output()).await;
    let output = output.expect("a thread").expect("a child process");
    assert!(output.status.success(), "{output:?}");
    assert_eq!((server.received().len(), proxy.received().len()), (1, 0));
}
