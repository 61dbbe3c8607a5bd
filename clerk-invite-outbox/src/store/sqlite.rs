//! Opening an SQLite file.

use std::str::FromStr as _;
use std::time::Duration;

use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};

use crate::error::Error;

/// The time that a writer waits for another one.
const BUSY: Duration = Duration::from_secs(10);

/// Opens the file, which is made, readable by its owner alone, if it does not exist.
pub(crate) async fn open(url: &str) -> Result<SqlitePool, Error> {
    let options = SqliteConnectOptions::from_str(url)
        .map_err(|_| Error::Url("expected `sqlite://path/to/file.db`".to_owned()))?;
    let path = options.get_filename().to_owned();
    let in_memory = path.as_os_str().is_empty() || url.contains(":memory:");
    if !in_memory {
        let made = tokio::task::spawn_blocking(move || make_private(&path)).await;
        made.unwrap_or(Ok(()))
            .map_err(|error| Error::Url(format!("the file cannot be opened: {}", error.kind())))?;
    }
    let options = options
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(BUSY)
        // macOS reports data as written that are in the disk's cache; elsewhere it does nothing.
        .pragma("fullfsync", "1")
        .pragma("checkpoint_fullfsync", "1");
    // Every connection to a database in memory would have one of its own.
    let connections = if in_memory { 1 } else { 4 };
    let pool = SqlitePoolOptions::new()
        .max_connections(connections)
        .idle_timeout(None)
        .max_lifetime(None)
        .acquire_timeout(Duration::from_secs(30));
    Ok(pool.connect_with(options).await?)
}

#[cfg(unix)]
fn make_private(path: &std::path::Path) -> std::io::Result<()> {
    use std::os::unix::fs::OpenOptionsExt as _;
    let mut options = std::fs::OpenOptions::new();
    let made = options.write(true).create_new(true).mode(0o600).open(path);
    match made {
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        other => other.map(drop),
    }
}

#[cfg(not(unix))]
fn make_private(_: &std::path::Path) -> std::io::Result<()> {
    Ok(())
}
