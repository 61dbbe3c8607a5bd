//! The state of campaigns, in words and as JSON.

use clerk_invite_outbox::{State, Status};
use serde_json::{Value, json};

use crate::output::report::{budget_name, is_of_application};
use crate::output::{clock, iso, number};
use crate::shell;

/// Returns the counts that are not zero: `sent 12, refused 3`.
pub(crate) fn counts(status: &Status) -> String {
    let order = [
        State::Sent,
        State::Already,
        State::Refused,
        State::Unknown,
        State::Calling,
        State::Queued,
        State::Cancelled,
    ];
    let parts: Vec<String> = order
        .into_iter()
        .filter(|state| status.count(*state) > 0)
        .map(|state| format!("{state} {}", number(status.count(state))))
        .collect();
    if parts.is_empty() { "nobody".to_owned() } else { parts.join(", ") }
}

/// Returns how many people there are, and for how many nothing is left to do.
pub(crate) fn progress(status: &Status) -> (u64, u64) {
    let of = |state: &State| status.count(*state);
    let all = State::ALL.iter().map(of).sum();
    let finished = State::ALL.iter().filter(|state| state.is_final()).map(of).sum();
    (finished, all)
}

/// Returns what each limit in use stands at: `bulk 25 of 25, next 14:03`.
pub(crate) fn budgets(status: &Status, now: i64) -> Vec<String> {
    let mut parts = Vec::new();
    // The application's limits and those of organizations matter once they are used.
    let used = || status.budgets.iter().filter(|budget| budget.taken > 0);
    let of_application = used().filter(|it| is_of_application(it.budget)).count();
    let has_both = of_application > 0 && of_application < used().count();
    for budget in used() {
        let name = budget_name(budget.budget).replace('_', " ");
        let kind = name.split(' ').next_back().filter(|_| !has_both).unwrap_or(&name);
        let next = match budget.next_at {
            Some(at) if at > now => format!("next {}", clock(at, now)),
            _ => "next now".to_owned(),
        };
        parts.push(format!("{kind} {} of {}, {next}", budget.taken, budget.calls));
    }
    parts
}

/// Returns the state for programs.
pub(crate) fn json(event: &str, campaign: &str, status: &Status) -> Value {
    let counts: serde_json::Map<String, Value> = State::ALL
        .iter()
        .map(|state| (state.as_str().to_owned(), status.count(*state).into()))
        .collect();
    let budgets: Vec<Value> = status
        .budgets
        .iter()
        .map(|budget| {
            json!({
                "budget": budget_name(budget.budget),
                "taken": budget.taken,
                "calls": budget.calls,
                "next_at": budget.next_at.map(iso),
            })
        })
        .collect();
    let stops: Vec<Value> = status
        .stops
        .iter()
        .map(|stop| {
            json!({
                "organization": stop.organization,
                "everything": stop.everything,
                "reason": stop.reason,
            })
        })
        .collect();
    json!({
        "event": event,
        "campaign": campaign,
        "counts": counts,
        "budgets": budgets,
        "stops": stops,
        "lost": status.lost,
        "done_at": status.done_at.map(iso),
    })
}

/// Returns what a stop means, and what to do about it.
pub(crate) fn stop_text(campaign: &str, status: &Status) -> Vec<String> {
    let mut texts = Vec::new();
    let campaign = shell::word(campaign);
    for stop in &status.stops {
        let what = match (&stop.organization, stop.everything) {
            (_, true) => "Everything is stopped".to_owned(),
            (Some(organization), _) => format!("Invitations to {organization} are stopped"),
            (None, _) => "Invitations to the application are stopped".to_owned(),
        };
        texts.push(format!(
            "{what}: Clerk says `{}`. Repair that, then `clerk-invite resume {campaign}` goes on.",
            stop.reason
        ));
    }
    texts
}
