//! `retry`, `cancel` and `purge`.

use crate::args::{Named, Purge, Retry};
use crate::commands::ask;
use crate::database::Database;
use crate::ending::{Ending, Failure};
use crate::output::{can_ask, count, say};
use crate::shell;

pub(crate) async fn retry(arguments: Retry) -> Result<Ending, Failure> {
    let database = Database::open().await?;
    let queued = database.outbox.retry(&arguments.name, arguments.code.as_deref()).await?;
    say(&format!("{} queued again.", count(queued, "invitation")));
    if queued > 0 {
        say(&format!("`clerk-invite resume {}` sends them.", shell::word(&arguments.name)));
    }
    Ok(Ending::Done)
}

pub(crate) async fn cancel(arguments: Named) -> Result<Ending, Failure> {
    let database = Database::open().await?;
    let cancelled = database.outbox.cancel(&arguments.name).await?;
    say(&format!("{} taken back.", count(cancelled, "invitation")));
    let status = database.outbox.status(&arguments.name).await?;
    if !status.is_done() {
        say(&format!(
            "Some are in a call whose result is not known yet: `clerk-invite resume {}` finds out.",
            shell::word(&arguments.name)
        ));
    }
    Ok(Ending::Done)
}

pub(crate) async fn purge(arguments: Purge) -> Result<Ending, Failure> {
    let database = Database::open().await?;
    let name = &arguments.name;
    // An unknown name is an error before the question.
    database.outbox.status(name).await?;
    if !arguments.yes {
        if !can_ask() {
            return Err(Failure::usage("nobody can be asked here: add `--yes`"));
        }
        if !ask(&format!("Remove everybody in \"{name}\" from the database for good?"))? {
            say("Nothing was removed.");
            return Ok(Ending::Done);
        }
    }
    let removed = database.outbox.purge(name).await?;
    database.inputs.purge(name).await?;
    say(&format!("{} removed.", count(removed, "row")));
    Ok(Ending::Done)
}
