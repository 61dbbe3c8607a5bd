//! The same on PostgreSQL.

use clerk_invite::fake::{Fault, Operation, Rule};
use clerk_invite_outbox::{Error, State, sqlx};

use crate::world::{CAMPAIGN, World, person};

#[tokio::test]
async fn everybody_gets_one_invitation() {
    let Some(world) = World::on_postgres().await else { return };
    world.enqueue(700).await;
    let hours = world.run(&mut world.worker()).await;
    assert_eq!(world.count(State::Sent).await, 700);
    for number in 0..700 {
        assert_eq!(world.fake.invitations_to(&person(number)), 1, "{number}");
    }
    assert!((1.0..1.01).contains(&hours), "{hours} hours");
}

#[tokio::test]
async fn a_lost_request_and_a_lost_answer() {
    let Some(world) = World::on_postgres().await else { return };
    world.enqueue(1).await;
    world.fake.inject_on(Operation::CreateInvitation, Fault::LoseRequest);
    world.run(&mut world.worker()).await;
    world.outbox.campaign(CAMPAIGN).enqueue([person(1)]).await.unwrap();
    world.fake.inject_on(Operation::CreateInvitation, Fault::LoseResponse);
    world.run(&mut world.worker()).await;
    assert_eq!(world.count(State::Sent).await, 2);
    assert_eq!(world.fake.invitations().len(), 2);
}

#[tokio::test]
async fn hundreds_who_wait_for_a_stopped_organization_hold_up_nobody_behind_them() {
    let Some(world) = World::on_postgres().await else { return };
    crate::hazards::beside_a_stopped_organization(world).await;
}

#[tokio::test]
async fn a_transaction_of_the_callers_is_all_or_nothing_and_holds_up_nobody() {
    let Some(world) = World::on_postgres().await else { return };
    let pool = sqlx::PgPool::connect(&world.url).await.unwrap();
    let campaign = world.outbox.campaign(CAMPAIGN).preflight(false);
    world.enqueue(1).await;
    let mut rolled_back = pool.begin().await.unwrap();
    campaign.enqueue_in(&mut rolled_back, "rolled@example.com").await.unwrap();
    let mut committed = pool.begin().await.unwrap();
    campaign.enqueue_in(&mut committed, "committed@example.com").await.unwrap();
    // Both are open, and the one before goes out.
    world.run(&mut world.worker()).await;
    assert_eq!(world.fake.invitations().len(), 1);
    rolled_back.rollback().await.unwrap();
    committed.commit().await.unwrap();
    world.run(&mut world.worker()).await;
    assert_eq!(world.fake.invitations_to("rolled@example.com"), 0);
    assert_eq!(world.fake.invitations_to("committed@example.com"), 1);
}

#[tokio::test]
async fn a_pool_at_repeatable_read_changes_nothing() {
    let Some(world) = World::on_postgres().await else { return };
    let options = sqlx::postgres::PgPoolOptions::new().after_connect(|connection, _| {
        Box::pin(async move {
            let sql = "set session characteristics as transaction isolation level repeatable read";
            sqlx::Executor::execute(connection, sql).await?;
            Ok(())
        })
    });
    let pool = options.connect(&world.url).await.unwrap();
    let fake = std::sync::Arc::clone(&world.fake);
    let clock = clerk_invite_outbox::Clock::manual(move || fake.now().as_millis());
    let outbox = clerk_invite_outbox::Outbox::from_pool(pool).await.unwrap().with_clock(clock);
    world.enqueue(300).await;
    let (mut one, mut other) = (outbox.worker(&world.fake.client()), world.worker());
    for _ in 0..40 {
        let (one, other) = tokio::join!(one.tick(), other.tick());
        one.unwrap();
        other.unwrap();
    }
    world.run(&mut other).await;
    assert_eq!(world.count(State::Sent).await, 300);
    assert_eq!(world.fake.invitations().len(), 300);
    let calls = world.fake.received();
    assert!(calls.iter().all(|call| call.status.is_some_and(|it| it.is_success())));
}

/// A worker that sleeps is told by the commit itself.
#[tokio::test]
async fn a_commit_wakes_a_worker() {
    let Some(world) = World::on_postgres().await else { return };
    world.enqueue(1).await;
    let worker = world.worker();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let running = tokio::spawn(worker.run_until(async move {
        let _ = stopped.await;
    }));
    let posts =
        |world: &World| world.fake.received().iter().filter(|it| it.method == "POST").count();
    while posts(&world) < 1 {
        tokio::task::yield_now().await;
    }
    // By another process, which cannot call `wake`.
    let other = crate::world::open(&world.url, &world.fake).await;
    let began = std::time::Instant::now();
    other.campaign(CAMPAIGN).enqueue([person(7)]).await.unwrap();
    while posts(&world) < 2 {
        assert!(began.elapsed().as_secs() < 9, "it was not told");
        tokio::task::yield_now().await;
    }
    stop.send(()).unwrap();
    running.await.unwrap().unwrap();
    assert_eq!(world.count(State::Sent).await, 2);
}

#[tokio::test]
async fn who_is_to_be_invited_nevertheless_is() {
    let Some(world) = World::on_postgres().await else { return };
    crate::sending::nevertheless(world).await;
}

/// A restored backup lies in another database, and the original may be at work.
#[tokio::test]
async fn a_restored_copy_is_refused_until_it_is_adopted() {
    let Some(world) = World::on_postgres().await else { return };
    world.enqueue(20).await;
    let pool = sqlx::PgPool::connect(&world.url).await.unwrap();
    let mut worker = world.outbox_over(pool.clone()).await.worker(&world.fake.client());
    worker.tick().await.unwrap();
    drop(worker);
    pool.close().await;
    let (server, name) = world.url.rsplit_once('/').unwrap();
    let postgres = sqlx::PgPool::connect(&format!("{server}/postgres")).await.unwrap();
    let copy = sqlx::AssertSqlSafe(format!("create database {name}_copy template {name}"));
    let end = "select pg_terminate_backend(pid) from pg_stat_activity where datname = $1";
    sqlx::query(end).bind(name).execute(&postgres).await.unwrap();
    sqlx::query(copy).execute(&postgres).await.unwrap();

    let copy = crate::world::open(&format!("{}_copy", world.url), &world.fake).await;
    let mut worker = copy.worker(&world.fake.client());
    let refused = worker.tick().await;
    assert!(matches!(refused, Err(Error::OtherDatabase)), "{refused:?}");
    world.run(&mut world.worker()).await;
    copy.adopt().await.unwrap();
    world.run(&mut worker).await;
    let status = copy.status(CAMPAIGN).await.unwrap();
    assert_eq!((status.count(State::Sent), status.count(State::Already)), (10, 10));
    assert_eq!(world.fake.invitations().len(), 20);
}

/// Its timeline is all that tells the replica from the server that failed.
#[tokio::test]
async fn a_failover_to_a_replica_that_was_behind_is_refused_until_it_is_adopted() {
    let Some((url, replica)) = crate::postgres::failing_over().await else { return };
    let world = World::at(url).await;
    // Without the last net.
    world.fake.set_rule(Rule::Duplicates, false);
    world.enqueue(30).await;
    let mut worker = world.worker();
    worker.tick().await.unwrap();
    let replica = replica.await;
    worker.tick().await.unwrap();

    let replica = crate::world::open(&replica, &world.fake).await;
    let mut worker = replica.worker(&world.fake.client());
    let refused = worker.tick().await;
    assert!(matches!(refused, Err(Error::OtherDatabase)), "{refused:?}");
    replica.adopt().await.unwrap();
    world.run(&mut worker).await;
    let status = replica.status(CAMPAIGN).await.unwrap();
    assert_eq!((status.count(State::Sent), status.count(State::Already)), (20, 10));
    assert!((0..30).all(|number| world.fake.invitations_to(&person(number)) == 1));
}

/// Before its first claim a campaign belongs to no instance, so there is no lock that both would take.
#[tokio::test]
async fn a_cancel_beside_the_first_claim_catches_what_is_claimed() {
    let Some(world) = World::on_postgres().await else { return };
    let pool = sqlx::PgPool::connect(&world.url).await.unwrap();
    world.enqueue(3).await;
    // The first claim, up to its commit.
    let mut claim = pool.begin().await.unwrap();
    for sql in [
        "update clerk_invite.invitation set state = 1, instance = 'ins_1' \
         where id = (select min(id) from clerk_invite.invitation)",
        "update clerk_invite.campaign set instance = 'ins_1'",
    ] {
        sqlx::query(sql).execute(&mut *claim).await.unwrap();
    }
    let outbox = world.outbox.clone();
    let cancel = tokio::spawn(async move { outbox.cancel(CAMPAIGN).await });
    let waiting = "select count(*) from pg_stat_activity \
                   where datname = current_database() and wait_event_type = 'Lock'";
    while sqlx::query_scalar::<_, i64>(waiting).fetch_one(&pool).await.unwrap() == 0 {
        tokio::task::yield_now().await;
    }
    claim.commit().await.unwrap();
    assert_eq!(cancel.await.unwrap().unwrap(), 2);
    let rows = "select count(*) from clerk_invite.invitation where state = 1 and cancelled = 1";
    assert_eq!(sqlx::query_scalar::<_, i64>(rows).fetch_one(&pool).await.unwrap(), 1);
    assert_eq!(world.count(State::Cancelled).await, 2);
}

/// A caller's transaction and an enqueue of the same people in the other order wait for each other:
/// PostgreSQL ends one of them. Whichever it is, everybody is in the queue once.
#[tokio::test]
async fn a_transaction_that_conflicts_is_an_error_or_repeated_and_loses_nobody() {
    let Some(world) = World::on_postgres().await else { return };
    let pool = sqlx::PgPool::connect(&world.url).await.unwrap();
    let campaign = world.outbox.campaign(CAMPAIGN).preflight(false);
    world.enqueue(1).await;
    let mut callers = pool.begin().await.unwrap();
    campaign.enqueue_in(&mut callers, person(7)).await.unwrap();
    let other = campaign.clone();
    let enqueued = tokio::spawn(async move { other.enqueue([person(8), person(7)]).await });
    let waiting = "select count(*) from pg_stat_activity \
                   where datname = current_database() and wait_event_type = 'Lock'";
    while sqlx::query_scalar::<_, i64>(waiting).fetch_one(&pool).await.unwrap() == 0 {
        tokio::task::yield_now().await;
    }
    match campaign.enqueue_in(&mut callers, person(8)).await {
        Ok(_) => callers.commit().await.unwrap(),
        Err(error) => {
            let expected = "the database failed: deadlock detected (code 40P01)";
            assert_eq!(error.to_string(), expected);
            callers.rollback().await.unwrap();
        }
    }
    enqueued.await.unwrap().unwrap();
    assert_eq!(world.count(State::Queued).await, 3);
    world.run(&mut world.worker()).await;
    assert_eq!((world.count(State::Sent).await, world.fake.invitations().len()), (3, 3));
}
