//! Testing a service's own code with `FakeClerk`: over a socket, without an account, and with failures
//! on demand.
//!
//! ```sh
//! cargo test -p example-tasks
//! ```

#![allow(
    clippy::expect_used,
    reason = "clippy.toml allows it in tests, but not in what they share"
)]

use std::time::Duration;

use clerk_invite::fake::{Fault, Operation};
use clerk_invite::{FakeClerk, RateLimit};
use example_tasks::{Outcome, invite_colleague};

const ACME: &str = FakeClerk::ORGANIZATION_ID;

async fn fake() -> FakeClerk {
    FakeClerk::start().await.expect("a free port")
}

#[tokio::test]
async fn a_colleague_is_invited() {
    let fake = fake().await;
    let outcome = invite_colleague(&fake.client(), ACME, "new@example.com").await;
    assert_eq!(outcome.expect("invited"), Outcome::Invited);
    // What Clerk has, and what it was asked.
    assert_eq!(fake.invitations_to("new@example.com"), 1);
    assert_eq!(fake.received().len(), 1);
}

#[tokio::test]
async fn members_and_invited_people_are_not_errors() {
    let fake = fake().await;
    fake.add_member(ACME, "member@example.com");
    let outcome = invite_colleague(&fake.client(), ACME, "member@example.com").await;
    assert_eq!(outcome.expect("no error"), Outcome::InvitedBefore);
    assert_eq!(fake.invitations_to("member@example.com"), 0);
}

#[tokio::test]
async fn a_lost_response_is_not_taken_for_a_failure() {
    let fake = fake().await;
    // Clerk carries the call out, and nobody hears of it.
    fake.inject(Fault::LoseResponse);
    let outcome = invite_colleague(&fake.client(), ACME, "new@example.com").await;
    assert_eq!(outcome.expect("no error"), Outcome::PerhapsInvited);
    assert_eq!(fake.invitations_to("new@example.com"), 1);
}

#[tokio::test]
async fn the_rate_limit_says_when_to_come_back() {
    let fake = fake().await;
    let an_hour = Duration::from_hours(1);
    let limit = RateLimit::new(1, an_hour);
    fake.set_rate_limit(Operation::CreateOrganizationInvitation, limit);
    let clerk = fake.client();
    invite_colleague(&clerk, ACME, "first@example.com").await.expect("invited");
    let error = invite_colleague(&clerk, ACME, "second@example.com").await.expect_err("the limit");
    assert!(error.is_rate_limited());
    assert!(error.retry_after().is_some_and(|wait| wait <= an_hour));
    // An hour passes at once.
    fake.advance(an_hour);
    let outcome = invite_colleague(&clerk, ACME, "second@example.com").await;
    assert_eq!(outcome.expect("invited"), Outcome::Invited);
}
