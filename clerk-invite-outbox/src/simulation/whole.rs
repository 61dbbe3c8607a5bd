//! Everything at once, with every rule on.

use crate::rules::Rules;
use crate::simulation::{Setting, simulate};

fn setting(seed: u64, people: usize) -> Setting {
    Setting {
        seed,
        people,
        workers: 3,
        rules: Rules::default(),
        trouble: 1.0,
        crashes: 200,
        pauses: 100,
        clock_jumps: 0,
        apart: 0,
    }
}

/// Runs campaigns beside each other, each with a seed of its own.
async fn campaigns(count: u64, people: usize) {
    let mut runs = tokio::task::JoinSet::new();
    for seed in 1..=count {
        runs.spawn(async move {
            let began = std::time::Instant::now();
            let result = simulate(setting(seed, people)).await;
            println!("seed {seed}, {people} people: {:.1?}: {result:?}", began.elapsed());
            result.assert_clean();
            assert!(result.crashes > 0);
            assert_eq!(result.doubled_events, 0);
        });
    }
    runs.join_all().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_is_doubled_lost_or_misreported() {
    let is_ci = std::env::var_os("CI").is_some();
    // 50,000 people in CI, on two cores: two and a half minutes.
    let asked = std::env::var("OUTBOX_CAMPAIGNS").ok().and_then(|count| count.parse().ok());
    match asked.or(is_ci.then_some(5)) {
        Some(count) => campaigns(count, 10_000).await,
        None => campaigns(1, 1000).await,
    }
}

/// 500,000 people. `cargo test --release -p clerk-invite-outbox --lib half_a_million -- --ignored --nocapture`
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes the better part of an hour"]
async fn half_a_million() {
    campaigns(4, 125_000).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nor_when_three_times_as_much_goes_wrong() {
    for seed in 2..4 {
        let result = simulate(Setting { trouble: 3.0, ..setting(seed, 500) }).await;
        result.assert_clean();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_faults_every_slot_is_used() {
    let people = 1750;
    let quiet = Setting { trouble: 0.0, crashes: 0, pauses: 0, ..setting(4, people) };
    let result = simulate(quiet).await;
    result.assert_clean();
    // The workers look once more when all is done.
    assert!(result.hours < 4.0 * 1.01 + 0.1, "{result:?}");
}

/// The database's clock is the only one that all of them go by.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nor_when_the_clocks_of_machines_differ_by_minutes() {
    for apart in [7 * 60_000, -3 * 60_000] {
        let result = simulate(Setting { apart, ..setting(5, 700) }).await;
        result.assert_clean();
    }
}

/// Between any two steps the database's clock may be set to another hour, up to five back or ahead.
/// Ahead, slots seem free that are not: Clerk may say 429, which harms nobody.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nor_when_the_databases_clock_is_set_back_and_ahead() {
    for seed in 6..8 {
        let jumping = Setting { clock_jumps: 20, trouble: 3.0, ..setting(seed, 500) };
        let result = simulate(jumping).await;
        let wrong = [result.twice, result.never, result.misreported, result.unsettled];
        assert_eq!(wrong, [0; 4], "{result:?}");
        assert_eq!(result.doubled_events, 0);
    }
}
