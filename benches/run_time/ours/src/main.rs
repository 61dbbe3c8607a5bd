//! clerk-invite, as its README says.

use std::hint::black_box;

use clerk_invite::{Client, Codec, CreateInvitation, CreateInvitationBulk, Error, http, json};
use common::{Person, Run, SECRET_KEY, TIMEOUT};
use refusing::Refusing;

mod refusing;

fn main() {
    common::start(run);
}

async fn run(run: &Run) {
    let people = common::people();
    match run.what.as_str() {
        // From what the application knows to the invitations.
        "whole" => {
            let client = client(&run.url);
            common::repeat(run, async || {
                let invited = client.create_invitation_bulk(invitations(&people)).await;
                invited.expect("the server answers")
            })
            .await;
        }
        // The same with a request that is there already: no part of it is the application's.
        "call" => {
            let client = client(&run.url);
            let request = CreateInvitationBulk::new(invitations(&people));
            common::repeat(run, async || client.send(&request).await.expect("the server answers"))
                .await;
        }
        // The same, without a connection to hand it to.
        "send" => {
            let client = Client::builder(SECRET_KEY)
                .base_url("http://localhost/v1")
                .http_client(|http| http.dns_resolver(Refusing))
                .build()
                .expect("a client");
            let request = CreateInvitationBulk::new(invitations(&people));
            common::repeat(run, async || client.send(&request).await.expect_err("nobody is there"))
                .await;
        }
        // The bytes for the wire, without sending them.
        "build" => {
            let codec = codec(&run.url);
            common::repeat(run, async || {
                codec.encode(&CreateInvitationBulk::new(invitations(&people))).expect("valid")
            })
            .await;
        }
        "encode" => {
            let codec = codec(&run.url);
            let request = CreateInvitationBulk::new(invitations(&people));
            common::repeat(run, async || codec.encode(&request).expect("valid")).await;
        }
        "decode" => {
            let codec = codec(&run.url);
            let response = http::Response::new(common::reply().into());
            let request = CreateInvitationBulk::new(invitations(&people));
            common::repeat(run, async || {
                codec.decode(&request, &response).expect("ten invitations")
            })
            .await;
        }
        "in_flight" => {
            let client = client(&run.url);
            common::in_flight(run, || {
                let (client, invitations) = (client.clone(), invitations(&common::people()));
                Box::pin(async move { client.create_invitation_bulk(invitations).await.is_ok() })
            })
            .await;
        }
        "batches" => common::timed(async || batches(&codec(&run.url), run.count)).await,
        what => panic!("clerk-invite does not know `{what}`"),
    }
}

fn client(url: &str) -> Client {
    Client::builder(SECRET_KEY).base_url(url).timeout(TIMEOUT).build().expect("a client")
}

fn codec(url: &str) -> Codec {
    Codec::new(SECRET_KEY).and_then(|codec| codec.base_url(url)).expect("a codec")
}

fn invitations(people: &[Person]) -> Vec<CreateInvitation> {
    people.iter().map(invitation).collect()
}

fn invitation(person: &Person) -> CreateInvitation {
    CreateInvitation::new(person.email.as_str())
        .public_metadata(json!({
            "plan": "pro",
            "seats": person.seats,
            "team": { "name": person.team, "roles": ["admin", "writer"], "trial": false },
        }))
        .redirect_url("https://www.example.com/welcome")
        .notify(true)
        .expires_in_days(7)
}

/// A list of any length, made as it is asked for, each batch encoded and dropped.
fn batches(codec: &Codec, count: usize) {
    let people = common::people();
    let list = people.iter().cycle().take(count).map(invitation);
    for batch in CreateInvitationBulk::batches(list) {
        let encoded: Result<_, Error> = codec.encode(&batch);
        black_box(encoded.expect("valid"));
    }
}
