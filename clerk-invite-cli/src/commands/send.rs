//! `send`: from a file to a campaign under way.

use std::path::Path;

use clerk_invite::Client;
use clerk_invite_outbox::{Budget, State, Status};
use tokio::task::spawn_blocking;

use crate::args::{self, YesNo};
use crate::batch::{Batch, Invitee};
use crate::clerk::{self, Instance, Known};
use crate::commands::{ask, rehearse};
use crate::database::Database;
use crate::ending::{Ending, Failure};
use crate::environment;
use crate::output::report::{Forecast, Report, is_of_application, question};
use crate::output::screen::Screen;
use crate::output::summary::{counts, json, stop_text};
use crate::output::{can_ask, count, lines, now, number, print, say};
use crate::pace::Slots;
use crate::read::{Invalid, Options, ReadError, Reading, Source, read};
use crate::shell;
use crate::work::work;

pub(crate) async fn run(send: args::Send) -> Result<Ending, Failure> {
    let is_sending = !send.dry_run && !send.rehearse;
    let is_input = send.file == Path::new("-");
    if is_sending && !send.yes && (send.json || is_input || !can_ask()) {
        return Err(Failure::usage(
            "nobody can be asked here whether to send: look with `--dry-run`, then add `--yes`",
        ));
    }
    let name = campaign_name(&send, is_input)?;
    let source = if is_input { Source::StandardInput } else { Source::Path(send.file.clone()) };
    let shown = source.to_string();
    let reading = read_or_ask(source, options(&send.reading)).await?;
    let batch = Batch::new(name, reading, &send)?;
    if batch.people.is_empty() && batch.reading.invalid.is_empty() {
        return Err(Failure::usage(format!("{shown}: nobody is in it")));
    }
    if send.rehearse {
        return rehearse::run(&batch, &shown, send.reserve.unwrap_or_default(), send.json).await;
    }
    if send.dry_run {
        return dry_run(&send, &batch, &shown).await;
    }
    Sending { send, batch, shown }.run().await
}

/// Returns the campaign's name: the one that is given, or the file's without its ending.
fn campaign_name(send: &args::Send, is_input: bool) -> Result<String, Failure> {
    if let Some(name) = &send.name {
        return match name.trim() {
            "" => Err(Failure::usage("`--name` is empty")),
            name => Ok(name.to_owned()),
        };
    }
    if is_input {
        if send.dry_run || send.rehearse {
            return Ok("standard input".to_owned());
        }
        return Err(Failure::usage(
            "people from standard input need a name, so that the same command can go on later: \
             add `--name`",
        ));
    }
    // Only a folder such as `.` has none, and no folder is read.
    let stem = send.file.file_stem().unwrap_or_default();
    Ok(stem.to_string_lossy().into_owned())
}

fn options(arguments: &args::ReadingArguments) -> Options {
    Options {
        email_column: arguments.email_column.clone(),
        separator: arguments.separator,
        header: arguments.header.map(|answer| matches!(answer, YesNo::Yes)),
        sheet: arguments.sheet.clone(),
    }
}

/// Reads the file. A doubt is a question where somebody can be asked.
async fn read_or_ask(source: Source, mut options: Options) -> Result<Reading, Failure> {
    loop {
        let (from, how) = (source.clone(), options.clone());
        let result = spawn_blocking(move || read(&from, &how)).await;
        let result = result.map_err(|_| Failure::usage("the file cannot be read"))?;
        let (question, option, candidates) = match result {
            Ok(reading) => return Ok(reading),
            Err(ReadError::Doubt { question, option, candidates, .. })
                if can_ask() && source != Source::StandardInput && !candidates.is_empty() =>
            {
                (question, option, candidates)
            }
            Err(error) => return Err(error.into()),
        };
        let chosen = dialoguer::Select::new()
            .with_prompt(&question)
            .items(&candidates)
            .default(0)
            .interact()
            .map_err(|_| Failure::usage(format!("{question} Say it with `{option}`")))?;
        let Some(value) = candidates.into_iter().nth(chosen) else { continue };
        say(&format!("(the same as {option} {})", shell::word(&value)));
        match option {
            "--email-column" => options.email_column = Some(value),
            "--separator" => options.separator = crate::read::separator_named(&value),
            "--header" => options.header = Some(value == "yes"),
            _ => options.sheet = Some(value),
        }
    }
}

/// Shows the report, from what can be known without writing anything.
async fn dry_run(send: &args::Send, batch: &Batch, shown: &str) -> Result<Ending, Failure> {
    let mut instance = None;
    let mut known = None;
    if environment::has_key() {
        let client = environment::client()?;
        instance = Some(clerk::instance(&client).await?);
        known = look(&client, batch, send.json).await;
    }
    let reserved = send.reserve.unwrap_or_default();
    let slots = |budget| Slots::unused(budget, reserved, send.spread);
    let report = Report {
        source: shown.to_owned(),
        batch,
        instance: instance.as_ref(),
        known: known.as_ref(),
        status: None,
        repeated: 0,
        waiting: &[],
        forecast: Forecast::new(&without(batch, known.as_ref()), slots),
    };
    show(&report, send.json);
    if !send.json {
        say("This was a dry run: nothing was sent or stored.");
    }
    Ok(if batch.reading.invalid.is_empty() { Ending::Done } else { Ending::NotInvited })
}

fn show(report: &Report<'_>, json: bool) {
    if json {
        report.print();
    } else {
        report.say();
    }
}

/// Looks up who is known already. What fails here fails only the report.
async fn look(client: &Client, batch: &Batch, json: bool) -> Option<Known> {
    match clerk::known(client, batch).await {
        Ok(known) => Some(known),
        Err(error) => {
            if !json {
                say(&format!("Who is invited already could not be looked up: {error}"));
            }
            None
        }
    }
}

/// Returns the places without the people who need no call.
fn without(batch: &Batch, known: Option<&Known>) -> Vec<(String, u64)> {
    let mut places = batch.places();
    for (organization, _) in known.iter().flat_map(|it| it.invited.union(&it.joined)) {
        if let Some(place) = places.iter_mut().find(|place| place.0 == *organization) {
            place.1 = place.1.saturating_sub(1);
        }
    }
    places
}

/// A campaign that is about to be sent.
struct Sending {
    send: args::Send,
    batch: Batch,
    shown: String,
}

impl Sending {
    async fn run(mut self) -> Result<Ending, Failure> {
        let client = environment::client()?;
        // Before anything is stored: a wrong key is found here.
        let instance = clerk::instance(&client).await?;
        let database = Database::open().await?;
        let status = database.status(&self.batch.name).await?;
        let kept = database.inputs.people(&self.batch.name).await?;
        let repeated = self.batch.people.iter().filter(|it| kept.contains(&it.key())).count();
        let is_over = status.as_ref().is_some_and(Status::is_done);
        let json = self.send.json;
        if !is_over || repeated < self.batch.people.len() {
            let repeated = u64::try_from(repeated).unwrap_or(u64::MAX);
            let facts = Facts { database: &database, client: &client, instance: &instance };
            self.report(&facts, status.as_ref(), repeated).await?;
            if !self.send.yes && !self.batch.people.is_empty() {
                let waiting = status.as_ref().map_or(0, |status| {
                    status.count(State::Queued) + status.count(State::Cancelled)
                });
                let new = (self.batch.people.len() as u64).saturating_sub(repeated);
                if !ask(&question(new + waiting))? {
                    say("Nothing was sent.");
                    return Ok(Ending::NotInvited);
                }
            }
        }
        self.enqueue(&database, &instance).await?;
        let mut screen = Screen::new(json);
        let names = [self.batch.name.clone()];
        let ending = if self.batch.people.is_empty() && status.is_none() {
            Ok(Ending::Done)
        } else {
            work(&database, &client, &names, &mut screen).await
        };
        screen.clear();
        let ending = ending?;
        let Some(status) = database.status(&self.batch.name).await? else {
            return Ok(Ending::NotInvited);
        };
        self.conclude(ending, &status);
        // Some row of the file has no invitation.
        let has_invalid = !self.batch.reading.invalid.is_empty();
        Ok(if has_invalid { ending.max(Ending::NotInvited) } else { ending })
    }

    async fn report(
        &self,
        facts: &Facts<'_>,
        status: Option<&Status>,
        repeated: u64,
    ) -> Result<(), Failure> {
        let known = look(facts.client, &self.batch, self.send.json).await;
        let mut waiting = facts.database.waiting().await?;
        waiting.retain(|campaign| campaign.0 != self.batch.name);
        let reserved = self.send.reserve.unwrap_or_default();
        let slots = |budget: Budget| {
            let used = status.into_iter().flat_map(|status| &status.budgets);
            match used.into_iter().find(|it| it.budget == budget) {
                Some(used) => Slots::of(used, now(), self.send.spread),
                None => Slots::unused(budget, reserved, self.send.spread),
            }
        };
        let report = Report {
            source: self.shown.clone(),
            batch: &self.batch,
            instance: Some(facts.instance),
            known: known.as_ref(),
            status,
            repeated,
            waiting: &waiting,
            forecast: Forecast::new(&without(&self.batch, known.as_ref()), slots),
        };
        show(&report, self.send.json);
        Ok(())
    }

    /// Stores everybody, and the rows as they are.
    async fn enqueue(&mut self, database: &Database, instance: &Instance) -> Result<(), Failure> {
        if let Some(reserved) = self.send.reserve {
            for budget in Budget::ALL {
                let is_of_application = is_of_application(budget);
                let mut places = self.batch.people.iter().map(|it| it.organization.is_empty());
                let is_used = places.any(|it| it == is_of_application);
                if is_used {
                    let result = database.outbox.reserve(&instance.id, budget, reserved).await;
                    result.map_err(|error| Failure::usage(format!("`--reserve`: {error}")))?;
                }
            }
        }
        if self.batch.people.is_empty() {
            return Ok(());
        }
        // Whoever says `send` once more has repaired what stopped it.
        database.outbox.resume().await?;
        database.inputs.keep(&self.batch, &self.shown).await?;
        let campaign = database
            .outbox
            .campaign(self.batch.name.as_str())
            .of_instance(instance.id.as_str())
            .spread(self.batch.spread);
        let report = campaign.enqueue(self.batch.people.iter().map(Invitee::invitation)).await?;
        for (index, reason) in report.invalid {
            if let Some(invitee) = self.batch.people.get(index) {
                let line = invitee.person.line;
                if !self.send.json {
                    say(&format!("line {line} cannot be sent: {reason}"));
                }
                let (column, reason) = (String::new(), reason.to_owned());
                self.batch.reading.invalid.push(Invalid { line, column, reason });
            }
        }
        if !report.different.is_empty() && !self.send.json {
            let people = report.different.iter().filter_map(|index| self.batch.people.get(*index));
            say(&format!(
                "{} of the file differ from what the campaign has ({}). It keeps what it has; \
                 `--name` makes another campaign.",
                number(report.different.len() as u64),
                lines(people.map(|it| it.person.line)),
            ));
        }
        Ok(())
    }

    /// Says how it ended, and what to do next.
    fn conclude(&self, ending: Ending, status: &Status) {
        let name = &self.batch.name;
        if self.send.json {
            let mut value = json("end", name, status);
            value["exit_code"] = ending.code().into();
            print(&value.to_string());
            return;
        }
        conclude(name, ending, status);
        let invalid = self.batch.reading.invalid.len() as u64;
        if invalid > 0 {
            let rows = lines(self.batch.reading.invalid.iter().map(|row| row.line));
            say(&format!("{} of the file could not be sent: {rows}.", count(invalid, "row")));
        }
        if ending == Ending::Interrupted {
            let name = shell::word(name);
            say(&format!("The same command goes on, and so does `clerk-invite resume {name}`."));
        }
    }
}

/// What sending needs to know.
struct Facts<'f> {
    database: &'f Database,
    client: &'f Client,
    instance: &'f Instance,
}

/// Says how a campaign ended.
pub(crate) fn conclude(name: &str, ending: Ending, status: &Status) {
    let word = match ending {
        Ending::Done => "done",
        Ending::NotInvited => "done, but not everybody was invited",
        Ending::Unsettled => "not settled",
        Ending::Stopped => "stopped",
        Ending::Interrupted => "interrupted",
    };
    say(&format!("{name}: {word}. {}.", counts(status)));
    for text in stop_text(name, status) {
        say(&text);
    }
    if status.lost > 0 {
        say(&format!(
            "{} people have no invitation now: the old one is revoked, the new one was refused.",
            number(status.lost)
        ));
    }
    if ending == Ending::NotInvited {
        let name = shell::word(name);
        say(&format!("`clerk-invite export {name} --state refused` lists who, and why."));
    }
}
