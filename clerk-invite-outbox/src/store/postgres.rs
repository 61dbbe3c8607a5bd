//! Opening a PostgreSQL database, and being told of changes.

use std::time::Duration;

use sqlx::postgres::{PgListener, PgPool, PgPoolOptions};

use crate::error::Error;

/// The channel that workers listen on.
const CHANNEL: &str = "clerk_invite";

pub(crate) async fn open(url: &str) -> Result<PgPool, Error> {
    let pool = PgPoolOptions::new().max_connections(5).acquire_timeout(Duration::from_secs(30));
    Ok(pool.connect(url).await?)
}

/// Returns a listener for changes, on a connection of its own.
pub(crate) async fn listen(pool: &PgPool) -> Result<PgListener, Error> {
    let mut listener = PgListener::connect_with(pool).await?;
    listener.listen(CHANNEL).await?;
    Ok(listener)
}
