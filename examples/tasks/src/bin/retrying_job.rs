//! A job that invites one person and is run again until that is certain: for a service with a job queue.
//! The network loses a request, then a response; the person is invited once.
//!
//! ```sh
//! cargo run -p example-tasks --bin retrying_job
//! ```
//!
//! For lists of people, the crate `clerk-invite-outbox` is such a job, with a journal.

use std::time::Duration;

use clerk_invite::fake::Fault;
use clerk_invite::http::HeaderValue;
use clerk_invite::{
    Client, CreateInvitation, Delivery, Error, FakeClerk, Invitation, InvitationStatus,
    ListInvitations,
};

/// The state of a job, which the queue stores. A real one keeps it in a database: stored *before* the call, `in_doubt`
/// also covers a process that dies in the middle.
struct Job {
    email_address: String,
    /// A call may have been carried out.
    in_doubt: bool,
}

/// The next step of the queue.
enum Next {
    Done(&'static str),
    /// Run the job again after this wait.
    Again(Duration, Error),
    /// Somebody has to look at it: another attempt would end the same way.
    Failed(Error),
}

/// Clerk's lists can trail a little behind its calls.
const LOOK_AFTER: Duration = Duration::from_secs(30);
const SEND_AFTER: Duration = Duration::from_secs(5);

async fn run(clerk: &Client, job: &mut Job) -> Next {
    if job.in_doubt {
        match find(clerk, &job.email_address).await {
            Ok(Some(_)) => return Next::Done("the earlier call had been carried out"),
            // Sent again. Were the list behind, Clerk would refuse the second one as a duplicate.
            Ok(None) => {}
            Err(error) => return Next::Again(LOOK_AFTER, error),
        }
    }
    job.in_doubt = true;
    let request = CreateInvitation::new(job.email_address.as_str());
    let Err(error) = clerk.create_invitation(request).await else {
        return Next::Done("invited");
    };
    match error.delivery() {
        Delivery::Accepted => Next::Done("invited, though the response could not be read"),
        Delivery::Unknown => Next::Again(LOOK_AFTER, error),
        Delivery::NotSent | Delivery::Rejected => {
            job.in_doubt = false;
            if error.is_duplicate() {
                Next::Done("invited before, or a user already")
            } else if error.is_rate_limited() {
                Next::Again(error.retry_after().unwrap_or(LOOK_AFTER), error)
            } else if error.code() == Some("not_connected") {
                Next::Again(SEND_AFTER, error)
            } else {
                Next::Failed(error)
            }
        }
    }
}

/// Looks for an open invitation of this address.
async fn find(clerk: &Client, email_address: &str) -> Result<Option<Invitation>, Error> {
    let open = ListInvitations::new().status(InvitationStatus::Pending).query(email_address);
    let mut open = clerk.stream(open);
    while let Some(invitation) = open.next().await {
        let invitation = invitation?;
        // The query also finds addresses that only contain it.
        if invitation.email_address.as_str().eq_ignore_ascii_case(email_address) {
            return Ok(Some(invitation));
        }
    }
    Ok(None)
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let fake = FakeClerk::start().await?;
    let wait = Some(HeaderValue::from_static("60"));
    fake.inject_on_call(1, Fault::TooManyRequests { retry_after: wait });
    fake.inject_on_call(2, Fault::LoseRequest);
    // The third call looks, and finds nothing.
    fake.inject_on_call(4, Fault::LoseResponse);

    let clerk = fake.client();
    let mut job = Job { email_address: "invite@example.com".to_owned(), in_doubt: false };
    loop {
        match run(&clerk, &mut job).await {
            Next::Done(how) => {
                println!("done: {how}");
                break;
            }
            Next::Again(wait, error) => {
                println!("again in {} seconds: {error}", wait.as_secs());
                // In place of waiting.
                fake.advance(wait);
            }
            Next::Failed(error) => return Err(error.into()),
        }
    }
    let invitations = fake.invitations_to("invite@example.com");
    println!("{invitations} invitation at FakeClerk");
    if invitations == 1 { Ok(()) } else { Err("the person was invited more than once".into()) }
}
