//! Costs of `FakeClerk` with few and with many stored invitations, as ratios.
//!
//! `fake-clerk-bench [--gate] [FEW] [MANY]`: with `--gate` it exits with 1 if one of the costs grows
//! with the number of invitations. Times are the shortest of many calls over a real socket, so that a
//! busy machine does not show; a cost that is linear in what is stored does, as a ratio of up to
//! MANY / FEW.

use std::error::Error;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use clerk_invite::fake::FakeClerk;
use clerk_invite::{
    Client, CreateInvitation, CreateInvitationBulk, CreateOrganizationInvitationBulk,
    ListInvitations, ListOrganizationInvitations, NewOrganizationInvitation,
};

/// The greatest ratio that is not growth: trees are a little deeper, caches a little colder.
const MAX_RATIO: f64 = 3.0;
const CALLS: usize = 200;
const COSTS: [&str; 8] = [
    "the first page of ten",
    "the last page of ten",
    "a page of ten by address, first asked for before",
    "the application's invitations to one address",
    "an organization's invitations to one address",
    "streaming all, for each",
    "creating, for each",
    "accepting all, for each",
];

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<ExitCode, Box<dyn Error>> {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let gate = arguments.first().is_some_and(|first| first == "--gate");
    arguments.drain(..usize::from(gate));
    let number = |index: usize, default: usize| match arguments.get(index) {
        Some(text) => text.parse(),
        None => Ok(default),
    };
    let (few, many) = (number(0, 1_000)?, number(1, 100_000)?);

    let with_few = measure(few).await?;
    let with_many = measure(many).await?;
    println!("| µs | with {few} stored | with {many} | ratio |\n|---|---:|---:|---:|");
    let mut grown = false;
    for (name, (few, many)) in COSTS.iter().zip(with_few.into_iter().zip(with_many)) {
        let ratio = many.as_secs_f64() / few.as_secs_f64();
        let micros = |time: Duration| time.as_secs_f64() * 1e6;
        println!("| {name} | {:.1} | {:.1} | {ratio:.2} |", micros(few), micros(many));
        grown |= ratio > MAX_RATIO;
    }
    if gate && grown {
        eprintln!("a ratio is over {MAX_RATIO}: FakeClerk slows down");
        return Ok(ExitCode::FAILURE);
    }
    Ok(ExitCode::SUCCESS)
}

/// Returns the times of [`COSTS`] with this many invitations to the application, and as many to an
/// organization.
async fn measure(count: usize) -> Result<[Duration; 8], Box<dyn Error>> {
    let fake = FakeClerk::start().await?;
    fake.remove_rate_limits();
    fake.keep_received(100);
    let clerk = fake.client();

    let addresses: Vec<String> = (0..count).map(|n| format!("person{n}@example.com")).collect();
    let creating = Instant::now();
    for ten in addresses.chunks(10) {
        let items: Vec<_> = ten.iter().map(CreateInvitation::new).collect();
        clerk.send(CreateInvitationBulk::new(items)).await?;
        let item = |address| NewOrganizationInvitation::new(address, "org:member");
        let items: Vec<_> = ten.iter().map(item).collect();
        clerk.send(CreateOrganizationInvitationBulk::new("org_123", items)).await?;
    }
    let creating = each(creating.elapsed(), 2 * count);

    let by_time = ListInvitations::new().limit(10_u32);
    let last = by_time.clone().offset(u64::try_from(count - 10)?);
    let first = shortest(|| clerk.send(&by_time)).await?;
    let last = shortest(|| clerk.send(&last)).await?;
    let by_address = by_time.clone().order_by("email_address").offset(u64::try_from(count / 2)?);
    clerk.send(&by_address).await?;
    let by_address = shortest(|| clerk.send(&by_address)).await?;
    let wanted = &addresses[count / 2];
    let one = ListInvitations::new().query(wanted.as_str());
    let one = shortest(|| clerk.send(&one)).await?;
    let member = ListOrganizationInvitations::new("org_123").email_address(wanted.as_str());
    let member = shortest(|| clerk.send(&member)).await?;

    let mut streaming = Duration::MAX;
    for _ in 0..3 {
        let begin = Instant::now();
        assert_eq!(stream(&clerk).await?, count, "all of them");
        streaming = streaming.min(each(begin.elapsed(), count));
    }

    let all = fake.invitations();
    let accepting = Instant::now();
    for invitation in &all {
        assert!(fake.accept(&invitation.id), "it is pending");
    }
    let accepting = each(accepting.elapsed(), all.len());
    Ok([first, last, by_address, one, member, streaming, creating, accepting])
}

async fn stream(clerk: &Client) -> Result<usize, Box<dyn Error>> {
    let mut count = 0;
    loop {
        let page = ListInvitations::new().limit(500_u32).offset(u64::try_from(count)?);
        let page = clerk.send(page).await?;
        if page.items.is_empty() {
            return Ok(count);
        }
        count += page.items.len();
    }
}

fn each(time: Duration, count: usize) -> Duration {
    time.div_f64(count as f64)
}

/// Returns the time of the fastest of some calls.
async fn shortest<T, F>(call: impl Fn() -> F) -> Result<Duration, Box<dyn Error>>
where
    F: Future<Output = Result<T, clerk_invite::Error>>,
{
    let mut shortest = Duration::MAX;
    for _ in 0..CALLS {
        let begin = Instant::now();
        call().await?;
        shortest = shortest.min(begin.elapsed());
    }
    Ok(shortest)
}
