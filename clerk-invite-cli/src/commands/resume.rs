//! `resume`: goes on after an interruption or a stop.

use crate::args::Resume;
use crate::commands::send::conclude;
use crate::database::Database;
use crate::ending::{Ending, Failure};
use crate::environment;
use crate::output::screen::Screen;
use crate::output::summary::json;
use crate::output::{print, say};
use crate::work::work;

pub(crate) async fn run(arguments: Resume) -> Result<Ending, Failure> {
    let client = environment::client()?;
    let database = Database::open().await?;
    let names = match &arguments.name {
        Some(name) => {
            // An unknown name is an error before anything is done.
            database.outbox.status(name).await?;
            vec![name.clone()]
        }
        None => database.waiting().await?.into_iter().map(|campaign| campaign.0).collect(),
    };
    if arguments.verify {
        database.outbox.adopt().await?;
    }
    database.outbox.resume().await?;
    if names.is_empty() {
        if !arguments.json {
            say("Nothing is left to do.");
        }
        return Ok(Ending::Done);
    }
    // The worker would wait for a Clerk that cannot be reached.
    crate::clerk::instance(&client).await?;
    let mut screen = Screen::new(arguments.json);
    let ending = work(&database, &client, &names, &mut screen).await;
    screen.clear();
    let ending = ending?;
    for name in &names {
        let status = database.outbox.status(name).await?;
        // Interrupted, one campaign of several may be done.
        let own = if status.is_done() { Ending::of(&status) } else { ending };
        if arguments.json {
            let mut value = json("end", name, &status);
            value["exit_code"] = own.code().into();
            print(&value.to_string());
        } else {
            conclude(name, own, &status);
        }
    }
    if ending == Ending::Interrupted && !arguments.json {
        say("The same command goes on.");
    }
    Ok(ending)
}
