//! The three operations, over a socket and back.
//!
//! ```sh
//! cargo run --example quickstart                      # against a stand-in on this machine
//! CLERK_SECRET_KEY=sk_test_.. cargo run --example quickstart -- --live org_..   # for real
//! ```
//!
//! For real, it shows each request and asks before it sends it.

use std::fmt::Display;
use std::process::ExitCode;

use clerk_invite::{
    Client, Codec, CreateInvitation, CreateInvitationBulk, CreateOrganizationInvitationBulk,
    Delivery, Endpoint, Error, FakeClerk, Invitation, NewOrganizationInvitation, json,
};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines, Stdin, stdin, stdout};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match quickstart().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn quickstart() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => {
            let fake = FakeClerk::start().await?;
            println!(
                "A stand-in for Clerk listens on {}: no email leaves this machine.",
                fake.base_url()
            );
            run(&fake.client(), FakeClerk::ORGANIZATION_ID, None).await
        }
        ["--live", organization_id] => {
            let clerk = Client::from_env()?;
            println!("This is the real Clerk. Nothing is sent before you say so.");
            run(&clerk, organization_id, Some(BufReader::new(stdin()).lines())).await
        }
        _ => Err("usage: quickstart [--live ORGANIZATION_ID]".into()),
    }
}

/// Asks the person at the keyboard; nobody is asked where nothing is real.
type Answers = Option<Lines<BufReader<Stdin>>>;

async fn run(clerk: &Client, organization_id: &str, mut answers: Answers) -> Result<()> {
    let metadata = json!({ "example": "metadata", "example_nested": { "nested": "metadata" } });
    let person = |address: &str| {
        CreateInvitation::new(address)
            .redirect_url("https://www.example.com/my-sign-up")
            .public_metadata(metadata.clone())
    };

    // One invitation.
    let one = person("invite@example.com");
    if confirmed(1, &one, &mut answers).await? {
        show(clerk.create_invitation(one.clone()).await.map(|one| vec![one]), describe);
    }

    // Several at once: up to ten.
    let several = [person("invite2@example.com"), person("invite3@example.com")];
    if confirmed(2, &CreateInvitationBulk::new(several.clone()), &mut answers).await? {
        show(clerk.create_invitation_bulk(several).await, describe);
    }

    // Into an organization, each with a role and an inviter.
    let members = [
        NewOrganizationInvitation::new("testclerk1@example.com", "org:admin")
            .inviter_user_id("user_1"),
        NewOrganizationInvitation::new("testclerk2@example.com", "org:member")
            .inviter_user_id("user_2"),
    ];
    let request = CreateOrganizationInvitationBulk::new(organization_id, members);
    if confirmed(3, &request, &mut answers).await? {
        show(clerk.send(request).await, |invitation| {
            let role = invitation.role_name.as_deref().unwrap_or(&invitation.role);
            format!("{}  {role}  {}", invitation.id, invitation.email_address)
        });
    }

    // The first one again: Clerk refuses it.
    if confirmed(4, &one, &mut answers).await? {
        show(clerk.create_invitation(one).await.map(|one| vec![one]), describe);
    }

    // Eleven at once: refused before anything is sent, so there is nothing to ask.
    println!("\n5. CreateInvitationBulk with eleven items");
    let eleven: Vec<_> = (1..=11).map(|n| person(&format!("{n}@example.com"))).collect();
    show(clerk.create_invitation_bulk(eleven.clone()).await, describe);
    let cut: Vec<_> =
        CreateInvitationBulk::batches(eleven).map(|batch| batch.invitations.len()).collect();
    println!("   `CreateInvitationBulk::batches` cuts them into requests of {cut:?}.");
    Ok(())
}

/// Shows the request; for real, asks whether to send it.
async fn confirmed<E: Endpoint>(step: usize, request: &E, answers: &mut Answers) -> Result<bool> {
    println!("\n{step}. {}", E::NAME);
    // What goes over the wire, from the half of the crate that does no IO.
    let encoded = Codec::new("sk_test_not_shown")?.encode(request)?;
    println!("   {} {}", encoded.method(), encoded.uri().path());
    let body: clerk_invite::serde_json::Value =
        clerk_invite::serde_json::from_slice(encoded.body())?;
    for item in body.as_array().unwrap_or(&vec![body.clone()]) {
        println!("   {item}");
    }
    let Some(answers) = answers else { return Ok(true) };
    let mut out = stdout();
    out.write_all(b"   Send it? [y/N] ").await?;
    out.flush().await?;
    let answer = answers.next_line().await?.unwrap_or_default();
    Ok(answer.trim().eq_ignore_ascii_case("y"))
}

fn describe(invitation: &Invitation) -> String {
    let expires: &dyn Display = match &invitation.expires_at {
        Some(expires_at) => expires_at,
        None => &"never",
    };
    let (id, status, to) = (&invitation.id, &invitation.status, &invitation.email_address);
    format!("{id}  {status} until {expires}  {to}")
}

/// Prints the result; of a failure, also its meaning for the invitations.
fn show<T>(result: std::result::Result<Vec<T>, Error>, describe: impl Fn(&T) -> String) {
    let error = match result {
        Ok(invitations) => {
            for invitation in &invitations {
                println!("   ✓ {}", describe(invitation));
            }
            return;
        }
        Err(error) => error,
    };
    println!("   ✗ {error}");
    let advice = match error.delivery() {
        Delivery::NotSent => "Nothing was sent: correct it, or send it again.",
        Delivery::Rejected if error.is_duplicate() => "Nobody was invited: they are already.",
        Delivery::Rejected => "Nobody was invited.",
        Delivery::Unknown => "Perhaps they are invited: look before you send it again.",
        Delivery::Accepted => "They are invited: do not send it again.",
    };
    println!("   {advice}");
}
