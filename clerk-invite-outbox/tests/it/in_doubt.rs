//! A claim whose commit fails, or was done and nobody knows: it is not sent.

use clerk_invite_outbox::State;
use clerk_invite_outbox::sqlx::{self, SqlitePool};

use crate::hazards::posts;
use crate::world::World;

async fn taken(world: &World) -> u64 {
    world.status().await.budgets.iter().map(|budget| budget.taken).sum()
}

/// A constraint that is looked at in the commit itself.
#[tokio::test]
async fn a_claim_whose_commit_fails_is_not_sent() {
    let world = World::new().await;
    world.enqueue(20).await;
    let other = SqlitePool::connect(&world.url).await.unwrap();
    for sql in [
        "create table promised (one integer primary key)",
        "create table owed (one integer references promised (one) deferrable initially deferred)",
        "create trigger owing after insert on clerk_invite_call \
         begin insert into owed values (1); end",
    ] {
        sqlx::query(sql).execute(&other).await.unwrap();
    }
    let mut worker = world.worker();
    for _ in 0..3 {
        let error = worker.tick().await.unwrap_err().to_string();
        assert!(error.contains("FOREIGN KEY constraint failed"), "{error}");
        assert_eq!((posts(&world), taken(&world).await), (0, 0));
        assert_eq!(world.count(State::Queued).await, 20);
    }
    sqlx::query("drop trigger owing").execute(&other).await.unwrap();
    world.run(&mut worker).await;
    assert_eq!(world.count(State::Sent).await, 20);
    assert_eq!((posts(&world), world.fake.invitations().len()), (2, 20));
}

#[cfg(feature = "postgres")]
mod on_postgres {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};

    use clerk_invite_outbox::State;
    use clerk_invite_outbox::sqlx::postgres::{PgConnectOptions, PgPoolOptions};
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::{TcpListener, TcpStream};

    use crate::hazards::posts;
    use crate::world::World;

    /// A network in front of PostgreSQL, which can lose the answer to the next commit, and the
    /// connection with it.
    async fn network(port: u16) -> (u16, Arc<AtomicBool>) {
        let loses = Arc::new(AtomicBool::new(false));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let own = listener.local_addr().unwrap().port();
        let flag = Arc::clone(&loses);
        tokio::spawn(async move {
            loop {
                let (client, _) = listener.accept().await.unwrap();
                let server = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
                let flag = Arc::clone(&flag);
                tokio::spawn(async move { forward(client, server, &flag).await });
            }
        });
        (own, loses)
    }

    async fn forward(
        mut client: TcpStream,
        mut server: TcpStream,
        loses: &AtomicBool,
    ) -> std::io::Result<()> {
        let (mut up, mut down) = (vec![0; 4096], vec![0; 4096]);
        loop {
            tokio::select! {
                count = client.read(&mut up) => {
                    let sent = &up[..count?];
                    server.write_all(sent).await?;
                    let commits = sent.windows(6).any(|it| it == b"COMMIT");
                    if commits && loses.swap(false, Ordering::SeqCst) {
                        // The answer: it is done.
                        assert!(server.read(&mut down).await? > 0);
                        return Ok(());
                    }
                    if sent.is_empty() {
                        return Ok(());
                    }
                }
                count = server.read(&mut down) => {
                    let received = &down[..count?];
                    client.write_all(received).await?;
                    if received.is_empty() {
                        return Ok(());
                    }
                }
            }
        }
    }

    #[tokio::test]
    async fn a_claim_that_was_committed_without_an_answer_is_taken_back() {
        let Some(world) = World::on_postgres().await else { return };
        world.enqueue(20).await;
        let options: PgConnectOptions = world.url.parse().unwrap();
        let (port, loses) = network(options.get_port()).await;
        let pool = PgPoolOptions::new().max_connections(2);
        let pool = pool.connect_with(options.port(port)).await.unwrap();
        let mut worker = world.outbox_over(pool).await.worker(&world.fake.client());
        worker.tick().await.unwrap();
        assert_eq!((posts(&world), world.count(State::Sent).await), (1, 10));

        loses.store(true, Ordering::SeqCst);
        let lost = worker.tick().await;
        assert!(lost.is_err(), "{lost:?}");
        assert!(!loses.load(Ordering::SeqCst));
        assert_eq!(world.count(State::Calling).await, 10, "it was committed");
        assert_eq!(posts(&world), 1, "and is not sent");
        // The next claim has the same people: their first one is taken back, and its slot free.
        worker.tick().await.unwrap();
        assert_eq!((posts(&world), world.count(State::Sent).await), (2, 20));
        let status = world.status().await;
        assert_eq!(status.budgets.iter().map(|it| it.taken).sum::<u64>(), 2);
        assert_eq!(world.fake.invitations().len(), 20);
    }
}
