//! The one clock that everything goes by.

use std::fmt;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

/// The clock that the outbox goes by: the database's, or one that a test moves.
///
/// ```
/// use std::sync::atomic::{AtomicI64, Ordering};
/// use std::sync::Arc;
///
/// use clerk_invite_outbox::Clock;
///
/// let now = Arc::new(AtomicI64::new(1_700_000_000_000));
/// let clock = Clock::manual({
///     let now = Arc::clone(&now);
///     move || now.load(Ordering::Relaxed)
/// });
/// # drop(clock);
/// ```
#[derive(Clone, Default)]
pub struct Clock(Option<Arc<dyn Source>>);

/// Unix milliseconds from three clocks.
pub(crate) trait Source: Send + Sync {
    /// Returns the time of the journal.
    fn journal(&self) -> i64;
    /// Returns the time of this machine since it was started, sleep included.
    fn boot(&self) -> i64;
    /// Returns this machine's wall clock.
    fn wall(&self) -> i64;
}

impl Clock {
    /// Returns the database's clock: PostgreSQL's, or for SQLite this machine's.
    #[must_use]
    pub fn database() -> Self {
        Self::default()
    }

    /// Returns a clock that shows what `now` returns, in Unix milliseconds: for tests and
    /// rehearsals, beside [`FakeClerk::now`](https://docs.rs/clerk-invite).
    #[must_use]
    pub fn manual(now: impl Fn() -> i64 + Send + Sync + 'static) -> Self {
        Self::from_source(Manual { now, ahead: 0 })
    }

    /// Returns such a clock on a machine whose own clocks are so many milliseconds ahead.
    #[doc(hidden)]
    #[must_use]
    pub fn manual_on_a_machine(now: impl Fn() -> i64 + Send + Sync + 'static, ahead: i64) -> Self {
        Self::from_source(Manual { now, ahead })
    }

    pub(crate) fn from_source(source: impl Source + 'static) -> Self {
        Self(Some(Arc::new(source)))
    }

    /// Returns the journal's time, unless the database has to be asked.
    pub(crate) fn journal(&self) -> Option<i64> {
        self.0.as_ref().map(|source| source.journal())
    }

    pub(crate) fn is_manual(&self) -> bool {
        self.0.is_some()
    }

    pub(crate) fn local(&self) -> Local {
        match &self.0 {
            Some(source) => Local { boot: source.boot(), wall: source.wall() },
            None => Local { boot: boot_millis(), wall: wall_millis() },
        }
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_manual() { "Clock(manual)" } else { "Clock(database)" })
    }
}

struct Manual<F> {
    now: F,
    /// The distance of the machine's clocks from the journal's.
    ahead: i64,
}

impl<F: Fn() -> i64 + Send + Sync> Source for Manual<F> {
    fn journal(&self) -> i64 {
        (self.now)()
    }

    fn boot(&self) -> i64 {
        (self.now)() + self.ahead
    }

    fn wall(&self) -> i64 {
        (self.now)() + self.ahead
    }
}

/// A moment of this machine, by two clocks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Local {
    pub(crate) boot: i64,
    pub(crate) wall: i64,
}

impl Local {
    /// Returns how long ago `earlier` was, by whichever clock says longer. A wall clock that was set
    /// back says nothing.
    pub(crate) fn since(self, earlier: Self) -> i64 {
        (self.boot - earlier.boot).max(self.wall - earlier.wall)
    }
}

pub(crate) fn wall_millis() -> i64 {
    let elapsed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(elapsed.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(any(target_os = "linux", target_os = "android"))]
fn boot_millis() -> i64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::Boottime);
    time.tv_sec.saturating_mul(1000).saturating_add(time.tv_nsec / 1_000_000)
}

/// Elsewhere the monotonic clock may stand still while the machine sleeps; the wall clock is the
/// other half of the guard.
#[cfg(not(any(target_os = "linux", target_os = "android")))]
fn boot_millis() -> i64 {
    use std::sync::OnceLock;
    use std::time::Instant;
    static START: OnceLock<Instant> = OnceLock::new();
    let elapsed = START.get_or_init(Instant::now).elapsed();
    i64::try_from(elapsed.as_millis()).unwrap_or(i64::MAX)
}
