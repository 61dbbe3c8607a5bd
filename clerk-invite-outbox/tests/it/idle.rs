//! Waiting costs nothing: hardly a query, and no open transaction while a call is out.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use clerk_invite_outbox::State;
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::world::World;

static QUERIES: AtomicUsize = AtomicUsize::new(0);

/// Counts the queries that sqlx logs, on whichever thread.
struct Counter;

impl Subscriber for Counter {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "sqlx::query"
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, _: &Event<'_>) {
        QUERIES.fetch_add(1, Ordering::SeqCst);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

fn queries() -> usize {
    QUERIES.load(Ordering::SeqCst)
}

/// Lets everybody go on until nobody has asked anything for so long.
async fn quiet(window: Duration) {
    let mut asked = usize::MAX;
    while asked != queries() {
        asked = queries();
        let began = std::time::Instant::now();
        while began.elapsed() < window {
            tokio::task::yield_now().await;
        }
    }
}

/// Runs in a process of its own, because it counts what all threads ask.
#[tokio::test(start_paused = true)]
#[ignore = "a process of the test below"]
async fn counted_on_sqlite() {
    counted(|| async { Some(World::new().await) }).await;
}

#[cfg(feature = "postgres")]
#[tokio::test(start_paused = true)]
#[ignore = "a process of the test below"]
async fn counted_on_postgres() {
    counted(World::on_postgres).await;
}

async fn counted(world: impl AsyncFn() -> Option<World>) {
    tracing::subscriber::set_global_default(Counter).expect("the only one");
    // The clock moves by itself only when nobody has anything to do.
    tokio::spawn(async {
        loop {
            tokio::task::yield_now().await;
        }
    });
    // Nobody to invite; and more than one hour's slots, so that it waits for the next one.
    for people in [0, 360] {
        let Some(world) = world().await else { return };
        world.fake.stop_clock();
        world.enqueue(people).await;
        let running = tokio::spawn(world.worker().run_until(std::future::pending()));
        while people > 0 && world.count(State::Sent).await < 350 {
            tokio::task::yield_now().await;
        }
        // Until it has looked at everything once, and sleeps.
        quiet(Duration::from_secs(1)).await;
        let before = queries();
        assert!(before > 0, "nothing is counted");
        for seconds in 1..=100 {
            tokio::time::advance(Duration::from_secs(1)).await;
            quiet(Duration::from_millis(10)).await;
            let asked = queries() - before;
            assert!(asked <= 1 + seconds / 10, "{asked} in {seconds} s");
        }
        // A database that is slow to answer is asked less often, by this clock.
        assert!(queries() >= before + 3, "it does ask");
        running.abort();
        let _ = running.await;
    }
}

pub(crate) fn in_a_process_of_its_own(test: &str) {
    let program = std::env::current_exe().expect("a program");
    let mut counted = std::process::Command::new(program);
    let output = counted.args(["--exact", test, "--ignored"]).output().expect("ran");
    let printed = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && printed.contains("1 passed"), "{printed}");
}

#[test]
fn an_idle_worker_asks_once_in_ten_seconds() {
    in_a_process_of_its_own("idle::counted_on_sqlite");
}

#[cfg(feature = "postgres")]
#[test]
fn an_idle_worker_asks_postgres_once_in_ten_seconds() {
    in_a_process_of_its_own("idle::counted_on_postgres");
}

#[cfg(feature = "postgres")]
#[tokio::test]
async fn no_transaction_is_open_while_a_call_is_out() {
    use clerk_invite::fake::{Fault, Operation, ResponseGate};
    use clerk_invite_outbox::sqlx;
    let Some(world) = World::on_postgres().await else { return };
    world.enqueue(10).await;
    let gate = ResponseGate::new();
    world.fake.inject_on(Operation::CreateInvitationBulk, Fault::HoldResponse(gate.clone()));
    let mut worker = world.worker();
    let tick = tokio::spawn(async move { worker.tick().await });
    while !world.fake.received().iter().any(|it| it.method == "POST") {
        tokio::task::yield_now().await;
    }
    let pool = sqlx::PgPool::connect(&world.url).await.unwrap();
    let open = "select count(*) from pg_stat_activity where datname = current_database() \
                and pid <> pg_backend_pid() and (xact_start is not null or state <> 'idle')";
    assert_eq!(sqlx::query_scalar::<_, i64>(open).fetch_one(&pool).await.unwrap(), 0);
    let begun = "select count(*) from clerk_invite.call where state = 0";
    assert_eq!(sqlx::query_scalar::<_, i64>(begun).fetch_one(&pool).await.unwrap(), 1);
    gate.open();
    tick.await.unwrap().unwrap();
    assert_eq!(world.count(State::Sent).await, 10);
}
