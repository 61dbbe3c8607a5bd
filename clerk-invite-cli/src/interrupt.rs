//! Ctrl-C, once and twice.

use std::io::IsTerminal as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::Notify;

use crate::ending::Ending;

/// Notes interruptions from when it was made on. The first one asks for an orderly end, the second
/// one ends the process at once, which the record makes safe.
#[derive(Clone)]
pub(crate) struct Interrupt {
    first: Arc<Notify>,
    seen: Arc<AtomicBool>,
}

impl Interrupt {
    pub(crate) fn listen() -> Self {
        let interrupt = Self { first: Arc::default(), seen: Arc::default() };
        let told = interrupt.clone();
        tokio::spawn(async move {
            loop {
                if signal().await.is_err() {
                    return;
                }
                if told.seen.swap(true, Ordering::SeqCst) {
                    if std::io::stderr().is_terminal() {
                        // What is drawn stays, and the shell's prompt begins below it.
                        crate::output::say("");
                    }
                    std::process::exit(Ending::Interrupted.code().into());
                }
                told.first.notify_one();
            }
        });
        interrupt
    }

    /// Waits for the first interruption.
    pub(crate) async fn first(&self) {
        if !self.seen() {
            self.first.notified().await;
        }
    }

    pub(crate) fn seen(&self) -> bool {
        self.seen.load(Ordering::SeqCst)
    }
}

/// Waits for Ctrl-C, or for a service manager's request to end.
#[cfg(unix)]
async fn signal() -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminated = signal(SignalKind::terminate())?;
    tokio::select! {
        result = tokio::signal::ctrl_c() => result,
        _ = terminated.recv() => Ok(()),
    }
}

#[cfg(not(unix))]
async fn signal() -> std::io::Result<()> {
    tokio::signal::ctrl_c().await
}
