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
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_is_doubled_lost_or_misreported() {
    // `OUTBOX_SIMULATED=50000` for a long one, of some minutes.
    let people = std::env::var("OUTBOX_SIMULATED").ok().and_then(|it| it.parse().ok());
    let people = people.unwrap_or(if std::env::var_os("CI").is_some() { 10_000 } else { 1000 });
    let result = simulate(setting(1, people)).await;
    result.assert_clean();
    assert!(result.crashes > 0);
    assert_eq!(result.doubled_events, 0);
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
