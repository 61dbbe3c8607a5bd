//! Costs of the outbox with one table of many rows. Reported, not gated.

use std::error::Error;
use std::fs;
use std::sync::Arc;
use std::time::{Duration, Instant};

use clerk_invite::fake::Rule;
use clerk_invite::{CreateInvitation, CreateInvitationBulk, FakeClerk};
use clerk_invite_outbox::{Clock, Outbox, sqlx};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// The calls of an hour to the application.
const BULK: usize = 25;
const SINGLE: usize = 100;
const HOURS: usize = 8;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let rows: usize = arguments.next().map_or(Ok(1_000_000), |rows| rows.parse())?;
    let folder = tempfile::tempdir()?;
    let in_folder = || format!("sqlite://{}/outbox.db", folder.path().display());
    let url = arguments.next().unwrap_or_else(in_folder);

    let fake = Arc::new(FakeClerk::start().await?);
    fake.stop_clock();
    fake.set_rule(Rule::Duplicates, false);
    fake.keep_received(0);
    let clock = {
        let fake = Arc::clone(&fake);
        Clock::manual(move || fake.now().as_millis())
    };
    let outbox = Outbox::open(&url).await?.with_clock(clock);
    println!("{rows} rows, {}", url.split(':').next().unwrap_or_default());

    let (began, cpu_before, resident) = (Instant::now(), cpu()?, resident_peak()?);
    let campaign = outbox.campaign("bench").preflight(false);
    let people = (0..rows).map(|number| format!("person.{number}@example.com"));
    let report = campaign.enqueue(people).await?;
    assert_eq!(report.new, rows as u64);
    println!("enqueue: {:.2?}, CPU {:.2?}", began.elapsed(), cpu()? - cpu_before);
    println!("enqueue: {} MB resident at most, {resident} MB before", resident_peak()?);
    println!("bytes a row: {}", size(&url).await? / rows as u64);

    // The calls themselves, without an outbox: to be taken off.
    let client = fake.client();
    let client = client.without_rate_budget();
    fake.remove_rate_limits();
    let before = cpu()?;
    for number in 0..HOURS * BULK {
        let people = (0..10).map(|it| CreateInvitation::new(format!("a{number}.{it}@example.com")));
        client.send(CreateInvitationBulk::new(people.collect::<Vec<_>>())).await?;
    }
    for number in 0..HOURS * SINGLE {
        client.send(CreateInvitation::new(format!("b{number}@example.com"))).await?;
    }
    let calls_alone = cpu()? - before;

    let mut worker = outbox.worker(&client);
    worker.tick().await?;
    fake.advance(Duration::from_secs(3700));
    let (before, mut calls) = (cpu()?, 0);
    let began = Instant::now();
    for _ in 0..HOURS {
        for _ in 0..BULK + SINGLE {
            worker.tick().await?;
            calls += 1;
        }
        fake.advance(Duration::from_secs(3700));
    }
    let wall = began.elapsed() / calls;
    let cost = (cpu()? - before).saturating_sub(calls_alone) / calls;
    println!("claim and record: CPU {cost:.2?} a call; {wall:.2?} with the call and the disk");

    outbox.status("bench").await?;
    let began = Instant::now();
    for _ in 0..10 {
        outbox.status("bench").await?;
    }
    println!("status: {:.2?}", began.elapsed() / 10);
    Ok(())
}

/// CPU time of this process; the kernel counts in hundredths of a second.
fn cpu() -> Result<Duration> {
    let stat = fs::read_to_string("/proc/self/stat")?;
    let fields = stat.rsplit(')').next().unwrap_or_default();
    let ticks = fields.split_whitespace().skip(11).take(2).map(str::parse::<u64>);
    let ticks: u64 = ticks.sum::<std::result::Result<_, _>>()?;
    Ok(Duration::from_millis(ticks * 10))
}

fn resident_peak() -> Result<u64> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find(|line| line.starts_with("VmHWM")).ok_or("no VmHWM")?;
    let kilobytes: u64 = line.split_whitespace().nth(1).ok_or("no number")?.parse()?;
    Ok(kilobytes / 1024)
}

async fn size(url: &str) -> Result<u64> {
    let size: i64 = if url.starts_with("sqlite") {
        let pool = sqlx::SqlitePool::connect(url).await?;
        let sql = "select page_count * page_size from pragma_page_count(), pragma_page_size()";
        sqlx::query_scalar(sql).fetch_one(&pool).await?
    } else {
        let pool = sqlx::PgPool::connect(url).await?;
        let sql = "select pg_total_relation_size('clerk_invite.invitation')";
        sqlx::query_scalar(sql).fetch_one(&pool).await?
    };
    Ok(size.unsigned_abs())
}
