//! `status`: how far campaigns are.

use std::time::Duration;

use clerk_invite_outbox::Status;

use crate::args::StatusArguments;
use crate::database::Database;
use crate::ending::{Ending, Failure};
use crate::interrupt::Interrupt;
use crate::output::screen::Screen;
use crate::output::summary::{budgets, counts, json, progress, stop_text};
use crate::output::{clock, now, number, print, say};
use crate::work::is_stuck;

pub(crate) async fn run(arguments: StatusArguments) -> Result<Ending, Failure> {
    let database = Database::open().await?;
    let Some(name) = &arguments.name else { return all(&database, arguments.json).await };
    if arguments.watch {
        return watch(&database, name, arguments.json).await;
    }
    let status = database.outbox.status(name).await?;
    show(name, &status, arguments.json);
    Ok(Ending::of(&status))
}

async fn all(database: &Database, as_json: bool) -> Result<Ending, Failure> {
    let names = database.outbox.campaigns().await?;
    if names.is_empty() && !as_json {
        say("There is no campaign yet: `clerk-invite send FILE` makes one.");
    }
    for name in names {
        let Some(status) = database.status(&name).await? else { continue };
        if as_json {
            print(&json("status", &name, &status).to_string());
        } else {
            let (finished, all) = progress(&status);
            let of = format!("{} of {}", number(finished), number(all));
            print(&format!("{name:<20} {of:>18}  {}", counts(&status)));
        }
    }
    Ok(Ending::Done)
}

fn show(name: &str, status: &Status, as_json: bool) {
    if as_json {
        print(&json("status", name, status).to_string());
        return;
    }
    let (finished, all) = progress(status);
    let now = now();
    print(&format!("{name}: {} of {} finished", number(finished), number(all)));
    print(&format!("  {}", counts(status)));
    for budget in budgets(status, now) {
        print(&format!("  {budget}"));
    }
    if let Some(at) = status.done_at.filter(|at| *at > now) {
        print(&format!("  done about {}", clock(at, now)));
    }
    for text in stop_text(name, status) {
        print(&format!("  {text}"));
    }
}

async fn watch(database: &Database, name: &str, as_json: bool) -> Result<Ending, Failure> {
    let interrupt = Interrupt::listen();
    let mut screen = Screen::new(as_json);
    loop {
        let status = database.outbox.status(name).await?;
        screen.show(name, &status);
        if status.is_done() || is_stuck(database, name, &status).await? {
            screen.clear();
            show(name, &status, as_json);
            return Ok(Ending::of(&status));
        }
        tokio::select! {
            () = tokio::time::sleep(Duration::from_secs(1)) => {}
            () = interrupt.first() => {
                screen.clear();
                return Ok(Ending::Interrupted);
            }
        }
    }
}
