//! Worker processes that are killed at random and restarted, until everything is settled; the clocks
//! of their machines differ by minutes.
//!
//! Time runs faster for all of them, so that a look-up takes seconds and not minutes.

use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use clerk_invite::fake::Rule;
use clerk_invite::http::StatusCode;
use clerk_invite::{Client, FakeClerk, Timestamp};
use clerk_invite_outbox::{Clock, Filter, Outbox, State};

use crate::world::{CAMPAIGN, person};

const FASTER: i64 = 20;
const PEOPLE: usize = 300;

/// Returns the virtual time, which began when the test did.
fn virtual_now(began: i64) -> i64 {
    let real = SystemTime::now().duration_since(UNIX_EPOCH).expect("a time").as_millis();
    let real = i64::try_from(real).expect("a time");
    began + (real - began) * FASTER
}

fn clock(began: i64) -> Clock {
    Clock::manual(move || virtual_now(began))
}

/// The program of each process.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a process of the tests below"]
async fn worker() {
    let variable = |name: &str| std::env::var(name).expect("started by a test");
    let began = variable("OUTBOX_BEGAN").parse().expect("a time");
    let client = Client::builder(FakeClerk::SECRET_KEY).base_url(variable("OUTBOX_CLERK"));
    let outbox = Outbox::open(&variable("OUTBOX_URL")).await.expect("a database");
    let ahead = variable("OUTBOX_AHEAD").parse().expect("a distance");
    let outbox = outbox.with_clock(Clock::manual_on_a_machine(move || virtual_now(began), ahead));
    let worker = outbox.worker(&client.build().expect("a client"));
    // Ends by being killed.
    worker.run_until(std::future::pending()).await.expect("a run");
}

/// Starts a worker on a machine of its own, whose clocks differ from the others' by minutes.
fn start(url: &str, fake: &FakeClerk, began: i64, index: usize) -> Child {
    let minutes = i64::try_from(index).expect("a number") * 7 - 11;
    let program = std::env::current_exe().expect("a program");
    Command::new(program)
        .args(["--exact", "processes::worker", "--ignored"])
        .env("OUTBOX_URL", url)
        .env("OUTBOX_CLERK", fake.base_url())
        .env("OUTBOX_BEGAN", began.to_string())
        .env("OUTBOX_AHEAD", (minutes * 60_000).to_string())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("a process")
}

async fn killed_at_random(url: &str, workers: usize) {
    let fake = Arc::new(FakeClerk::start().await.expect("a port"));
    // The last net is away.
    fake.set_rule(Rule::Duplicates, false);
    let began = fake.now().as_millis();
    let ticking = tokio::spawn({
        let fake = Arc::clone(&fake);
        async move {
            loop {
                fake.advance_to(Timestamp::from_millis(virtual_now(began)));
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
        }
    });
    let outbox = Outbox::open(url).await.expect("a database").with_clock(clock(began));
    let campaign = outbox.campaign(CAMPAIGN).to_organization("org_123", "org:member");
    campaign.preflight(false).enqueue((0..PEOPLE).map(person)).await.expect("enqueued");

    let mut children: Vec<Child> =
        (0..workers).map(|index| start(url, &fake, began, index)).collect();
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut kills = 0;
    let limit = tokio::time::Instant::now() + Duration::from_mins(3);
    loop {
        let status = outbox.status(CAMPAIGN).await.expect("a status");
        if status.is_done() {
            break;
        }
        assert!(tokio::time::Instant::now() < limit, "not settled: {status:?}");
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let index = usize::try_from(state >> 33).expect("a number") % workers;
        // As many kills as leave most of the budget to those that live.
        if kills < 60 {
            children[index].kill().expect("killed");
            children[index].wait().expect("gone");
            children[index] = start(url, &fake, began, index);
            kills += 1;
        }
        tokio::time::sleep(Duration::from_millis(60)).await;
    }
    for child in &mut children {
        child.kill().expect("killed");
        child.wait().expect("gone");
    }
    ticking.abort();

    let at_clerk = fake.invitations();
    let mut export = outbox.export(CAMPAIGN, Filter::default()).await.expect("an export");
    let mut rows = 0;
    while let Some(row) = export.next().await.expect("a row") {
        rows += 1;
        assert_eq!(row.state, State::Sent);
        let own: Vec<_> =
            at_clerk.iter().filter(|it| it.email_address == *row.email_address).collect();
        assert_eq!(own.len(), 1, "invitations of row {}", row.row);
        assert_eq!(row.invitation_id.as_ref(), Some(&own[0].id));
    }
    assert_eq!(rows, PEOPLE);
    assert!(fake.received().iter().all(|it| it.status != Some(StatusCode::TOO_MANY_REQUESTS)));
    eprintln!("{kills} kills");
}

#[cfg(feature = "postgres")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn eight_on_postgres() {
    let Some(url) = crate::postgres::database().await else { return };
    killed_at_random(&url, 8).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_on_sqlite() {
    let folder = tempfile::tempdir().expect("a folder");
    killed_at_random(&format!("sqlite://{}/invites.db", folder.path().display()), 2).await;
}
