//! The floor: the codec of clerk-invite over hyper-util's client, without timeouts, retries, a proxy or
//! a word on whether the request was sent.

use clerk_invite::{Codec, CreateInvitation, CreateInvitationBulk, bytes::Bytes, http, json};
use common::{Payload, Person, Run, SECRET_KEY};
use http_body_util::{BodyExt as _, Full};
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;

fn main() {
    common::start(run);
}

async fn run(run: &Run) {
    let codec = Codec::new(SECRET_KEY).and_then(|codec| codec.base_url(&run.url)).expect("a codec");
    let client = Client::builder(TokioExecutor::new()).build_http::<Full<Bytes>>();
    let people = common::people();
    let invitations = people.iter().map(|person| invitation(run.payload(), person));
    let request = CreateInvitationBulk::new(invitations.collect::<Vec<_>>());
    common::shape("bulk", run.count, async || {
        let encoded = codec.encode(&request).expect("valid");
        let response = client.request(encoded.map(Full::new)).await.expect("the server answers");
        let (parts, body) = response.into_parts();
        let body = body.collect().await.expect("the server answers").to_bytes();
        codec.decode(&request, &http::Response::from_parts(parts, body)).expect("ten invitations")
    })
    .await;
}

fn invitation(payload: Payload, person: &Person) -> CreateInvitation {
    let metadata = match payload {
        Payload::Flat => json!({ "plan": "pro", "seats": person.seats }),
        Payload::Nested => json!({
            "plan": "pro",
            "seats": person.seats,
            "team": { "name": person.team, "roles": ["admin", "writer"], "trial": false },
        }),
    };
    CreateInvitation::new(person.email.as_str())
        .public_metadata(metadata)
        .redirect_url("https://www.example.com/welcome")
        .notify(true)
        .expires_in_days(7)
}
