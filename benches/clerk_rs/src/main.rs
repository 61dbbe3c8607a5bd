//! The same bulk call with clerk-rs, as generated code is meant to be called.

use std::collections::HashMap;
use std::sync::Arc;

use clerk_rs::apis::configuration::Configuration;
use clerk_rs::apis::invitations_api::create_bulk_invitations;
use clerk_rs::models::{CreateBulkInvitationsRequestInner, Invitation};
use common::{Person, Run, SECRET_KEY};
use serde_json::{Value, json};

fn main() {
    common::start(run);
}

async fn run(run: &Run) {
    let people = common::people();
    let configuration = Arc::new(Configuration::new(SECRET_KEY).with_base_path(&run.url));
    match run.what.as_str() {
        "whole" => {
            common::repeat(run, async || {
                let invited = create_bulk_invitations(&configuration, Some(invitations(&people)));
                invited.await.expect("the server answers")
            })
            .await;
        }
        // It takes the request by value: who wants to keep it makes a copy.
        "call" => {
            let invitations = invitations(&people);
            common::repeat(run, async || {
                let invited = create_bulk_invitations(&configuration, Some(invitations.clone()));
                invited.await.expect("the server answers")
            })
            .await;
        }
        "decode" => {
            let reply = common::reply(run.payload());
            common::repeat(run, async || {
                serde_json::from_str::<Vec<Invitation>>(&reply).expect("ten invitations")
            })
            .await;
        }
        "in_flight" => {
            common::in_flight(run, || {
                let configuration = Arc::clone(&configuration);
                let invitations = invitations(&common::people());
                Box::pin(async move {
                    create_bulk_invitations(&configuration, Some(invitations)).await.is_ok()
                })
            })
            .await;
        }
        what => panic!("clerk-rs does not know `{what}`"),
    }
}

fn invitations(people: &[Person]) -> Vec<CreateBulkInvitationsRequestInner> {
    people.iter().map(invitation).collect()
}

fn invitation(person: &Person) -> CreateBulkInvitationsRequestInner {
    CreateBulkInvitationsRequestInner {
        public_metadata: Some(Some(metadata(person))),
        redirect_url: Some(Some("https://www.example.com/welcome".to_owned())),
        notify: Some(Some(true)),
        expires_in_days: Some(Some(7)),
        ..CreateBulkInvitationsRequestInner::new(person.email.clone())
    }
}

fn metadata(person: &Person) -> HashMap<String, Value> {
    let team = json!({ "name": person.team, "roles": ["admin", "writer"], "trial": false });
    HashMap::from([
        ("plan".to_owned(), "pro".into()),
        ("seats".to_owned(), person.seats.into()),
        ("team".to_owned(), team),
    ])
}
