//! reqwest and serde, as a careful person would write the calls.

mod calls;
mod models;
mod prepared;
mod refusing;
mod shapes;
mod simple;

use std::sync::Arc;

use calls::Calls;
use common::{CONNECT_TIMEOUT, READ_TIMEOUT, Run, SECRET_KEY, TIMEOUT};
use models::invitations;
use prepared::Prepared;
use refusing::Refusing;
use simple::Simple;

fn main() {
    common::start(run);
}

const NOWHERE: &str = "http://localhost/v1";

async fn run(run: &Run) {
    match run.what.as_str() {
        "simple" => {
            let nowhere = http().dns_resolver(Arc::new(Refusing)).build().expect("a client");
            let nowhere = Simple::new(nowhere, NOWHERE, SECRET_KEY);
            shapes::shapes(run, &simple(&run.url), &nowhere).await;
        }
        "prepared" => {
            let http = || http().read_timeout(READ_TIMEOUT);
            let nowhere = http().dns_resolver(Arc::new(Refusing)).build().expect("a client");
            let clerk = Prepared::new(http().build().expect("a client"), &run.url, SECRET_KEY);
            let nowhere = Prepared::new(nowhere, NOWHERE, SECRET_KEY);
            shapes::shapes(run, &clerk, &nowhere).await;
        }
        "whole" => {
            let (clerk, people) = (simple(&run.url), common::people());
            common::repeat(run, async || {
                let invitations = invitations(run.payload(), &people);
                clerk.create_invitations(&invitations).await.expect("the server answers")
            })
            .await;
        }
        "in_flight" => {
            let (clerk, payload) = (simple(&run.url), run.payload());
            common::in_flight(run, || {
                let invitations = invitations(payload, &common::people());
                let clerk = clerk.clone();
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

fn simple(url: &str) -> Simple {
    Simple::new(http().build().expect("a client"), url, SECRET_KEY)
}
