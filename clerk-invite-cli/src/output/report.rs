//! The report before anything is sent.

use clerk_invite_outbox::{Budget, State, Status};
use serde_json::json;

use crate::batch::Batch;
use crate::clerk::{Instance, Known};
use crate::inputs::is_secret;
use crate::output::{clock, count, duration, iso, lines, now, number, print, say};
use crate::pace::{Plan, Slots, plan};
use crate::shell;

/// The number of invalid rows that are shown one by one.
const INVALID_SHOWN: usize = 20;

/// Everything that is known before the first call.
pub(crate) struct Report<'r> {
    pub(crate) source: String,
    pub(crate) batch: &'r Batch,
    /// `None` without a key.
    pub(crate) instance: Option<&'r Instance>,
    /// `None` if Clerk was not asked, or did not answer.
    pub(crate) known: Option<&'r Known>,
    /// The campaign, if it exists.
    pub(crate) status: Option<&'r Status>,
    /// The number of people who are in the campaign already.
    pub(crate) repeated: u64,
    /// Other campaigns with people who wait.
    pub(crate) waiting: &'r [(String, u64)],
    pub(crate) forecast: Forecast,
}

/// The calls to the application and to organizations.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Forecast {
    pub(crate) application: Plan,
    pub(crate) organizations: Plan,
}

impl Forecast {
    /// Plans the calls for these places: the application has no name.
    pub(crate) fn new(places: &[(String, u64)], slots: impl Fn(Budget) -> Slots) -> Self {
        let of = |application: bool| -> Vec<u64> {
            let fits = places.iter().filter(|place| place.0.is_empty() == application);
            fits.map(|place| place.1).collect()
        };
        Self {
            application: plan(
                &of(true),
                slots(Budget::ApplicationBulk),
                slots(Budget::ApplicationSingle),
            ),
            organizations: plan(
                &of(false),
                slots(Budget::OrganizationBulk),
                slots(Budget::OrganizationSingle),
            ),
        }
    }

    pub(crate) fn last_in(&self) -> i64 {
        self.application.last_in.max(self.organizations.last_in)
    }

    fn calls(&self) -> impl Iterator<Item = (&'static str, Budget, u64)> {
        let Self { application, organizations } = *self;
        [
            ("bulk", Budget::ApplicationBulk, application.bulk_calls),
            ("single", Budget::ApplicationSingle, application.single_calls),
            ("bulk", Budget::OrganizationBulk, organizations.bulk_calls),
            ("single", Budget::OrganizationSingle, organizations.single_calls),
        ]
        .into_iter()
        .filter(|(_, _, calls)| *calls > 0)
    }
}

/// Returns a budget's name, as the report and the progress give it.
pub(crate) fn budget_name(budget: Budget) -> &'static str {
    match budget {
        Budget::ApplicationBulk => "application_bulk",
        Budget::ApplicationSingle => "application_single",
        Budget::OrganizationBulk => "organization_bulk",
        Budget::OrganizationSingle => "organization_single",
        _ => "other",
    }
}

/// Returns true if a budget is for invitations to the application, not to organizations.
pub(crate) fn is_of_application(budget: Budget) -> bool {
    matches!(budget, Budget::ApplicationBulk | Budget::ApplicationSingle)
}

impl Report<'_> {
    /// Shows it to people.
    pub(crate) fn say(&self) {
        self.say_reading();
        self.say_rows();
        self.say_clerk();
        self.say_calls();
    }

    fn say_reading(&self) {
        let reading = &self.batch.reading;
        let format = &reading.format;
        say(&format!("{}: {}", self.source, format.description));
        let used = format.columns.iter().filter(|column| is_used(&column.taken_as));
        for column in used {
            if column.name == column.taken_as {
                say(&format!("  column {:<22} is used", quoted(&column.name)));
            } else {
                say(&format!(
                    "  column {:<22} is taken as {}",
                    quoted(&column.name),
                    column.taken_as
                ));
            }
        }
        let others = format.columns.iter().filter(|column| !is_used(&column.taken_as));
        let (secret, kept): (Vec<&str>, Vec<&str>) =
            others.map(|column| column.name.as_str()).partition(|name| is_secret(name));
        if !kept.is_empty() {
            say(&wrapped("  not sent to Clerk, kept for the export: ", &kept.join(", ")));
        }
        if !secret.is_empty() {
            say(&wrapped("  not sent, and not kept, as secrets: ", &secret.join(", ")));
        }
    }

    fn say_rows(&self) {
        let reading = &self.batch.reading;
        say("");
        say(&row(reading.rows, if reading.rows == 1 { "row" } else { "rows" }));
        if !reading.repeated.is_empty() {
            let which = lines(reading.repeated.iter().map(|row| row.line));
            say(&format!("{} ({which})", row(reading.repeated.len() as u64, "repeated")));
        }
        if !reading.invalid.is_empty() {
            say(&row(reading.invalid.len() as u64, "cannot be sent:"));
            for invalid in reading.invalid.iter().take(INVALID_SHOWN) {
                let column = if invalid.column.is_empty() {
                    String::new()
                } else {
                    format!(", column {}", quoted(&invalid.column))
                };
                let place = format!("            line {}{column}: ", invalid.line);
                say(&wrapped(&place, &invalid.reason));
            }
            let rest = reading.invalid.len().saturating_sub(INVALID_SHOWN);
            if rest > 0 {
                say(&format!("            and {} more", number(rest as u64)));
            }
        }
        let people = self.batch.people.len() as u64;
        say(&row(people, if people == 1 { "person" } else { "people" }));
        if self.repeated > 0 {
            let name = &self.batch.name;
            say(&row(self.repeated, &format!("of them are in the campaign \"{name}\" already")));
        }
        for warning in &reading.warnings {
            say(&wrapped("  note: ", warning));
        }
    }

    fn say_clerk(&self) {
        match self.known {
            Some(known) => {
                let of = |set: &std::collections::BTreeSet<crate::batch::Key>| {
                    let people = self.batch.people.iter().filter(|it| set.contains(&it.key()));
                    lines(people.map(|it| it.person.line))
                };
                if !known.invited.is_empty() {
                    let text = row(known.invited.len() as u64, "invited already");
                    say(&format!("{text} ({})", of(&known.invited)));
                }
                if !known.joined.is_empty() {
                    let text = row(known.joined.len() as u64, "users or members already");
                    say(&format!("{text} ({})", of(&known.joined)));
                }
            }
            None if self.instance.is_none() => {
                say("  Clerk was not asked who is invited already: CLERK_SECRET_KEY is not set.");
            }
            None => say("  Clerk was not asked who is invited already."),
        }
    }

    fn say_calls(&self) {
        say("");
        if let Some(instance) = self.instance {
            let kind = instance.environment_type.as_deref().unwrap_or("Clerk");
            say(&format!("To the {kind} instance {}:", instance.id));
        }
        for (place, people) in self.batch.places().iter().take(10) {
            let place = if place.is_empty() { "the application" } else { place };
            say(&format!("  {} to {place}", people_of(*people)));
        }
        let places = self.batch.places().len();
        if places > 10 {
            say(&format!("  and to {} more organizations", number(places as u64 - 10)));
        }
        let Forecast { application, organizations } = self.forecast;
        let has_both = application != Plan::default() && organizations != Plan::default();
        for (kind, budget, calls) in self.forecast.calls() {
            let limit = budget.rate_limit().requests;
            let to = if !has_both {
                ""
            } else if is_of_application(budget) {
                ", to the application"
            } else {
                ", to organizations"
            };
            say(&format!("  {kind:<6} calls: {:>7}, {limit} an hour at most{to}", number(calls)));
        }
        if self.forecast.calls().next().is_none() {
            say("  nothing to send");
        } else {
            let last = self.forecast.last_in();
            let now = now();
            let at = clock(now + last, now);
            say(&if last < 60_000 {
                "  The last call goes out at once.".to_owned()
            } else {
                format!("  The last call goes out about {at}, in {}.", duration(last))
            });
        }
        for (name, count) in self.waiting {
            say(&format!(
                "  The campaign \"{name}\" is not finished: its {} go out, too.\n  \
                 `clerk-invite cancel {}` takes them back.",
                people_of(*count),
                shell::word(name)
            ));
        }
        say("");
    }

    /// Shows it to programs.
    pub(crate) fn print(&self) {
        let reading = &self.batch.reading;
        let columns: Vec<_> = reading
            .format
            .columns
            .iter()
            .map(|column| json!({ "name": column.name, "taken_as": column.taken_as }))
            .collect();
        let repeated: Vec<_> = reading
            .repeated
            .iter()
            .map(|row| json!({ "line": row.line, "first_line": row.first_line }))
            .collect();
        let invalid: Vec<_> = reading
            .invalid
            .iter()
            .map(|row| json!({ "line": row.line, "column": row.column, "reason": row.reason }))
            .collect();
        let calls: serde_json::Map<_, _> = self
            .forecast
            .calls()
            .map(|(_, budget, calls)| (budget_name(budget).to_owned(), calls.into()))
            .collect();
        let done = self
            .status
            .map(|status| State::ALL.iter().map(|state| status.count(*state)).sum::<u64>());
        print(
            &json!({
                "event": "report",
                "campaign": self.batch.name,
                "source": self.source,
                "format": reading.format.description,
                "columns": columns,
                "rows": reading.rows,
                "repeated": repeated,
                "invalid": invalid,
                "warnings": reading.warnings,
                "people": self.batch.people.len(),
                "in_campaign": self.repeated,
                "campaign_people": done.unwrap_or_default(),
                "instance": self.instance.map(|instance| instance.id.as_str()),
                "invited": self.known.map(|known| known.invited.len()),
                "joined": self.known.map(|known| known.joined.len()),
                "calls": calls,
                "last_call_at": iso(now() + self.forecast.last_in()),
            })
            .to_string(),
        );
    }
}

fn is_used(taken_as: &str) -> bool {
    !taken_as.starts_with("kept")
}

fn row(value: u64, text: &str) -> String {
    format!("{:>9} {text}", number(value))
}

fn people_of(value: u64) -> String {
    if value == 1 { "1 person".to_owned() } else { format!("{} people", number(value)) }
}

fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}

/// Breaks a text into lines of at most 79 characters, indented as the first one and a bit more.
fn wrapped(start: &str, text: &str) -> String {
    let mut wrapped = start.to_owned();
    let indent = start.chars().take_while(|it| *it == ' ').count() + 4;
    let mut width = start.chars().count();
    for word in text.split(' ') {
        let length = word.chars().count();
        if width + length > 79 && width > indent {
            wrapped.truncate(wrapped.trim_end().len());
            wrapped.push('\n');
            wrapped.push_str(&" ".repeat(indent));
            width = indent;
        }
        wrapped.push_str(word);
        wrapped.push(' ');
        width += length + 1;
    }
    wrapped.truncate(wrapped.trim_end().len());
    wrapped
}

/// Says how many rows there are of a noun, for the sentence of a question.
pub(crate) fn question(people: u64) -> String {
    format!("Send {}?", count(people, "invitation"))
}
