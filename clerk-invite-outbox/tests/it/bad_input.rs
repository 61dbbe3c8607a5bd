//! Databases that cannot be used, that fill up, that are busy: a clear error, and nothing lost.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use clerk_invite::fake::{Fault, Operation, ResponseGate};
use clerk_invite_outbox::sqlx::sqlite::{SqliteConnectOptions, SqlitePool, SqlitePoolOptions};
use clerk_invite_outbox::sqlx::{self, AssertSqlSafe, SqliteConnection};
use clerk_invite_outbox::{Did, Evidence, Filter, Outbox, State};

use crate::world::{CAMPAIGN, World, person};

type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A disk that a test fills and empties.
#[derive(Clone, Default)]
struct Disk(Arc<AtomicBool>);

impl Disk {
    fn is_full(&self, is_full: bool) {
        self.0.store(is_full, Ordering::SeqCst);
    }

    fn limit(self, connection: &mut SqliteConnection) -> BoxFuture<'_, sqlx::Result<()>> {
        let pages = if self.0.load(Ordering::SeqCst) { 1 } else { 1_073_741_823 };
        let sql = AssertSqlSafe(format!("pragma max_page_count = {pages}"));
        Box::pin(async move { sqlx::query(sql).execute(connection).await.map(drop) })
    }
}

/// A world over a pool of one connection, whose file cannot grow while the disk is full.
async fn on_one_connection(disk: &Disk) -> (World, SqlitePool) {
    let mut world = World::new().await;
    let options = world.url.parse::<SqliteConnectOptions>().unwrap();
    let options = options.busy_timeout(Duration::from_millis(1));
    let (new, known) = (disk.clone(), disk.clone());
    let pool = SqlitePoolOptions::new()
        .max_connections(1)
        .after_connect(move |connection, _| new.clone().limit(connection))
        .before_acquire(move |connection, _| {
            let limited = known.clone().limit(connection);
            Box::pin(async move { limited.await.map(|()| true) })
        });
    let pool = pool.acquire_timeout(Duration::from_millis(100)).connect_with(options);
    let pool = pool.await.unwrap();
    world.outbox = world.outbox_over(pool.clone()).await;
    (world, pool)
}

fn posts(world: &World) -> usize {
    world.fake.received().iter().filter(|it| it.method == "POST").count()
}

async fn until_posts(world: &World, count: usize) {
    while posts(world) < count {
        tokio::task::yield_now().await;
    }
}

/// Everybody has one invitation, by Clerk's own response: nobody had to be looked for.
async fn assert_sent(world: &World, people: usize) {
    let mut export = world.outbox.export(CAMPAIGN, Filter::default()).await.unwrap();
    let mut sent = 0;
    while let Some(row) = export.next().await.unwrap() {
        assert_eq!((row.state, row.evidence), (State::Sent, Some(Evidence::Response)));
        sent += 1;
    }
    assert_eq!((sent, world.fake.invitations().len()), (people, people));
}

#[tokio::test]
async fn what_cannot_be_opened_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| format!("sqlite://{}/{name}", folder.path().display());
    std::fs::write(folder.path().join("text.db"), "not a database, by far ".repeat(100)).unwrap();
    for (url, expected) in [
        (
            at("none/invites.db"),
            "the database URL cannot be used: the file cannot be opened: entity not found",
        ),
        (at("text.db"), "the database failed: file is not a database (code 26)"),
        (
            "mysql://localhost/x".to_owned(),
            "the database URL cannot be used: expected `sqlite://path`",
        ),
        ("invites.db".to_owned(), "the database URL cannot be used: expected `sqlite://path`"),
    ] {
        let error = Outbox::open(&url).await.unwrap_err().to_string();
        assert!(error.starts_with(expected), "{error}");
    }
}

#[tokio::test]
async fn a_disk_that_is_full_in_a_claim_or_a_record_loses_nobody() {
    let disk = Disk::default();
    let (world, _) = on_one_connection(&disk).await;
    let people = 340;
    world.enqueue(people).await;
    let mut worker = world.worker();
    let (mut in_a_claim, mut in_a_record) = (0, 0);
    while !world.status().await.is_done() {
        let before = posts(&world);
        disk.is_full(true);
        let full = worker.tick().await;
        if let Err(error) = &full {
            let error = error.to_string();
            assert_eq!(error, "the database failed: database or disk is full (code 13)");
            let sent = posts(&world) - before;
            in_a_claim += usize::from(sent == 0);
            in_a_record += sent;
            assert!(worker.tick().await.is_err(), "it is full still");
            assert_eq!(posts(&world) - before, sent, "nothing is sent that cannot be noted");
        }
        disk.is_full(false);
        if full.is_err() {
            worker.tick().await.unwrap();
        }
    }
    assert!(in_a_claim > 0 && in_a_record > 0, "{in_a_claim} and {in_a_record}");
    assert_sent(&world, people).await;
}

#[tokio::test]
async fn a_disk_that_is_full_while_people_are_enqueued_leaves_whole_batches() {
    let disk = Disk::default();
    let (world, _) = on_one_connection(&disk).await;
    disk.is_full(true);
    let campaign = world.outbox.campaign(CAMPAIGN).preflight(false);
    let error = campaign.enqueue((0..2000).map(person)).await.unwrap_err().to_string();
    assert_eq!(error, "the database failed: database or disk is full (code 13)");
    disk.is_full(false);
    assert_eq!(campaign.enqueue((0..2000).map(person)).await.unwrap().new, 2000);
    assert_eq!(world.count(State::Queued).await, 2000);
}

#[tokio::test]
async fn a_pool_that_runs_dry_before_a_claim_or_a_record_loses_nobody() {
    let (world, pool) = on_one_connection(&Disk::default()).await;
    world.enqueue(20).await;
    let mut worker = world.worker();
    worker.tick().await.unwrap();
    let dry = "the database failed: pool timed out while waiting for an open connection";
    let held = pool.acquire().await.unwrap();
    assert_eq!(worker.tick().await.unwrap_err().to_string(), dry);
    assert_eq!(posts(&world), 1);
    drop(held);

    let gate = ResponseGate::new();
    world.fake.inject_on(Operation::CreateInvitationBulk, Fault::HoldResponse(gate.clone()));
    let tick = tokio::spawn(async move { (worker.tick().await, worker) });
    until_posts(&world, 2).await;
    let held = pool.acquire().await.unwrap();
    gate.open();
    let (failed, mut worker) = tick.await.unwrap();
    assert_eq!(failed.unwrap_err().to_string(), dry);
    assert!(worker.tick().await.is_err(), "nothing is claimed before it is recorded");
    assert_eq!(posts(&world), 2);
    drop(held);
    world.run(&mut worker).await;
    assert_sent(&world, 20).await;
}

#[tokio::test]
async fn another_writer_beside_a_claim_or_a_record_loses_nobody() {
    let (world, _) = on_one_connection(&Disk::default()).await;
    world.enqueue(20).await;
    let other = SqlitePool::connect(&world.url).await.unwrap();
    let mut worker = world.worker();
    worker.tick().await.unwrap();
    let busy = "the database failed: database is locked (code 5)";
    let writing = other.begin_with("begin immediate").await.unwrap();
    assert_eq!(worker.tick().await.unwrap_err().to_string(), busy);
    let enqueued = world.outbox.campaign(CAMPAIGN).enqueue([person(99)]).await;
    assert_eq!(enqueued.unwrap_err().to_string(), busy);
    writing.rollback().await.unwrap();

    let gate = ResponseGate::new();
    world.fake.inject_on(Operation::CreateInvitationBulk, Fault::HoldResponse(gate.clone()));
    let tick = tokio::spawn(async move { (worker.tick().await, worker) });
    until_posts(&world, 2).await;
    let writing = other.begin_with("begin immediate").await.unwrap();
    gate.open();
    let (failed, mut worker) = tick.await.unwrap();
    assert_eq!(failed.unwrap_err().to_string(), busy);
    writing.rollback().await.unwrap();
    assert_eq!(worker.tick().await.unwrap().did, Did::Nothing);
    assert_sent(&world, 20).await;
}
