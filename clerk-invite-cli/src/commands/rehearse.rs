//! `send --rehearse`: the very campaign, against a stand-in for Clerk on a clock that is moved.

use std::sync::Arc;
use std::time::Duration;

use clerk_invite::FakeClerk;
use clerk_invite::fake::Operation;
use clerk_invite_outbox::{Budget, Clock, Did, Outbox, State};
use indicatif::ProgressBar;
use serde_json::json;

use crate::batch::{Batch, Invitee};
use crate::ending::{Ending, Failure};
use crate::output::report::{Forecast, Report};
use crate::output::screen;
use crate::output::summary::progress;
use crate::output::{clock, count, iso, number, print, say};
use crate::pace::Slots;

const CAMPAIGN: &str = "rehearsal";
const HOUR: i64 = 3_600_000;
/// From this many hours on, only one line a day is shown.
const HOURS_SHOWN: i64 = 60;

pub(crate) async fn run(
    batch: &Batch,
    shown: &str,
    reserved: u32,
    json: bool,
) -> Result<Ending, Failure> {
    let slots = |budget| Slots::unused(budget, reserved, batch.spread);
    let report = Report {
        source: shown.to_owned(),
        batch,
        instance: None,
        known: Some(&crate::clerk::Known::default()),
        status: None,
        repeated: 0,
        waiting: &[],
        forecast: Forecast::new(&batch.places(), slots),
    };
    if json {
        report.print();
    } else {
        report.say();
    }
    // Without anybody there is no campaign, and no row is right.
    if batch.people.is_empty() {
        return Ok(Ending::NotInvited);
    }
    if !json {
        say("Rehearsal: a stand-in for Clerk, and a clock that is moved.");
        say("");
        say("  hour  begins            bulk calls  single calls       invited");
    }
    let hours = report.forecast.last_in() / HOUR;
    let mut stage = Stage::new(batch, reserved, json, hours).await?;
    stage.play().await?;
    let status = stage.outbox.status(CAMPAIGN).await?;
    let invited = stage.fake.invitations().len() as u64;
    let took = stage.fake.now().as_millis() - stage.began;
    if json {
        print(
            &json!({
                "event": "end",
                "invited": invited,
                "refused": status.count(State::Refused),
                "hours": took / HOUR + 1,
                "exit_code": Ending::of(&status).code(),
            })
            .to_string(),
        );
    } else {
        say("");
        say(&format!(
            "{} invited, each once; the last one after {}.",
            count(invited, "person").replace("persons", "people"),
            if took < 60_000 { "a moment".to_owned() } else { crate::output::duration(took) }
        ));
        say("Nothing has left this machine. The same command without `--rehearse` does it.");
    }
    let has_invalid = !batch.reading.invalid.is_empty();
    Ok(Ending::of(&status).max(if has_invalid { Ending::NotInvited } else { Ending::Done }))
}

/// The stand-in, a database in memory, and the clock of both.
struct Stage {
    fake: Arc<FakeClerk>,
    outbox: Outbox,
    began: i64,
    json: bool,
    /// The number of hours between two lines.
    step: i64,
    /// On a terminal: how far it is, below the lines. A hundred thousand people take minutes.
    bar: ProgressBar,
    hour: Hour,
}

/// The calls of the lines that is being counted.
#[derive(Default)]
struct Hour {
    number: i64,
    bulk: u64,
    single: u64,
}

impl Stage {
    async fn new(batch: &Batch, reserved: u32, json: bool, hours: i64) -> Result<Self, Failure> {
        let fake = FakeClerk::start().await.map_err(|error| {
            Failure::stopped(format!("the stand-in for Clerk does not start: {error}"))
        })?;
        fake.stop_clock();
        fake.keep_received(1);
        for (place, _) in batch.places() {
            if !place.is_empty() {
                fake.add_organization(&place);
            }
        }
        let fake = Arc::new(fake);
        let clock = Clock::manual({
            let fake = Arc::clone(&fake);
            move || fake.now().as_millis()
        });
        // In memory: it is gone with the process, however that ends.
        let outbox = Outbox::open("sqlite::memory:").await?.with_clock(clock);
        let campaign = outbox.campaign(CAMPAIGN).spread(batch.spread);
        campaign.enqueue(batch.people.iter().map(Invitee::invitation)).await?;
        if reserved > 0 {
            let instance = crate::clerk::instance(&fake.client()).await?;
            for budget in Budget::ALL {
                let result = outbox.reserve(&instance.id, budget, reserved).await;
                result.map_err(|error| Failure::usage(format!("`--reserve`: {error}")))?;
            }
        }
        let began = fake.now().as_millis();
        let step = if hours > HOURS_SHOWN { 24 } else { 1 };
        let people = batch.people.len() as u64;
        let bar = if json { ProgressBar::hidden() } else { screen::bar(people) };
        bar.set_prefix("rehearsing");
        Ok(Self { fake, outbox, began, json, step, bar, hour: Hour::default() })
    }

    async fn play(&mut self) -> Result<(), Failure> {
        let mut worker = self.outbox.worker(&self.fake.client());
        loop {
            let tick = worker.tick().await?;
            let now = self.fake.now().as_millis();
            if tick.did == Did::Called {
                self.count();
            }
            let Some(next_at) = tick.next_at else { break };
            if tick.did == Did::Nothing {
                let status = self.outbox.status(CAMPAIGN).await?;
                self.bar.set_position(progress(&status).0);
                if status.is_done() {
                    break;
                }
                if (next_at - self.began) / HOUR >= self.hour.number + self.step {
                    self.line();
                    self.hour = Hour { number: (next_at - self.began) / HOUR, ..Hour::default() };
                }
                let wait = u64::try_from(next_at - now).unwrap_or_default();
                self.fake.advance(Duration::from_millis(wait.max(1)));
            }
        }
        self.bar.finish_and_clear();
        self.line();
        Ok(())
    }

    fn count(&mut self) {
        let received = self.fake.received();
        match received.last().and_then(|request| request.operation) {
            Some(Operation::CreateInvitationBulk | Operation::CreateOrganizationInvitationBulk) => {
                self.hour.bulk += 1;
            }
            _ => self.hour.single += 1,
        }
    }

    fn line(&self) {
        let begins = self.began + self.hour.number * HOUR;
        let invited = self.fake.invitations().len() as u64;
        let Hour { number: hour, bulk, single } = self.hour;
        if bulk + single == 0 {
            return;
        }
        if self.json {
            print(
                &json!({
                    "event": "hour",
                    "hour": hour + 1,
                    "begins": iso(begins),
                    "bulk_calls": bulk,
                    "single_calls": single,
                    "invited": invited,
                })
                .to_string(),
            );
            return;
        }
        let line = format!(
            "{:>6}  {:<16}  {:>10}  {:>12}  {:>12}",
            hour + 1,
            clock(begins, self.began),
            number(bulk),
            number(single),
            number(invited)
        );
        self.bar.suspend(|| say(&line));
    }
}
