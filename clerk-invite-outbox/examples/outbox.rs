//! Three hundred people, a worker that dies again and again, and a network that loses things: on a
//! clock that is moved, so that it takes seconds. Nothing leaves the machine.
//!
//! ```sh
//! cargo run -p clerk-invite-outbox --example outbox
//! ```

use std::sync::Arc;
use std::time::Duration;

use clerk_invite::FakeClerk;
use clerk_invite::fake::{Fault, RandomFaults, Rule};
use clerk_invite::http::StatusCode;
use clerk_invite_outbox::{Clock, Did, Outbox, State};

const PEOPLE: usize = 300;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let fake = Arc::new(FakeClerk::start().await?);
    // Not even Clerk's own check would stop a second invitation.
    fake.set_rule(Rule::Duplicates, false);
    fake.inject_at_random(
        RandomFaults::seeded(7)
            .with(0.05, Fault::LoseRequest)
            .with(0.05, Fault::LoseResponse)
            .with(0.02, Fault::ServerErrorAfter(StatusCode::GATEWAY_TIMEOUT)),
    );
    let clock = Clock::manual({
        let fake = Arc::clone(&fake);
        move || fake.now().as_millis()
    });

    let folder = tempfile::tempdir()?;
    let url = format!("sqlite://{}/invites.db", folder.path().display());
    let outbox = Outbox::open(&url).await?.with_clock(clock);
    let campaign = outbox.campaign("spring");
    let report = campaign.enqueue((0..PEOPLE).map(|it| format!("p{it}@example.com"))).await?;
    println!("{} enqueued", report.new);

    let began = fake.now().as_millis();
    let mut crashes = 0;
    for step in 0.. {
        let mut worker = outbox.worker(&fake.client());
        if step % 25 == 24 {
            // Dropped in the middle of a step, as by `kill -9`.
            let tick = tokio::time::timeout(Duration::from_millis(3), worker.tick()).await;
            crashes += usize::from(tick.is_err());
            continue;
        }
        let tick = worker.tick().await?;
        let Some(next_at) = tick.next_at else { break };
        let wait = u64::try_from(next_at - fake.now().as_millis()).unwrap_or_default();
        if tick.did == Did::Nothing {
            fake.advance(Duration::from_millis(wait.max(1)));
        }
    }

    let status = outbox.status("spring").await?;
    let minutes = (fake.now().as_millis() - began) / 60_000;
    println!("{crashes} crashes, {minutes} minutes by the moved clock");
    for (state, count) in &status.counts {
        println!("{state:>9} {count:>4}");
    }
    for budget in &status.budgets {
        println!("{:?}: {} of {} calls taken", budget.budget, budget.taken, budget.calls);
    }
    let mut invited: Vec<_> = fake.invitations().into_iter().map(|it| it.email_address).collect();
    invited.sort();
    let sent = invited.len();
    invited.dedup();
    println!("FakeClerk has {sent} invitations for {} people", invited.len());
    let everybody = status.count(State::Sent) == PEOPLE as u64 && invited.len() == PEOPLE;
    if everybody && sent == PEOPLE { Ok(()) } else { Err("somebody was doubled or lost".into()) }
}
