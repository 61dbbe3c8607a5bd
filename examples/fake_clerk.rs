//! `FakeClerk` as a process of its own, for clients in any language.
//!
//! ```sh
//! cargo run --example fake_clerk                                  # on a free port
//! cargo run --example fake_clerk -- --port 4010                   # on this one
//! cargo run --example fake_clerk -- --host 0.0.0.0 --port 4010    # for other machines and containers, too
//! ```
//!
//! The first line it prints is the base URL, in place of `https://api.clerk.com/v1`; the second is
//! the secret key. After that, each request is one line: method, path and status, without an address
//! or a key. Ctrl-C ends it.
//!
//! The organization `org_123` exists, with the member `member@example.com`, and so does the user
//! `user@example.com`: inviting them again is refused.
//!
//! With `--host 0.0.0.0`, every address of this machine is served and the first line shows the
//! loopback one. In docker-compose, other containers use the service's name:
//! `http://fake_clerk:4010/v1`. This crate's own client takes such a URL with `allow_http(true)`.

use std::io::{Write, stdout};
use std::net::SocketAddr;

use clerk_invite::FakeClerk;
use clerk_invite::fake::ReceivedRequest;

const USAGE: &str = "usage: fake_clerk [--host HOST] [--port PORT]";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let fake = FakeClerk::start_at(address(std::env::args().skip(1)).await?).await?;
    // Each request is printed as it arrives and not needed any more.
    fake.keep_received(10_000);
    fake.add_user("user@example.com");
    fake.add_member(FakeClerk::ORGANIZATION_ID, "member@example.com");

    tokio::select! {
        result = show(&fake) => result?,
        result = tokio::signal::ctrl_c() => result?,
    }
    Ok(())
}

/// Reads the address to listen on from the arguments.
async fn address(
    mut arguments: impl Iterator<Item = String>,
) -> Result<SocketAddr, Box<dyn std::error::Error>> {
    let (mut host, mut port) = ("127.0.0.1".to_owned(), 0_u16);
    while let Some(name) = arguments.next() {
        let value = arguments.next().ok_or(USAGE)?;
        match name.as_str() {
            "--host" => host = value,
            "--port" => port = value.parse().map_err(|error| format!("--port {value}: {error}"))?,
            _ => return Err(USAGE.into()),
        }
    }
    let found = tokio::net::lookup_host((host.as_str(), port)).await;
    let mut found = found.map_err(|error| format!("--host {host}: {error}"))?;
    Ok(found.next().ok_or_else(|| format!("--host {host}: no address"))?)
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
    print(fake.secret_key().to_owned())?;
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
    let status =
        request.status.map_or("no response".to_owned(), |status| status.as_str().to_owned());
    format!("{} {path} {status}", request.method)
}

fn is_id(segment: &str) -> bool {
    let known = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    segment.chars().all(known) && !segment.starts_with("sk_")
}
