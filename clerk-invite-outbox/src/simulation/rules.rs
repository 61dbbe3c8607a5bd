//! Each rule switched off shows that it is needed: with it nobody is harmed, without it somebody is.

use crate::rules::Rules;
use crate::simulation::{Result, Setting, simulate};

fn setting(seed: u64) -> Setting {
    Setting {
        seed,
        people: 200,
        workers: 3,
        rules: Rules::default(),
        trouble: 3.0,
        crashes: 30,
        pauses: 20,
        clock_jumps: 0,
    }
}

fn harmed(result: &Result) -> usize {
    result.twice + result.never + result.misreported + result.too_many_requests
}

/// Runs with every rule, which harms nobody, and without one, until that harms somebody.
async fn needed(setting: fn(u64) -> Setting, off: fn(&mut Rules)) {
    let mut harm = Vec::new();
    for seed in 1..9 {
        let with = setting(seed);
        let mut without = with;
        off(&mut without.rules);
        let result = simulate(without).await;
        harm.push(harmed(&result));
        if harmed(&result) > 0 {
            simulate(with).await.assert_clean();
            return;
        }
    }
    panic!("nobody is harmed without it: {harm:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_guard() {
    needed(setting, |rules| rules.guard = false).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn settling() {
    needed(setting, |rules| rules.settling = false).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn absence_seen_twice() {
    needed(setting, |rules| rules.seen_twice = false).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn looking_up_what_is_unknown() {
    needed(setting, |rules| rules.unknown_is_looked_up = false).await;
}
