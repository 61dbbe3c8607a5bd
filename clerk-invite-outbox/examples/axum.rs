//! A service that invites whoever signs up: the invitation is enqueued in the transaction that stores
//! the customer, and a worker in the background sends it.
//!
//! ```sh
//! cargo run -p clerk-invite-outbox --example axum            # serves on port 3000, with a stand-in for Clerk
//! curl -X POST localhost:3000/customers -H 'content-type: application/json' \
//!     -d '{"email_address": "invite@example.com"}'
//!
//! CLERK_SECRET_KEY=sk_test_.. cargo run -p clerk-invite-outbox --example axum   # with the real one
//! cargo run -p clerk-invite-outbox --example axum -- --once  # on a free port: posts once to itself, and ends
//! ```

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::post;
use axum::{Json, Router};
use clerk_invite::serde::Deserialize;
use clerk_invite::{Client, FakeClerk};
use clerk_invite_outbox::{Campaign, Error, Event, Outbox, sqlx};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

#[derive(Clone)]
struct Service {
    pool: sqlx::SqlitePool,
    outbox: Outbox,
    signups: Campaign,
}

#[derive(Deserialize)]
#[serde(crate = "clerk_invite::serde")]
struct Customer {
    email_address: String,
}

/// `POST /customers` with `{"email_address": ".."}`.
async fn sign_up(State(service): State<Service>, Json(customer): Json<Customer>) -> StatusCode {
    match service.sign_up(&customer.email_address).await {
        Ok(()) => StatusCode::CREATED,
        Err(Error::Invalid(_)) => StatusCode::UNPROCESSABLE_ENTITY,
        Err(error) => {
            eprintln!("{error}");
            StatusCode::INTERNAL_SERVER_ERROR
        }
    }
}

impl Service {
    /// Stores the customer and enqueues the invitation: both or neither.
    async fn sign_up(&self, address: &str) -> Result<(), Error> {
        let mut transaction = self.pool.begin_with("begin immediate").await?;
        sqlx::query("insert into customer (email_address) values ($1)")
            .bind(address)
            .execute(&mut *transaction)
            .await?;
        self.signups.enqueue_in(&mut transaction, address).await?;
        transaction.commit().await?;
        // The worker of this process need not wait until it asks again.
        self.outbox.wake();
        Ok(())
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let once = std::env::args().any(|argument| argument == "--once");
    let fake = FakeClerk::start().await?;
    let clerk = match std::env::var_os("CLERK_SECRET_KEY") {
        Some(_) if !once => Client::from_env()?,
        _ => fake.client(),
    };

    let folder = tempfile::tempdir()?;
    let path = folder.path().join("service.db");
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(path).create_if_missing(true);
    let options = options.journal_mode(sqlx::sqlite::SqliteJournalMode::Wal);
    let pool = sqlx::SqlitePool::connect_with(options).await?;
    sqlx::query("create table customer (email_address text not null)").execute(&pool).await?;
    let outbox = Outbox::from_pool(pool.clone()).await?;
    let signups = outbox.campaign("signups").preflight(false);

    let (stop, stopped) = oneshot::channel::<()>();
    let mut events = outbox.events();
    let mut worker = tokio::spawn(outbox.worker(&clerk).run_until(async move {
        let _ = stopped.await;
    }));

    let port = if once { 0 } else { 3000 };
    let listener = TcpListener::bind(("127.0.0.1", port)).await?;
    let address = listener.local_addr()?;
    println!("POST http://{address}/customers");
    let service = Service { pool, outbox, signups };
    let app = Router::new().route("/customers", post(sign_up)).with_state(service);
    let server = tokio::spawn(axum::serve(listener, app).into_future());
    if once {
        post_once(address).await?;
        while !matches!(events.next().await, Some(Event::Sent { .. })) {}
        println!("{} invitation at FakeClerk", fake.invitations_to("invite@example.com"));
    } else {
        tokio::select! {
            pressed = tokio::signal::ctrl_c() => pressed?,
            // Only what does not pass ends it early, such as a wrong key: then nobody is invited.
            ended = &mut worker => return Ok(ended??),
        }
    }
    server.abort();
    // Finishes what is in flight.
    let _ = stop.send(());
    worker.await??;
    Ok(())
}

async fn post_once(address: std::net::SocketAddr) -> Result<(), Box<dyn std::error::Error>> {
    let mut stream = TcpStream::connect(address).await?;
    let body = r#"{"email_address":"invite@example.com"}"#;
    let request = format!(
        "POST /customers HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).await?;
    let mut response = String::new();
    stream.read_to_string(&mut response).await?;
    if response.starts_with("HTTP/1.1 201") { Ok(()) } else { Err(response.into()) }
}
