//! Spans and events of calls, shown by `tracing-subscriber`: an invitation, one that is sent again, and
//! one of which nobody knows whether it is out.
//!
//! ```sh
//! cargo run -p example-tasks --bin spans
//! RUST_LOG=clerk_invite=warn cargo run -p example-tasks --bin spans
//! ```

use clerk_invite::fake::Fault;
use clerk_invite::http::StatusCode;
use clerk_invite::{Client, CreateInvitation, FakeClerk, ListInvitations, RetryPolicy};
use tracing::Instrument;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt::format::FmtSpan;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    // A span for each attempt is at DEBUG, waits and retries are at INFO, calls in doubt at WARN.
    let filter = std::env::var("RUST_LOG").unwrap_or("info,clerk_invite=debug".to_owned());
    // A span alone prints nothing: `CLOSE` writes a line when one ends, with its fields and its time.
    let output = tracing_subscriber::fmt::layer().with_span_events(FmtSpan::CLOSE);
    tracing_subscriber::registry().with(output).with(filter.parse::<Targets>()?).init();

    let fake = FakeClerk::start().await?;
    let clerk = Client::builder(fake.secret_key())
        .base_url(fake.base_url())
        .retry(RetryPolicy::attempts(3))
        .build()?;

    // Spans of the caller's own are around those of the calls.
    let span = tracing::info_span!("sign_up", plan = "pro");
    clerk.create_invitation(CreateInvitation::new("invite@example.com")).instrument(span).await?;

    // A GET is sent again.
    fake.inject(Fault::ServerErrorBefore(StatusCode::BAD_GATEWAY));
    clerk.list_invitations(ListInvitations::new()).await?;

    // A POST that may have been carried out is not.
    fake.inject(Fault::LoseResponse);
    let result = clerk.create_invitation(CreateInvitation::new("another@example.com")).await;
    if let Err(error) = result {
        tracing::warn!(code = error.code(), "{error}");
    }
    Ok(())
}
