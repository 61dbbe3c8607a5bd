//! From Clerk's answer to a call to what became of each of its rows.

use std::collections::BTreeSet;

use clerk_invite::{ApiError, Delivery, Error};

use crate::calls::Found;
use crate::outcome::{Effect, Handled, Outcome, RowOutcome};
use crate::states::Evidence;
use crate::store::call::{Call, CallRow};

/// The rest of an endpoint after a 429 that names no time.
const PAUSE: i64 = 60_000;
/// The rest of an endpoint after a conflict, which passes.
const SHORT_PAUSE: i64 = 10_000;

/// Returns what became of a call.
pub(crate) fn classify(call: &Call, result: &Result<Vec<Found>, Error>) -> Outcome {
    match result {
        Ok(found) => accepted(call, found),
        Err(error) => failed(call, error),
    }
}

/// A call that was not sent.
pub(crate) fn not_sent(call: &Call) -> Outcome {
    all(call, Handled::NotSent, None, Effect::None, |_| RowOutcome::Back)
}

fn all(
    call: &Call,
    handled: Handled,
    error: Option<&Error>,
    effect: Effect,
    outcome: impl Fn(&CallRow) -> RowOutcome,
) -> Outcome {
    Outcome {
        handled,
        status: error.and_then(Error::status).map(|status| i64::from(status.as_u16())),
        code: error.and_then(Error::code).map(str::to_owned),
        rows: call.rows.iter().map(|row| (row.id, outcome(row))).collect(),
        effect,
    }
}

/// Matches a success person by person: by key, then by position if the counts agree.
fn accepted(call: &Call, found: &[Found]) -> Outcome {
    let mut used = BTreeSet::new();
    let mut matched: Vec<Option<usize>> = vec![None; call.rows.len()];
    for (row, slot) in call.rows.iter().zip(&mut matched) {
        let hit = found.iter().enumerate().position(|(index, invitation)| {
            !used.contains(&index) && invitation.person == row.person
        });
        if let Some(index) = hit {
            used.insert(index);
            *slot = Some(index);
        }
    }
    if found.len() == call.rows.len() {
        for (index, slot) in matched.iter_mut().enumerate() {
            if slot.is_none() && used.insert(index) {
                *slot = Some(index);
            }
        }
    }
    let rows = call.rows.iter().zip(matched).map(|(row, index)| {
        let invitation = index.and_then(|index| found.get(index));
        let outcome = match invitation.filter(|invitation| !invitation.id.is_empty()) {
            Some(invitation) => {
                RowOutcome::Sent { invitation: invitation.id.clone(), evidence: Evidence::Response }
            }
            None => RowOutcome::Unknown { code: None },
        };
        (row.id, outcome)
    });
    let rows: Vec<_> = rows.collect();
    let is_unknown =
        |(_, outcome): &(i64, RowOutcome)| matches!(outcome, RowOutcome::Unknown { .. });
    let handled = if rows.iter().any(is_unknown) { Handled::Unknown } else { Handled::Answered };
    Outcome { handled, status: Some(200), code: None, rows, effect: Effect::None }
}

fn failed(call: &Call, error: &Error) -> Outcome {
    let status = error.status().map_or(0, |status| status.as_u16());
    let unknown = |_: &CallRow| RowOutcome::Unknown { code: None };
    match error.delivery() {
        Delivery::NotSent if error.invalid_request().is_some() => {
            let reason = "the invitation cannot be sent as it is";
            all(call, Handled::NotSent, Some(error), Effect::None, |_| {
                bad(call, "invalid_request", reason)
            })
        }
        Delivery::NotSent => all(call, Handled::NotSent, None, Effect::None, |_| RowOutcome::Back),
        Delivery::Unknown | Delivery::Accepted => {
            all(call, Handled::Unknown, Some(error), Effect::None, unknown)
        }
        Delivery::Rejected => {
            let effect = effect(call, error, status);
            if error.errors().is_empty() {
                // Not Clerk's own words: something in between may have answered.
                return all(call, Handled::Unknown, Some(error), effect, unknown);
            }
            if effect == Effect::None {
                return rejected(call, error);
            }
            all(call, Handled::Answered, Some(error), effect, |_| RowOutcome::Back)
        }
    }
}

/// Returns what a refusal means for all calls to come, not for single rows.
fn effect(call: &Call, error: &Error, status: u16) -> Effect {
    let code = error.code().unwrap_or_default().to_owned();
    let reason = |code: String| if code.is_empty() { format!("status_{status}") } else { code };
    let of_application = call.organization.is_empty();
    match (status, code.as_str()) {
        (429, _) => {
            let wait = error.retry_after().map(|wait| wait.as_millis());
            Effect::Pause(wait.map_or(PAUSE, |wait| i64::try_from(wait).unwrap_or(i64::MAX)))
        }
        (409, _) => Effect::Pause(SHORT_PAUSE),
        (401, _)
        | (
            _,
            "dev_monthly_email_limit_exceeded"
            | "api_version_invalid"
            | "organization_not_enabled_in_instance"
            | "clerk_key_invalid",
        ) => Effect::StopInstance(reason(code)),
        (_, "not_allowed_access") => Effect::None,
        (402 | 403, _) | (_, "invitations_not_supported") => Effect::StopPlace(reason(code)),
        (404 | 405, _) if of_application => Effect::StopInstance(reason(code)),
        (404 | 405, _) => Effect::StopPlace(reason(code)),
        _ => Effect::None,
    }
}

/// A refusal of the request itself: whom it names is settled, the others go back.
fn rejected(call: &Call, error: &Error) -> Outcome {
    let alone = call.rows.len() == 1;
    let items = error.rejected_items();
    let named: Vec<_> = items.iter().filter_map(|item| Some(call.rows.get(*item)?.id)).collect();
    let reason = match error.errors() {
        [only] => Some(only),
        [first, ..] if alone => Some(first),
        // Which of several is about whom shows when those whom they name go alone.
        _ => None,
    };
    let among = if named.is_empty() { call.rows.len() } else { named.len() };
    let among = i64::try_from(among).unwrap_or(i64::MAX);
    let mut outcome = all(call, Handled::Answered, Some(error), Effect::None, |row| match reason {
        Some(reason) if alone || named.contains(&row.id) => concerned(row, reason),
        _ if named.is_empty() || named.contains(&row.id) => RowOutcome::Suspect { among },
        _ => RowOutcome::Back,
    });
    let looks_up = |(_, outcome): &(i64, RowOutcome)| matches!(outcome, RowOutcome::Unknown { .. });
    if outcome.rows.iter().any(looks_up) {
        outcome.handled = Handled::Unknown;
    }
    outcome
}

/// A row that an error is about.
fn concerned(row: &CallRow, error: &ApiError) -> RowOutcome {
    let code = error.code().to_owned();
    let is_duplicate = matches!(
        error.code(),
        "duplicate_record"
            | "organization_invitation_not_unique"
            | "already_a_member_in_organization"
            | "form_identifier_exists"
    );
    match is_duplicate {
        // It may be our own, from the earlier call.
        true if row.calls > 0 => RowOutcome::Unknown { code: Some(code) },
        true => RowOutcome::Already { code, invitation: None, evidence: Evidence::Response },
        // The library's own words, without addresses and ids.
        false => RowOutcome::Refused { code, reason: error.to_string() },
    }
}

fn bad(call: &Call, code: &str, reason: &str) -> RowOutcome {
    match call.rows.len() {
        1 => RowOutcome::Refused { code: code.to_owned(), reason: reason.to_owned() },
        among => RowOutcome::Suspect { among: i64::try_from(among).unwrap_or(1) },
    }
}

#[cfg(test)]
mod tests;
