//! The rate budget against a server that counts what arrives, on a clock that jumps.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use clerk_invite::{
    Client, CreateInvitation, Delivery, Error, Invitation, RateBudget, RateLimit, Timeouts,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use tokio::io::AsyncWriteExt;
use tokio::sync::Notify;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout};

use crate::server::{Server, read};

const RESPONSE: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 87\r\n\r\n\
{\"id\":\"inv_1\",\"email_address\":\"a@b.c\",\"status\":\"pending\",\"created_at\":1,\"updated_at\":1}";

async fn invite(client: &Client) -> Result<Invitation, Error> {
    client.create_invitation(CreateInvitation::new("a@example.com")).await
}

fn budget(requests: u32, per: Duration) -> RateBudget {
    RateBudget::new().limit::<CreateInvitation>(RateLimit::new(requests, per))
}

/// The remaining calls, and those in flight.
fn left(client: &Client) -> (Option<u32>, usize) {
    let budget = client.budget_of::<CreateInvitation>().expect("a budget");
    (budget.left, budget.in_flight)
}

/// One call: when it is made, what delays it on its way, and after how long its caller drops it.
#[derive(Debug, Clone, Copy)]
struct Call {
    made_at: Duration,
    /// Before a connection takes the request.
    lookup: Duration,
    /// Between the taking and the arrival.
    arrival: Duration,
    response: Duration,
    patience: Duration,
}

/// A resolver that takes its time, and another one for each lookup.
struct SlowResolver(Mutex<Vec<Duration>>);

impl Resolve for SlowResolver {
    fn resolve(&self, _: Name) -> Resolving {
        let delay = self.0.lock().expect("no panic").pop().unwrap_or_default();
        Box::pin(async move {
            sleep(delay).await;
            let address: Addrs = Box::new(std::iter::once(SocketAddr::from(([127, 0, 0, 1], 0))));
            Ok(address)
        })
    }
}

/// Makes the calls, and returns when each arrived.
async fn arrivals(limit: RateLimit, calls: &[Call]) -> Vec<Duration> {
    let start = Instant::now();
    let arrivals = Arc::new(Mutex::new(Vec::new()));
    let delays: Vec<_> = calls.iter().map(|call| (call.arrival, call.response)).collect();
    let delays = Arc::new(Mutex::new(delays));
    let counted = Arc::clone(&arrivals);
    let server = Server::doing(move |mut stream, log| {
        let (counted, delays) = (Arc::clone(&counted), Arc::clone(&delays));
        async move {
            let (arrival, response) = delays.lock().expect("no panic").pop().unwrap_or_default();
            sleep(arrival).await;
            if read(&mut stream, &log).await {
                counted.lock().expect("no panic").push(start.elapsed());
                sleep(response).await;
                let _ = stream.write_all(RESPONSE).await;
                let _ = stream.shutdown().await;
            }
        }
    })
    .await;
    let port = server.address.rsplit(':').next().expect("a port");
    let lookups = calls.iter().map(|call| call.lookup).collect();
    let resolver = Arc::new(SlowResolver(Mutex::new(lookups)));
    let client = Client::builder("sk_test_123")
        .base_url(format!("http://clerk.example:{port}/v1"))
        .allow_http(true)
        .http_client(move |http| http.dns_resolver(resolver))
        .timeouts(Timeouts::default().read(Duration::from_secs(50)))
        .rate_budget(budget(limit.requests, limit.per).max_wait(Duration::MAX))
        .build()
        .expect("a client");
    let mut tasks = JoinSet::new();
    for call in calls {
        let (client, call) = (client.clone(), *call);
        tasks.spawn(async move {
            sleep(call.made_at).await;
            if let Ok(result) = timeout(call.patience, invite(&client)).await {
                result.expect("an invitation");
            }
        });
    }
    while let Some(result) = tasks.join_next().await {
        result.expect("no panic");
    }
    let mut arrivals = arrivals.lock().expect("no panic").clone();
    arrivals.sort();
    arrivals
}

fn no_window_contains_more(limit: RateLimit, calls: &[Call], all_arrive: bool) -> TestCaseResult {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .start_paused(true)
        .build()
        .expect("a runtime");
    let arrivals = runtime.block_on(arrivals(limit, calls));
    prop_assert!(!all_arrive || arrivals.len() == calls.len(), "{arrivals:?}");
    for (index, first) in arrivals.iter().enumerate() {
        let window = arrivals[index..].iter().take_while(|at| **at < *first + limit.per).count();
        prop_assert!(window <= limit.requests as usize, "{window} from {first:?}: {arrivals:?}");
    }
    Ok(())
}

fn ms(range: std::ops::Range<u64>) -> impl Strategy<Value = Duration> + Clone {
    range.prop_map(Duration::from_millis)
}

fn calls(
    arrival: std::ops::Range<u64>,
    patience: impl Strategy<Value = Duration>,
) -> impl Strategy<Value = Vec<Call>> {
    let delay = prop_oneof![1 => Just(Duration::ZERO), 2 => ms(0..1000)];
    let call = (ms(0..1000), delay.clone(), ms(arrival), delay, patience);
    let call = call.prop_map(|(made_at, lookup, arrival, response, patience)| Call {
        made_at,
        lookup,
        arrival,
        response,
        patience,
    });
    vec(call, 1..12)
}

fn limit() -> impl Strategy<Value = RateLimit> {
    (1..4_u32, ms(1..600)).prop_map(|(requests, per)| RateLimit::new(requests, per))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..Default::default() })]

    /// However long calls are on their way, before and after a connection takes them.
    #[test]
    fn no_window_at_the_server_contains_more_than_the_limit(
        limit in limit(),
        calls in calls(0..1000, Just(Duration::MAX)),
    ) {
        no_window_contains_more(limit, &calls, true)?;
    }

    /// Whenever callers drop their calls, as long as none arrives after that.
    #[test]
    fn nor_when_calls_are_dropped(
        limit in limit(),
        calls in calls(0..1, prop_oneof![1 => Just(Duration::MAX), 3 => ms(0..2000)]),
    ) {
        no_window_contains_more(limit, &calls, false)?;
    }
}

#[tokio::test(start_paused = true)]
async fn a_slow_connection_does_not_bring_calls_closer_together() {
    let ms = Duration::from_millis;
    let call = |lookup| Call {
        made_at: Duration::ZERO,
        lookup: ms(lookup),
        arrival: Duration::ZERO,
        response: Duration::ZERO,
        patience: Duration::MAX,
    };
    // Taken from the end: the first two are slow to connect, the others are not.
    let calls = [0, 0, 0, 0, 0, 0, 300, 300].map(call);
    let arrivals = arrivals(RateLimit::new(2, ms(500)), &calls).await;
    let millis: Vec<_> = arrivals.iter().map(Duration::as_millis).collect();
    for (pair, earliest) in millis.chunks(2).zip([300, 800, 1300, 1800]) {
        // tokio's timers are accurate to a millisecond, and each pair may add one.
        assert!(pair.iter().all(|at| (earliest..earliest + 10).contains(at)), "{millis:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_dropped_call_that_no_connection_took_gives_its_slot_back() {
    // Accepts connections, and never says a word of TLS.
    let server = Server::doing(|stream, _| async move {
        std::future::pending::<()>().await;
        drop(stream);
    })
    .await;
    let builder = Client::builder("sk_test_123").rate_budget(RateBudget::new());
    let client = builder.base_url(format!("https://{}/v1", server.address)).build().expect("one");
    for _ in 0..100 {
        assert!(timeout(Duration::from_millis(5), invite(&client)).await.is_err());
        assert_eq!(left(&client), (Some(100), 0));
    }
    // While it waits for the connection, a call holds its slot.
    let mut call = Box::pin(invite(&client));
    assert!(timeout(Duration::from_millis(5), call.as_mut()).await.is_err());
    assert_eq!(left(&client), (Some(99), 1));
    drop(call);
    assert_eq!(left(&client), (Some(100), 0));
}

#[tokio::test(start_paused = true)]
async fn a_dropped_call_that_a_connection_took_keeps_its_slot_from_then_on() {
    let arrived = Arc::new(Notify::new());
    let signal = Arc::clone(&arrived);
    let server = Server::doing(move |mut stream, log| {
        let signal = Arc::clone(&signal);
        async move {
            read(&mut stream, &log).await;
            signal.notify_one();
            std::future::pending::<()>().await;
        }
    })
    .await;
    let hour = Duration::from_secs(3600);
    let builder = Client::builder("sk_test_123").base_url(server.base_url());
    let client = builder.rate_budget(budget(2, hour)).build().expect("a client");
    let mut call = Box::pin(invite(&client));
    tokio::select! {
        result = call.as_mut() => panic!("nobody answers: {result:?}"),
        () = arrived.notified() => {}
    }
    assert_eq!(left(&client), (Some(1), 1));
    tokio::time::advance(Duration::from_secs(10)).await;
    drop(call);
    assert_eq!(left(&client), (Some(1), 0));
    // Its period runs from the drop, not from the start.
    tokio::time::advance(Duration::from_secs(3600 - 1)).await;
    assert_eq!(left(&client), (Some(1), 0));
    tokio::time::advance(Duration::from_secs(2)).await;
    assert_eq!(left(&client), (Some(2), 0));
}

#[tokio::test(start_paused = true)]
async fn the_period_runs_from_the_response_or_the_timeout() {
    let hour = Duration::from_secs(3600);
    let server = Server::doing(|mut stream, log| async move {
        if read(&mut stream, &log).await {
            sleep(Duration::from_secs(20 * log.len() as u64)).await;
            let _ = stream.write_all(RESPONSE).await;
            let _ = stream.shutdown().await;
        }
    })
    .await;
    let builder = Client::builder("sk_test_123").base_url(server.base_url());
    let client = builder.rate_budget(budget(2, hour)).build().expect("a client");
    let start = Instant::now();
    invite(&client).await.expect("an invitation after 20 s");
    let error = invite(&client).await.expect_err("a timeout after 30 s");
    assert_eq!((error.delivery(), error.is_timeout()), (Delivery::Unknown, true));
    assert_eq!(start.elapsed().as_secs(), 50);
    let error = invite(&client).await.expect_err("no slot");
    assert_eq!(error.retry_after().expect("a time").as_secs(), 3600 - 30);
    tokio::time::advance(Duration::from_secs(3600 - 29)).await;
    assert_eq!(left(&client), (Some(1), 0));
}
