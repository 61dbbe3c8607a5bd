//! `Client::from_env`. Setting a variable of a running process is unsafe, so that each case runs in
//! a process of its own: this test again.

use std::process::Command;

use clerk_invite::Client;

const CASE: &str = "CLERK_INVITE_TEST_CASE";

fn run(variables: &[(&str, &str)]) -> String {
    let this = std::env::current_exe().expect("a test binary");
    let mut child = Command::new(this);
    child.args(["--exact", "environment::from_env", "--nocapture"]).env(CASE, "child");
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
    assert!(run(&[("CLERK_SECRET_KEY", " ")]).contains("`CLERK_SECRET_KEY` is not set"));
    assert!(run(&[("CLERK_SECRET_KEY", "pk_test_1")]).contains("publishable key"));
    assert!(run(&[key]).contains("\"https://api.clerk.com/v1\""));
    for url in ["http://127.0.0.1:1", "http://127.0.0.1:1/", "http://127.0.0.1:1/v1"] {
        assert!(run(&[key, ("CLERK_API_URL", url)]).contains("\"http://127.0.0.1:1/v1\""), "{url}");
    }
    assert!(run(&[key, ("CLERK_API_URL", "nonsense")]).contains("the base URL is not a URL"));
}
