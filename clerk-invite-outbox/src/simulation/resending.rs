//! `resend`, killed after each step: a new invitation, `already`, or `Lost`, and never two.

use std::sync::Arc;

use clerk_invite::fake::{Fault, Operation};
use clerk_invite::{CreateInvitation, Invitation, InvitationStatus, RevokeInvitation, json};

use crate::engine::{Hook, Point};
use crate::simulation::scenarios::{CAMPAIGN, Stage};
use crate::{Event, State};

const AGAIN: &str = "again";

/// The old invitation when it is to be replaced.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Old {
    Pending,
    Accepted,
    Revoked,
    Expired,
}

/// The way in which the first attempt fails.
#[derive(Debug, Clone)]
enum Fails {
    /// The worker is killed.
    At(Point),
    /// The revocation, or the invitation, fails on its way.
    On(Operation, Fault),
    Not,
}

fn killed(at: Point) -> Hook {
    Arc::new(move |point| Box::pin(async move { point == at }))
}

/// A person who was invited, and is enqueued to be invited again.
async fn stage(old: Old) -> Stage {
    let stage = Stage::new(1).await;
    stage.run(&mut stage.worker()).await;
    let id = stage.fake.invitations().remove(0).id;
    match old {
        Old::Pending => {}
        Old::Accepted => assert!(stage.fake.accept(&id)),
        Old::Revoked => {
            let revoke = RevokeInvitation::new(id.as_str());
            let _: Invitation = stage.fake.client().send(revoke).await.unwrap();
        }
        Old::Expired => stage.advance(31 * 24 * 3600),
    }
    assert_eq!(stage.outbox.resend(CAMPAIGN, AGAIN).await.unwrap(), 1);
    stage
}

async fn ends(old: Old, fails: Fails, refused: bool) {
    let case = format!("{old:?}, {fails:?}, refused: {refused}");
    let stage = stage(old).await;
    if refused {
        let error = json!({ "errors": [{ "code": "form_param_format_invalid", "message": "no" }] });
        stage.fake.respond_to::<CreateInvitation>(422, error);
    }
    let mut events = stage.outbox.events();
    match fails {
        Fails::At(point) => {
            // Not every case comes to every point.
            let _ = stage.worker().with_hook(killed(point)).tick().await;
        }
        Fails::On(operation, fault) => stage.fake.inject_on(operation, fault),
        Fails::Not => {}
    }
    stage.run(&mut stage.worker()).await;
    let status = stage.outbox.status(AGAIN).await.unwrap();
    let invitations = stage.fake.invitations();
    let pending = invitations.iter().filter(|it| it.status == InvitationStatus::Pending).count();
    let of_person = (invitations.len(), pending);
    let mut lost = 0;
    let mut doubled = 0;
    drop(stage.outbox.clone());
    while let Some(event) = next_event(&mut events).await {
        lost += u64::from(matches!(event, Event::Lost { .. }));
        doubled += u64::from(matches!(event, Event::Doubled { .. }));
    }
    assert_eq!(doubled, 0, "{case}");
    if old == Old::Accepted {
        assert_eq!((status.count(State::Already), of_person, lost), (1, (1, 0), 0), "{case}");
    } else if refused {
        assert_eq!((status.count(State::Refused), of_person, lost), (1, (1, 0), 1), "{case}");
        assert_eq!(status.lost, 1, "{case}");
    } else {
        assert_eq!((status.count(State::Sent), of_person, lost), (1, (2, 1), 0), "{case}");
    }
}

/// Returns an event that was told already.
async fn next_event(events: &mut crate::Events) -> Option<Event> {
    tokio::select! {
        biased;
        event = events.next() => event,
        () = std::future::ready(()) => None,
    }
}

#[tokio::test]
async fn killed_after_each_step_it_ends_as_new_already_or_lost() {
    use Operation::{CreateInvitation as Create, RevokeInvitation as Revoke};
    let points = [Point::Claimed, Point::Revoked, Point::Guarded, Point::Answered];
    let faults = [
        Fails::On(Revoke, Fault::LoseRequest),
        Fails::On(Revoke, Fault::LoseResponse),
        Fails::On(Create, Fault::LoseRequest),
        Fails::On(Create, Fault::LoseResponse),
        Fails::Not,
    ];
    for old in [Old::Pending, Old::Accepted, Old::Revoked, Old::Expired] {
        for fails in points.map(Fails::At).into_iter().chain(faults.clone()) {
            for refused in [false, true] {
                ends(old, fails.clone(), refused).await;
            }
        }
    }
}
