//! `CONTENDER WHAT COUNT URL`: does one thing so many times.

use std::hint::black_box;
use std::time::Instant;

use crate::data::Payload;

/// The arguments of a process.
pub struct Run {
    pub what: String,
    pub count: usize,
    /// The base URL of the server.
    pub url: String,
}

impl Run {
    /// The metadata of the server's invitations.
    pub fn payload(&self) -> Payload {
        Payload::of(&self.url)
    }
}

/// Reads the arguments and runs `main` on one thread.
pub fn start(main: impl AsyncFnOnce(&Run)) {
    let mut arguments = std::env::args().skip(1);
    let mut next = || arguments.next().expect("usage: CONTENDER WHAT COUNT URL");
    let (what, count, url) = (next(), next(), next());
    let run = Run { what, count: count.parse().expect("COUNT is a number"), url };
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_all().build().expect("a runtime");
    #[cfg(feature = "count-allocations")]
    let live = crate::allocations::reset_peak();
    runtime.block_on(main(&run));
    #[cfg(feature = "count-allocations")]
    crate::allocations::print(live);
}

/// One call after the other.
pub async fn repeat<T>(run: &Run, mut once: impl AsyncFnMut() -> T) {
    for _ in 0..run.count {
        black_box(once().await);
    }
}

/// One shape of call, some times to warm up and then so many times between two marks. Prints
/// `shape NAME COUNT ALLOCATIONS BYTES`, the last two of all these times together, if they are counted.
pub async fn shape<T>(name: &str, count: usize, mut once: impl AsyncFnMut() -> T) {
    for _ in 0..count.min(10) {
        black_box(once().await);
    }
    let (before, after);
    mark();
    before = allocated();
    for _ in 0..count {
        black_box(once().await);
    }
    after = allocated();
    mark();
    println!("shape {name} {count} {} {}", after.0 - before.0, after.1 - before.1);
}

/// Where callgrind is told to write what it has counted, and to begin at zero.
#[inline(never)]
fn mark() {
    black_box(());
}

#[cfg(feature = "count-allocations")]
use crate::allocations::allocated;

#[cfg(not(feature = "count-allocations"))]
fn allocated() -> (usize, usize) {
    (0, 0)
}

/// All calls at once; then what memory they took, of the process as the system sees it.
pub async fn in_flight<T: Send + 'static>(
    run: &Run,
    once: impl Fn() -> std::pin::Pin<Box<dyn Future<Output = T> + Send>>,
) {
    let before = memory("VmRSS:");
    let calls: Vec<_> = (0..run.count).map(|_| tokio::spawn(once())).collect();
    for call in calls {
        black_box(call.await.expect("no panic"));
    }
    println!("memory {before} {}", memory("VmHWM:"));
}

/// Says how long it took.
pub async fn timed(once: impl AsyncFnOnce()) {
    let start = Instant::now();
    once().await;
    println!("nanoseconds {}", start.elapsed().as_nanos());
}

/// In KiB.
fn memory(name: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0)
}
