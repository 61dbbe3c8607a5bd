//! reqwest and serde, as a careful person would write the call.

mod clerk;
mod refusing;

use std::sync::Arc;

use clerk::{Clerk, CreateInvitation, Invitation};
use common::{CONNECT_TIMEOUT, Person, Run, SECRET_KEY, TIMEOUT};
use refusing::Refusing;
use serde_json::{Map, Value, json};

fn main() {
    common::start(run);
}

async fn run(run: &Run) {
    let people = common::people();
    match run.what.as_str() {
        "whole" => {
            let clerk = clerk(&run.url);
            common::repeat(run, async || {
                let invited = clerk.create_invitations(&invitations(&people)).await;
                invited.expect("the server answers")
            })
            .await;
        }
        "call" => {
            let (clerk, invitations) = (clerk(&run.url), invitations(&people));
            common::repeat(run, async || {
                clerk.create_invitations(&invitations).await.expect("the server answers")
            })
            .await;
        }
        "send" => {
            let http = http().dns_resolver(Arc::new(Refusing)).build().expect("a client");
            let clerk = Clerk::new(http, "http://localhost/v1", SECRET_KEY);
            let invitations = invitations(&people);
            common::repeat(run, async || {
                clerk.create_invitations(&invitations).await.expect_err("nobody is there")
            })
            .await;
        }
        "build" => {
            let clerk = clerk(&run.url);
            common::repeat(run, async || {
                clerk.request(&invitations(&people)).build().expect("valid")
            })
            .await;
        }
        "encode" => {
            let (clerk, invitations) = (clerk(&run.url), invitations(&people));
            common::repeat(run, async || clerk.request(&invitations).build().expect("valid")).await;
        }
        "decode" => {
            let reply = common::reply();
            common::repeat(run, async || {
                // As `reqwest::Response::json` does with the bytes.
                serde_json::from_slice::<Vec<Invitation>>(reply.as_bytes()).expect("ten of them")
            })
            .await;
        }
        "in_flight" => {
            let clerk = clerk(&run.url);
            common::in_flight(run, || {
                let (clerk, invitations) = (clerk.clone(), invitations(&common::people()));
                Box::pin(async move { clerk.create_invitations(&invitations).await.is_ok() })
            })
            .await;
        }
        what => panic!("by hand there is no `{what}`"),
    }
}

fn http() -> reqwest::ClientBuilder {
    reqwest::Client::builder().timeout(TIMEOUT).connect_timeout(CONNECT_TIMEOUT)
}

fn clerk(url: &str) -> Clerk {
    Clerk::new(http().build().expect("a client"), url, SECRET_KEY)
}

fn invitations(people: &[Person]) -> Vec<CreateInvitation> {
    people.iter().map(invitation).collect()
}

fn invitation(person: &Person) -> CreateInvitation {
    CreateInvitation {
        email_address: person.email.clone(),
        public_metadata: Some(metadata(person)),
        redirect_url: Some("https://www.example.com/welcome".to_owned()),
        notify: Some(true),
        ignore_existing: None,
        expires_in_days: Some(7),
        template_slug: None,
    }
}

fn metadata(person: &Person) -> Map<String, Value> {
    let team = json!({ "name": person.team, "roles": ["admin", "writer"], "trial": false });
    let mut metadata = Map::new();
    metadata.insert("plan".to_owned(), "pro".into());
    metadata.insert("seats".to_owned(), person.seats.into());
    metadata.insert("team".to_owned(), team);
    metadata
}
