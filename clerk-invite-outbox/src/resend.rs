//! Sending again: the old invitation is revoked within the guard, then the new one is sent.

use clerk_invite::Delivery;

use crate::classify::not_sent;
use crate::engine::{Engine, Point};
use crate::error::Error;
use crate::guard::Guard;
use crate::outcome::{Effect, Handled, Outcome, RowOutcome};
use crate::states::Evidence;
use crate::store::call::Call;

/// Revokes the invitation that a call's row replaces. Returns the outcome if there is nothing left
/// to send. Such rows go alone.
pub(crate) async fn revoke(
    engine: &Engine,
    call: &Call,
    guard: &Guard,
) -> Result<Option<Outcome>, Error> {
    let Some(row) = call.rows.first().filter(|row| !row.revoked) else { return Ok(None) };
    let Some(old) = &row.replaces else { return Ok(None) };
    let answer = engine.clerk.revoke(&call.organization, old, guard).await;
    engine.note_date(answer.date, answer.cached);
    engine.at(Point::Revoked).await?;
    let error = match answer.result {
        Ok(()) => {
            engine.store.note_revoked(row.id).await?;
            return Ok(None);
        }
        Err(error) => error,
    };
    match (error.delivery(), error.code().unwrap_or_default()) {
        (
            Delivery::Rejected,
            "invitation_already_accepted" | "organization_invitation_already_accepted",
        ) => {
            let becomes = RowOutcome::Already {
                code: error.code().unwrap_or_default().to_owned(),
                invitation: None,
                evidence: Evidence::Response,
            };
            // The POST was not sent: its slot is free.
            Ok(Some(Outcome {
                handled: Handled::NotSent,
                status: None,
                code: None,
                rows: vec![(row.id, becomes)],
                effect: Effect::None,
            }))
        }
        // Revoked, expired or gone: the address is free.
        (
            Delivery::Rejected,
            "invitation_already_revoked"
            | "organization_invitation_already_revoked_code"
            | "organization_invitation_not_pending"
            | "revoked_invitation"
            | "resource_not_found",
        ) => {
            engine.store.note_revoked(row.id).await?;
            Ok(None)
        }
        _ => Ok(Some(not_sent(call))),
    }
}
