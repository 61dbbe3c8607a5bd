//! `resend`: a new campaign of those who have not accepted.

use std::collections::BTreeSet;

use clerk_invite::InvitationStatus;
use clerk_invite_outbox::{Filter, State};

use crate::args::Resend;
use crate::clerk::with_status;
use crate::commands::ask;
use crate::commands::send::conclude;
use crate::database::Database;
use crate::ending::{Ending, Failure};
use crate::environment;
use crate::output::screen::Screen;
use crate::output::{can_ask, count, say};
use crate::shell;
use crate::work::work;

pub(crate) async fn run(arguments: Resend) -> Result<Ending, Failure> {
    if !arguments.yes && !can_ask() {
        return Err(Failure::usage("nobody can be asked here: add `--yes`"));
    }
    let client = environment::client()?;
    let database = Database::open().await?;
    let name = &arguments.name;
    let into = arguments.into.clone().unwrap_or_else(|| format!("{name}-again"));
    let (status, word) = if arguments.expired {
        (InvitationStatus::Expired, "expired")
    } else {
        (InvitationStatus::Pending, "pending")
    };

    let mut places = BTreeSet::new();
    let mut ours = BTreeSet::new();
    let mut sent = database.outbox.export(name, Filter::state(State::Sent)).await?;
    while let Some(row) = sent.next().await? {
        places.insert(row.organization.as_deref().unwrap_or_default().to_owned());
        ours.extend(row.invitation_id);
    }
    let mut wanted = BTreeSet::new();
    for place in &places {
        let listed = with_status(&client, place, status.clone()).await?;
        wanted.extend(listed.into_iter().map(|it| it.0).filter(|id| ours.contains(id)));
    }
    say(&format!("{} of \"{name}\" {word}.", count(wanted.len() as u64, "invitation")));
    if wanted.is_empty() {
        return Ok(Ending::Done);
    }
    if !arguments.yes && !ask("Revoke each, and invite its person again?")? {
        say("Nothing was sent.");
        return Ok(Ending::Done);
    }
    database.inputs.register(&into, &database.inputs.shape(name).await?).await?;
    database.inputs.copy(name, &into).await?;
    database.outbox.resend_if(name, &into, |id| wanted.contains(id)).await?;
    if database.status(&into).await?.is_none() {
        say("Each of them has been replaced already.");
        return Ok(Ending::Done);
    }
    let mut screen = Screen::new(false);
    let ending = work(&database, &client, std::slice::from_ref(&into), &mut screen).await;
    screen.clear();
    let ending = ending?;
    conclude(&into, ending, &database.outbox.status(&into).await?);
    if ending == Ending::Interrupted {
        say(&format!("`clerk-invite resume {}` goes on.", shell::word(&into)));
    }
    Ok(ending)
}
