//! No address, key or metadata in what is logged, at whatever level, nor in errors and events.

use std::fmt::{Debug, Write as _};
use std::sync::Mutex;

use clerk_invite::fake::{Fault, Operation};
use clerk_invite::http::StatusCode;
use clerk_invite::{Client, CreateInvitationBulk, FakeClerk, json};
use clerk_invite_outbox::sqlx::{self, AssertSqlSafe};
use clerk_invite_outbox::{Did, Error, NewInvitation, Worker};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::idle::in_a_process_of_its_own;
use crate::world::{CAMPAIGN, World, person};

/// Everything that was shown so far.
static SHOWN: Mutex<String> = Mutex::new(String::new());

/// A subscriber and logger that leaves nothing out.
struct Everything;

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let _ = write!(self.0, " {field}={value:?}");
    }
}

fn show(shown: impl AsRef<str>) {
    let mut all = SHOWN.lock().unwrap();
    all.push_str(shown.as_ref());
    all.push('\n');
}

fn shown() -> String {
    SHOWN.lock().unwrap().clone()
}

impl Subscriber for Everything {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut line = Line(span.metadata().name().to_owned());
        span.record(&mut line);
        show(line.0);
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        let mut line = Line(String::new());
        values.record(&mut line);
        show(line.0);
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut line = Line(event.metadata().target().to_owned());
        event.record(&mut line);
        show(line.0);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

impl log::Log for Everything {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        show(format!("{} {}", record.target(), record.args()));
    }

    fn flush(&self) {}
}

fn show_error(error: &Error) {
    show(format!("{error} {error:?} {error:#?}"));
}

fn invitation(number: usize) -> NewInvitation {
    NewInvitation::new(person(number)).public_metadata(json!({ "plan": "hush-hush" }))
}

/// Ticks until all is settled or stopped.
async fn run(world: &World, worker: &mut Worker) {
    for _ in 0..1000 {
        match worker.tick().await {
            Err(error) => show_error(&error),
            Ok(tick) => match tick.next_at {
                None => return,
                Some(at) if tick.did == Did::Nothing => {
                    let wait = u64::try_from(at - world.fake.now().as_millis());
                    world.fake.advance(std::time::Duration::from_millis(wait.unwrap_or(1).max(1)));
                }
                Some(_) => {}
            },
        }
    }
}

/// A campaign in which everything goes wrong, until the database does: `breaks` breaks it.
async fn campaign(world: World, breaks: impl AsyncFn(&World)) {
    tracing::subscriber::set_global_default(Everything).unwrap();
    log::set_logger(&Everything).unwrap();
    log::set_max_level(log::LevelFilter::Trace);
    let mut events = world.outbox.events();

    // To an organization: a member, a wrong role, lost answers, a listing that fails.
    let campaign = world.outbox.campaign(CAMPAIGN).to_organization("org_123", "org:member");
    let campaign = campaign.preflight(false);
    campaign.enqueue((0..20).map(invitation)).await.unwrap();
    campaign.enqueue([invitation(20).role("boss"), invitation(21).role("boss")]).await.unwrap();
    world.fake.add_member("org_123", &person(3));
    world.fake.inject_on(Operation::CreateOrganizationInvitationBulk, Fault::LoseResponse);
    world.fake.inject_on(Operation::CreateOrganizationInvitationBulk, Fault::LoseRequest);
    for _ in 0..9 {
        let fault = Fault::ServerErrorBefore(StatusCode::SERVICE_UNAVAILABLE);
        world.fake.inject_on(Operation::ListOrganizationInvitations, fault);
    }
    run(&world, &mut world.worker()).await;
    // To the application, after a preflight: Clerk's text names who is refused.
    world.fake.respond_to::<CreateInvitationBulk>(
        422,
        json!({ "errors": [{
            "code": "form_param_format_invalid",
            "message": "p30@example.com is invalid",
            "long_message": "p30@example.com is not an email address",
            "meta": { "email_addresses": ["p30@example.com"] },
        }] }),
    );
    let other = world.outbox.campaign("other");
    other.enqueue((30..35).map(invitation)).await.unwrap();
    run(&world, &mut world.worker()).await;
    // A key that was mistyped.
    let wrong = Client::builder("sk_test_mistyped").base_url(world.fake.base_url());
    let wrong = wrong.build().unwrap();
    other.enqueue([invitation(40)]).await.unwrap();
    show_error(&world.outbox.worker(&wrong).tick().await.unwrap_err());
    run(&world, &mut world.outbox.worker(&wrong).instance("ins_fake_clerk")).await;
    world.outbox.resume().await.unwrap();

    breaks(&world).await;
    let mut worker = world.worker();
    for _ in 0..3 {
        show_error(&worker.tick().await.unwrap_err());
    }
    let asked_again = async {
        while !shown().contains("the outbox's database failed") {
            tokio::task::yield_now().await;
        }
    };
    let worker = worker.clone().run_until(asked_again);
    tokio::spawn(worker).await.unwrap().unwrap();

    loop {
        tokio::select! {
            biased;
            event = events.next() => show(format!("{:?}", event.unwrap())),
            () = std::future::ready(()) => break,
        }
    }
    check(&shown());
}

fn check(shown: &str) {
    for expected in ["Already", "Refused", "Unknown", "Settled", "Stopped", "Sent"] {
        assert!(shown.contains(&format!("\n{expected} {{ ")), "no {expected}");
    }
    for expected in ["\nsqlx::query", "a listing failed", "the outbox's database failed"] {
        assert!(shown.contains(expected), "no {expected}");
    }
    for secret in ["example.com", "hush", "mistyped", FakeClerk::SECRET_KEY] {
        let line = shown.lines().find(|line| line.contains(secret));
        assert!(line.is_none(), "{secret}: {line:?}");
    }
}

async fn execute(url: &str, sql: &str) {
    #[cfg(feature = "postgres")]
    if url.starts_with("postgres") {
        let pool = sqlx::PgPool::connect(url).await.unwrap();
        sqlx::query(AssertSqlSafe(sql.to_owned())).execute(&pool).await.unwrap();
        return;
    }
    let pool = sqlx::SqlitePool::connect(url).await.unwrap();
    sqlx::query(AssertSqlSafe(sql.to_owned())).execute(&pool).await.unwrap();
}

#[tokio::test]
#[ignore = "a process of the test below"]
async fn shown_on_sqlite() {
    let breaks = async |world: &World| {
        execute(&world.url, "alter table clerk_invite_tally rename to away").await;
    };
    campaign(World::new().await, breaks).await;
}

/// PostgreSQL's details of an error have the values of the whole row.
#[cfg(feature = "postgres")]
#[tokio::test]
#[ignore = "a process of the test below"]
async fn shown_on_postgres() {
    let breaks = async |world: &World| {
        let sql = "alter table clerk_invite.invitation add check (state <> 1) not valid";
        execute(&world.url, sql).await;
    };
    if let Some(world) = World::on_postgres().await {
        campaign(world, breaks).await;
    }
}

#[test]
fn nothing_personal_is_shown() {
    in_a_process_of_its_own("logs::shown_on_sqlite");
}

#[cfg(feature = "postgres")]
#[test]
fn nothing_personal_is_shown_with_postgres() {
    in_a_process_of_its_own("logs::shown_on_postgres");
}
