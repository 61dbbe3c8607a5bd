//! Sending until a campaign is settled, stopped or interrupted.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use clerk_invite::Client;
use clerk_invite_outbox::{Error, Filter, State, Status};
use tokio::sync::Notify;
use tokio::time::{Instant, sleep_until};

use crate::database::Database;
use crate::ending::{Ending, Failure};
use crate::interrupt::Interrupt;
use crate::output::screen::Screen;

/// The time between two looks at the state.
const A_SECOND: Duration = Duration::from_secs(1);
/// The time between something that happened and the next look.
const SOON: Duration = Duration::from_millis(40);

/// Works until nothing is left to do in these campaigns. The first one is shown while it lasts, then
/// the next one.
pub(crate) async fn work(
    database: &Database,
    client: &Client,
    names: &[String],
    screen: &mut Screen,
) -> Result<Ending, Failure> {
    if let Some(ending) = look(database, names, screen).await? {
        return Ok(ending);
    }
    let interrupt = Interrupt::listen();
    let stop = Arc::new(Notify::new());
    let shutdown = {
        let stop = Arc::clone(&stop);
        async move { stop.notified().await }
    };
    let outbox = &database.outbox;
    let mut events = outbox.events();
    // In a task of its own: it goes on while the state is looked at here. It may hold the database's
    // lock, which the look waits for.
    let mut worker = tokio::spawn(outbox.worker(client).run_until(shutdown));
    let mut look_at = Instant::now() + A_SECOND;
    let mut noted = false;
    let mut ended = None;
    loop {
        tokio::select! {
            result = &mut worker => {
                result.unwrap_or(Err(Error::Corrupt("the worker ended early")))?;
                break;
            }
            () = interrupt.first(), if !noted => {
                noted = true;
                screen.note(
                    "Finishing what is under way. Ctrl-C once more leaves at once, which is safe.",
                );
                stop.notify_one();
            }
            event = events.next() => {
                if let Some(event) = event {
                    screen.event(&event);
                }
                look_at = look_at.min(Instant::now() + SOON);
            }
            () = sleep_until(look_at), if ended.is_none() => {
                look_at = Instant::now() + A_SECOND;
                ended = look(database, names, screen).await?;
                if ended.is_some() {
                    stop.notify_one();
                }
            }
        }
    }
    if ended.is_none() && noted {
        // It may have been the last call that was under way.
        let ending = look(database, names, screen).await?;
        return Ok(ending.unwrap_or(Ending::Interrupted));
    }
    look(database, names, screen).await?.map_or(Ok(Ending::Stopped), Ok)
}

/// Shows the first campaign that is not settled. Returns the ending if there is none, or if the rest
/// is stopped.
async fn look(
    database: &Database,
    names: &[String],
    screen: &mut Screen,
) -> Result<Option<Ending>, Failure> {
    let mut ending = Ending::Done;
    let mut is_over = true;
    let mut shown = false;
    for name in names {
        let status = database.outbox.status(name).await?;
        ending = ending.max(Ending::of(&status));
        let over = status.is_done() || is_stuck(database, name, &status).await?;
        if !shown && (!over || Some(name) == names.last()) {
            screen.show(name, &status);
            shown = true;
        }
        is_over &= over;
    }
    Ok(is_over.then_some(ending))
}

/// Returns whether everybody who is left waits for a place that is stopped.
pub(crate) async fn is_stuck(
    database: &Database,
    name: &str,
    status: &Status,
) -> Result<bool, Failure> {
    if status.stops.iter().any(|stop| stop.everything) {
        return Ok(status.count(State::Calling) == 0);
    }
    let under_way = status.count(State::Calling) + status.count(State::Unknown);
    if status.stops.is_empty() || under_way > 0 {
        return Ok(false);
    }
    let stopped: BTreeSet<Option<&str>> =
        status.stops.iter().map(|stop| stop.organization.as_deref()).collect();
    let mut queued = database.outbox.export(name, Filter::state(State::Queued)).await?;
    while let Some(row) = queued.next().await? {
        if !stopped.contains(&row.organization.as_deref()) {
            return Ok(false);
        }
    }
    Ok(true)
}
