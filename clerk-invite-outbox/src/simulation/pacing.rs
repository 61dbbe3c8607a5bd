//! The time that it takes: every slot is used, and bad rows cost as little as can be.

use clerk_invite::http::StatusCode;

use crate::plan::MARGIN;
use crate::simulation::person;
use crate::simulation::scenarios::{CAMPAIGN, Stage};
use crate::simulation::time::Random;
use crate::store::connection::args;
use crate::{NewInvitation, State};

const HOUR: i64 = 3_600_000;

#[derive(Debug, Clone, Copy, PartialEq)]
enum To {
    Application,
    Organization,
}

/// The course of one campaign, without faults.
#[derive(Debug)]
struct Pace {
    /// When the last call went out.
    hours: f64,
    /// The share of the slots that were used, up to the last whole period.
    used: f64,
}

/// Sends to people of whom so many in a thousand are bad, and Clerk does not say which.
async fn pace(people: usize, to: To, bad_per_mille: i64) -> Pace {
    let stage = Stage::empty().await;
    let mut random = Random(7);
    let mut campaign = stage.outbox.campaign(CAMPAIGN).preflight(false);
    if to == To::Organization {
        campaign = campaign.to_organization("org_123", "org:member");
    }
    let mut bad = 0;
    let invitations = (0..people).map(|number| {
        let invitation = NewInvitation::new(person(number));
        if random.below(1000) >= bad_per_mille {
            return invitation;
        }
        bad += 1;
        match to {
            // A user already, whom `form_identifier_exists` does not name.
            To::Application => {
                stage.fake.add_user(&person(number));
                invitation
            }
            // A role that does not exist.
            To::Organization => invitation.role("member"),
        }
    });
    let report = campaign.enqueue(invitations).await.unwrap();
    assert_eq!(report.new, people as u64);
    let began = stage.time.now();
    stage.run(&mut stage.worker()).await;

    let is_429 = |status| status == Some(StatusCode::TOO_MANY_REQUESTS);
    assert!(!stage.fake.received().iter().any(|it| is_429(it.status)));
    assert_eq!(stage.count(State::Sent).await, people as u64 - bad);
    let mut held = stage.outbox.store.pool.acquire().await.unwrap();
    let sql = "select begun_at from @call order by begun_at";
    let calls = held.connection().fetch(sql, args![]).await.unwrap();
    let calls: Vec<_> = calls.iter().map(|row| row.int(0).unwrap() - began).collect();
    let last = *calls.last().unwrap();
    let periods = last / (HOUR + MARGIN);
    let slots = if to == To::Application { 125 } else { 300 } * periods;
    let used = calls.iter().filter(|at| **at < periods * (HOUR + MARGIN)).count();
    let hours = last as f64 / HOUR as f64;
    Pace { hours, used: if slots == 0 { 1.0 } else { used as f64 / slots as f64 } }
}

#[tokio::test]
async fn without_faults_the_last_one_goes_out_within_a_hundredth_of_the_least_time() {
    for (people, to, hours) in [(750, To::Application, 2.0), (751, To::Organization, 1.0)] {
        let pace = pace(people, to, 0).await;
        assert!(pace.hours <= hours * 1.01 && pace.used >= 0.99, "{people}, {to:?}: {pace:?}");
    }
}

/// A tenth of what the table below has.
#[tokio::test]
async fn bad_rows_cost_little() {
    for (to, bad, most) in [(To::Application, 10, 3.1), (To::Organization, 50, 2.1)] {
        let pace = pace(1000, to, bad).await;
        assert!(pace.hours <= most && pace.used >= 0.99, "{to:?}, {bad}: {pace:?}");
    }
}

/// `cargo test -p clerk-invite-outbox --lib hours_for_ten_thousand -- --ignored --nocapture`
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes minutes"]
async fn hours_for_ten_thousand() {
    let targets = [
        (To::Application, [(1, 28.5), (10, 31.0), (50, 41.0)]),
        (To::Organization, [(1, 13.5), (10, 14.5), (50, 18.5)]),
    ];
    let mut runs = tokio::task::JoinSet::new();
    for (to, rates) in targets {
        for (bad, most) in rates {
            runs.spawn(async move { (to, bad, most, pace(10_000, to, bad).await) });
        }
    }
    for (to, bad, most, pace) in runs.join_all().await {
        println!("{to:?}, {bad} in 1000: at most {most}: {pace:?}");
        assert!(pace.hours <= most && pace.used >= 0.99, "{to:?}, {bad} in 1000: {pace:?}");
    }
}
