//! clerk-invite, as its README says.

mod refusing;
mod requests;
mod shapes;

use std::hint::black_box;

use clerk_invite::{Client, Codec, CreateInvitationBulk, Error};
use common::{Run, SECRET_KEY, TIMEOUT};
use refusing::Refusing;
use requests::{invitation, invitations};

fn main() {
    common::start(run);
}

async fn run(run: &Run) {
    let (payload, people) = (run.payload(), common::people());
    match run.what.as_str() {
        "shapes" => {
            let nowhere = Client::builder(SECRET_KEY)
                .base_url("http://localhost/v1")
                .http_client(|http| http.dns_resolver(Refusing))
                .build()
                .expect("a client");
            shapes::shapes(run, &client(&run.url), &nowhere, &codec(&run.url)).await;
        }
        // From what the application knows to the invitations.
        "whole" => {
            let client = client(&run.url);
            common::repeat(run, async || {
                let invited = client.create_invitation_bulk(invitations(payload, &people)).await;
                invited.expect("the server answers")
            })
            .await;
        }
        "in_flight" => {
            let client = client(&run.url);
            common::in_flight(run, || {
                let client = client.clone();
                let invitations = invitations(payload, &common::people());
                Box::pin(async move { client.create_invitation_bulk(invitations).await.is_ok() })
            })
            .await;
        }
        "batches" => common::timed(async || batches(run, &codec(&run.url))).await,
        what => panic!("clerk-invite does not know `{what}`"),
    }
}

fn client(url: &str) -> Client {
    Client::builder(SECRET_KEY).base_url(url).timeout(TIMEOUT).build().expect("a client")
}

fn codec(url: &str) -> Codec {
    Codec::new(SECRET_KEY).and_then(|codec| codec.base_url(url)).expect("a codec")
}

/// A list of any length, made as it is asked for, each batch encoded and dropped.
fn batches(run: &Run, codec: &Codec) {
    let people = common::people();
    let list = people.iter().cycle().take(run.count);
    for batch in CreateInvitationBulk::batches(list.map(|one| invitation(run.payload(), one))) {
        let encoded: Result<_, Error> = codec.encode(&batch);
        black_box(encoded.expect("valid"));
    }
}
