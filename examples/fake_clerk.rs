//! `FakeClerk` as a process of its own, for clients in any language.
//!
//! ```sh
//! cargo run --example fake_clerk                  # on a free port
//! cargo run --example fake_clerk -- --port 4010   # on this one
//! ```
//!
//! The first line it prints is the base URL, in place of `https://api.clerk.com/v1`. After that,
//! each request is one line: method, path and status; no address and no key. Ctrl-C ends it.
//!
//! The secret key is `sk_test_fake_clerk_opens_nothing`. The organization `org_123` exists, with
//! the member `member@example.com`, and so does the user `user@example.com`: inviting them again is
//! refused.

use std::io::{Write, stdout};

use clerk_invite::FakeClerk;
use clerk_invite::fake::ReceivedRequest;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let port = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => 0,
        ["--port", port] => port.parse().map_err(|error| format!("--port {port}: {error}"))?,
        _ => return Err("usage: fake_clerk [--port PORT]".into()),
    };
    let fake = FakeClerk::start_on(port).await?;
    fake.add_user("user@example.com");
    fake.add_member(FakeClerk::ORGANIZATION_ID, "member@example.com");

    tokio::select! {
        result = show(&fake) => result?,
        result = tokio::signal::ctrl_c() => result?,
    }
    Ok(())
}

/// Prints for as long as somebody reads it.
async fn show(fake: &FakeClerk) -> std::io::Result<()> {
    // Flushed line by line: into a pipe nothing would come out otherwise.
    let print = |line: String| {
        let mut out = stdout().lock();
        writeln!(out, "{line}")?;
        out.flush()
    };
    print(fake.base_url().to_owned())?;
    let mut index = 0;
    loop {
        print(line(&fake.nth_received(index).await))?;
        index += 1;
    }
}

fn line(request: &ReceivedRequest) -> String {
    let path = request.path.split('?').next().unwrap_or_default();
    // None of the paths that are served holds an address or a key, but anything can be sent.
    let segment = |segment| if is_id(segment) { segment } else { "..." };
    let path = path.split('/').map(segment).collect::<Vec<_>>().join("/");
    let status = request.status.map_or("no answer".to_owned(), |status| status.as_str().to_owned());
    format!("{} {path} {status}", request.method)
}

fn is_id(segment: &str) -> bool {
    let known = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    segment.chars().all(known) && !segment.starts_with("sk_")
}
